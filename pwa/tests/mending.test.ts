/** Which browser this is, whether the phone can be called, and what to do if not. */
import { describe, expect, test } from "vitest";
import mend from "@/i18n/zh-CN/mend.json";
import reach from "@/i18n/zh-CN/reach.json";
import { ART } from "@/features/push/art";
import { autostart, stepsFor, TROUBLES } from "@/features/push/mending";
import { BRANDS, BROWSERS, situationOf } from "@/features/push/situation";
import { daysSince, verdictOf } from "@/features/push/verdict";
import type { HeartbeatAnswer } from "@/platform/shapes";

const ANDROID = "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko)";
const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148";
const WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36";
const MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15";

test.each([
  [`${ANDROID} Chrome/130.0.0.0 Mobile Safari/537.36`, "android_chrome", null],
  [`${ANDROID} Chrome/130.0.0.0 Mobile Safari/537.36 EdgA/130.0.0.0`, "android_edge", null],
  ["Mozilla/5.0 (Android 14; Mobile; rv:131.0) Gecko/131.0 Firefox/131.0", "android_firefox", null],
  ["Mozilla/5.0 (Linux; Android 13; SM-S9110) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36", "android_samsung", "samsung"],
  ["Mozilla/5.0 (Linux; Android 12; ALN-AL00; HMSCore 6.13) AppleWebKit/537.36 Chrome/114.0 HuaweiBrowser/15.0 Mobile Safari/537.36", "android_vendor", "huawei"],
  ["Mozilla/5.0 (Linux; U; Android 13; zh-cn; Redmi K50) AppleWebKit/537.36 Chrome/112.0 Mobile Safari/537.36 XiaoMi/MiuiBrowser/18.1", "android_vendor", "xiaomi"],
  ["Mozilla/5.0 (Linux; U; Android 13; zh-cn; PHM110 Build/TP1A) AppleWebKit/537.36 Chrome/115.0 Mobile Safari/537.36 HeyTapBrowser/40.8", "android_vendor", "oppo"],
  ["Mozilla/5.0 (Linux; Android 14; V2309A) AppleWebKit/537.36 Chrome/116.0 Mobile Safari/537.36 VivoBrowser/22.0", "android_vendor", "vivo"],
  [`${IPHONE} Safari/604.1`, "ios_safari", null],
  [IPHONE.replace("Version/17.4", "CriOS/130.0") + " Safari/604.1", "ios_other", null],
  [`${IPHONE} MicroMessenger/8.0.50(0x18003231) NetType/4G`, "in_app", null],
  [`${ANDROID} Chrome/126.0 Mobile Safari/537.36 wxwork/4.1 MicroMessenger/7.0`, "in_app", null],
  [`${ANDROID} Chrome/100.0 Mobile Safari/537.36 AliApp(DingTalk/7.5)`, "in_app", null],
  [`${ANDROID} Chrome/100.0 Mobile Safari/537.36 AlipayClient/10.5`, "in_app", null],
  [WINDOWS, "desktop_chrome", null],
  [`${WINDOWS} Edg/130.0.0.0`, "desktop_edge", null],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "desktop_firefox", null],
  [MAC, "desktop_safari", null],
])("%s is told apart", (agent, browser, brand) => {
  expect(situationOf(agent)).toMatchObject({ browser, brand });
});

test("the home screen and an iPad that calls itself a Mac are told apart", () => {
  expect(situationOf(`${IPHONE} Safari/604.1`, { standalone: true }).browser).toBe("ios_home");
  expect(situationOf(MAC, { touch: 5 }).browser).toBe("ios_safari");
  expect(situationOf(`${ANDROID} wxwork/4.1 MicroMessenger/7.0`).app).toBe("wework");
});

describe.each(BROWSERS)("on %s", (browser) => {
  test.each(TROUBLES)("there is a way out of: %s", (trouble) => {
    const steps = [null, ...BRANDS].flatMap((brand) => stepsFor({ browser, brand }, trouble));
    expect(steps.length).toBeGreaterThan(0);
    for (const { art, text } of steps) {
      expect(Object.keys(mend.mend)).toContain(text.replace("mend.", ""));
      expect(ART[art].length).toBeGreaterThan(0);
    }
  });
});

test("a maker's guard is named where the maker is known, on Android only", () => {
  expect(stepsFor({ browser: "android_chrome", brand: "huawei" }, "quiet")).toContainEqual(autostart("huawei"));
  expect(stepsFor({ browser: "android_chrome", brand: null }, "quiet").some((step) => step.text.startsWith("mend.auto_"))).toBe(false);
  expect(stepsFor({ browser: "desktop_chrome", brand: "huawei" }, "quiet").some((step) => step.text.startsWith("mend.auto_"))).toBe(false);
});

const told = (more: Partial<HeartbeatAnswer> = {}): HeartbeatAnswer => ({ subscribed: true, resubscribe: false, why: null, last_test_shown_at: "2026-03-01T00:00:00Z", test_due: false, ...more });

test.each([
  ["on", told(), "none", "android_chrome", "ok", "test"],
  ["on", told({ test_due: true }), "none", "android_chrome", "due", "test"],
  ["on", told({ test_due: true, last_test_shown_at: null }), "none", "android_chrome", "due", "test"],
  ["on", told(), "missing", "android_chrome", "doubt", "test"],
  ["on", null, "none", "android_chrome", "asking", "check"],
  ["ask", null, "none", "android_chrome", "bad", "ask"],
  ["ask", null, "none", "ios_safari", "bad", null],
  ["ask", null, "none", "ios_home", "bad", "ask"],
  ["denied", null, "none", "android_chrome", "bad", "check"],
  ["unsupported", null, "none", "in_app", "bad", null],
  ["failed", null, "none", "android_chrome", "bad", "subscribe"],
  ["unknown", null, "none", "android_chrome", "asking", "check"],
] as const)("a phone that is %s, told %o, test %s, on %s: %s", (state, answer, result, browser, tone, act) => {
  const verdict = verdictOf(state, answer, result, browser);
  expect([verdict.tone, verdict.act]).toEqual([tone, act]);
  const word = verdict.word.replace("verdict.", "");
  expect(Object.keys(reach.verdict)).toEqual(expect.arrayContaining([word, `${word}_hint`]));
});

test("days are whole", () => {
  expect(daysSince("2026-03-01T00:00:00Z", Date.parse("2026-03-03T23:00:00Z"))).toBe(2);
});
