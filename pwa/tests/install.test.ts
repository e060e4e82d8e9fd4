/** Who is offered the app, how, and when. */
import { describe, expect, test } from "vitest";
import { isOffered, surroundings, type Surroundings } from "@/features/install/surroundings";

const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
const ANDROID = "Mozilla/5.0 (Linux; Android 15; 23116PN5BC) AppleWebKit/537.36 (KHTML, like Gecko)";
const seen = (agent: string, more: object = {}) => surroundings({ agent, standalone: false, offered: false, touchPoints: 5, ...more });

describe("where the app runs", () => {
  test.each([
    ["WeChat", `${IPHONE} Mobile/15E148 MicroMessenger/8.0.50(0x1800322f) NetType/WIFI Language/zh_CN`, "wechat"],
    ["WeChat on Android", `${ANDROID} Version/4.0 Chrome/126.0 Mobile Safari/537.36 XWEB/1260117 MMWEBSDK/20240501 MicroMessenger/8.0.50`, "wechat"],
    ["WeCom, which also says it is WeChat", `${IPHONE} Mobile/15E148 wxwork/4.1.22 MicroMessenger/7.0.1 Language/zh`, "wecom"],
    ["DingTalk", `${ANDROID} Version/4.0 Chrome/100.0 Mobile Safari/537.36 AliApp(DingTalk/7.6.0) com.alibaba.android.rimet`, "dingtalk"],
    ["Zhezhengding", `${ANDROID} Chrome/100.0 Mobile Safari/537.36 AliApp(TaurusApp/2.10) TaurusApp(TaurusApp/2.10)`, "zheli"],
    ["Alipay", `${IPHONE} Mobile/15E148 AliApp(AP/10.6.0) AlipayClient/10.6.0`, "alipay"],
    ["QQ", `${ANDROID} Version/4.0 Chrome/109 MQQBrowser/6.2 Mobile Safari/537.36 V1_AND_SQ_9.0 QQ/9.0.20 NetType/4G`, "qq"],
    ["some page inside another app", "Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 Version/4.0 Chrome/126.0 Mobile Safari/537.36", "other"],
  ])("%s is another app's page", (_, agent, app) => expect(seen(agent)).toEqual({ kind: "in_app", app }));

  test("QQ's own browser is a browser", () => expect(seen(`${ANDROID} Chrome/109 MQQBrowser/15.2 Mobile Safari/537.36`)).toEqual({ kind: "none" }));

  test.each([
    ["Safari on an iPhone", `${IPHONE} Version/18.5 Mobile/15E148 Safari/604.1`, { safari: true, pad: false }],
    ["Chrome on an iPhone", `${IPHONE} CriOS/137.0 Mobile/15E148 Safari/604.1`, { safari: false, pad: false }],
    ["an iPad that says it is a Mac", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.5 Safari/605.1.15", { safari: true, pad: true }],
  ])("%s is shown the steps", (_, agent, more) => expect(seen(agent)).toEqual({ kind: "ios", ...more }));

  test("a Mac is no iPad", () => expect(seen("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.5 Safari/605.1.15", { touchPoints: 0 })).toEqual({ kind: "none" }));

  test("a kept offer is used, an installed app is left in peace", () => {
    expect(seen(`${ANDROID} Chrome/137.0 Mobile Safari/537.36`, { offered: true })).toEqual({ kind: "prompt" });
    expect(seen(`${IPHONE} Mobile/15E148`, { standalone: true, offered: true })).toEqual({ kind: "installed" });
  });
});

describe("when it is offered", () => {
  const NOW = 1_800_000_000_000;
  const DAY = 24 * 3_600_000;
  const offered = (where: Surroundings, more: object = {}) => isOffered(where, { succeeded: true, dismissed_at: null, now: NOW, ...more });

  test("after the first success, never before", () => {
    expect(offered({ kind: "prompt" }, { succeeded: false })).toBe(false);
    expect(offered({ kind: "prompt" })).toBe(true);
    expect(offered({ kind: "ios", safari: true, pad: false })).toBe(true);
  });

  test("a no holds for thirty days", () => {
    expect(offered({ kind: "prompt" }, { dismissed_at: NOW - 29 * DAY })).toBe(false);
    expect(offered({ kind: "prompt" }, { dismissed_at: NOW - 30 * DAY })).toBe(true);
  });

  test("inside another app it is said at once; where it is installed or cannot be, nothing is", () => {
    expect(offered({ kind: "in_app", app: "wechat" }, { succeeded: false })).toBe(true);
    expect([offered({ kind: "installed" }), offered({ kind: "none" })]).toEqual([false, false]);
  });
});
