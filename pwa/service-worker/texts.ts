/** The few words the worker says by itself, when a push brings none. */
export const TEXTS = {
  zh: {
    title: "掌上微驾", unknown: "收到一条通知，请打开应用查看。", test: "测试通知已到达", test_body: "本机能够收到指令提醒。",
    acknowledged: "收到", needs_help: "需要支援", exercise: "【演练】",
    pending: "“{answer}”待发送，联网后自动送出。", delivered: "“{answer}”已送达。", refused: "“{answer}”未被接受，请打开查看。",
  },
  en: {
    title: "Palm Cockpit", unknown: "You have a notification. Open the app to see it.", test: "The test notification arrived", test_body: "This phone can be reached.",
    acknowledged: "Received", needs_help: "Need help", exercise: "[Exercise] ",
    pending: "“{answer}” is waiting and goes out as soon as there is a network.", delivered: "“{answer}” was delivered.", refused: "“{answer}” was not accepted. Open the app.",
  },
} as const;

export type Lang = keyof typeof TEXTS;
export const langOf = (tag: unknown): Lang => (typeof tag === "string" && tag.toLowerCase().startsWith("en") ? "en" : "zh");
