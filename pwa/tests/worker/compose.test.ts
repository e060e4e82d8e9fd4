/** Whatever a push carries, there is a notification to show. */
import { expect, test } from "vitest";
import { compose, latest, parsePush, pushedFrom } from "../../service-worker/compose";

const ORDER_ID = "0198f0aa-0000-7000-8000-000000000001";
const payload = (data: object = {}, notification: object = {}) => ({
  web_push: 8030,
  notification: {
    title: "道路塌陷", body: "请立即撤离", tag: "the-chain", lang: "zh-CN", navigate: `/orders/${ORDER_ID}`, requireInteraction: true,
    actions: [{ action: "acknowledged", title: "收到" }, { action: "needs_help", title: "需要支援" }],
    data: { kind: "order", order_id: ORDER_ID, token: "t", severity: "Extreme", exercise: false, headline: "道路塌陷", instruction: "撤离", ...data },
    ...notification,
  },
  app_badge: 1,
});

test.each([null, "", "no json", "[1]", "7", '"text"', "{}", '{"notification":7}', '{"notification":{"title":7,"actions":"x","data":{"kind":"order","order_id":9}}}'])(
  "%s still gives a title and a body",
  (raw) => {
    const { title, options } = compose(parsePush(raw), undefined);
    expect(title).toBeTruthy();
    expect(options.body).toBeTruthy();
    expect(options.data.path).toBe("/");
  },
);

test("an order shows its two answers, stays and shakes", () => {
  const { title, options, badge } = compose(payload(), "en");
  expect({ title, badge }).toEqual({ title: "道路塌陷", badge: 1 });
  expect(options).toMatchObject({ tag: "the-chain", requireInteraction: true, data: { order_id: ORDER_ID, token: "t", path: `/orders/${ORDER_ID}` } });
  expect(options.actions).toMatchObject([{ action: "acknowledged", title: "收到" }, { action: "needs_help", title: "需要支援" }]);
  expect(options.vibrate).toBeTruthy();
});

test("answers missing from a push come in the person's language", () => {
  const { options } = compose(payload({}, { actions: undefined, lang: undefined }), "en");
  expect(options.actions).toMatchObject([{ title: "Received" }, { title: "Need help" }]);
});

test("an exercise says so even when its title forgot", () => {
  expect(compose(payload({ exercise: true }), undefined).title).toBe("【演练】道路塌陷");
  expect(compose(payload({ exercise: true }, { title: "【演练】道路塌陷" }), undefined).title).toBe("【演练】道路塌陷");
});

test("an original that arrives after its correction shows the correction again, without a sound", () => {
  const original = compose(payload({ sequence: 0 }), "en");
  const correction = compose(payload({ sequence: 1 }, { title: "更正" }), "en");
  expect(latest(correction, original)).toBe(correction);
  expect(latest(original, undefined)).toBe(original);
  expect(latest(original, correction)).toMatchObject({ title: "更正", options: { renotify: false, data: { sequence: 1 } } });
});

test("a push never leads outside the app", () => {
  const { options } = compose({ notification: { title: "x", navigate: "//evil.example/" } }, undefined);
  expect(options.data.path).toBe("/");
});

test("an order's push is kept whole, anything else is not", () => {
  expect(pushedFrom(payload(), 5)).toMatchObject({ order_id: ORDER_ID, token: "t", instruction: "撤离", received_at: 5 });
  expect(pushedFrom({ notification: { data: { kind: "test" } } }, 5)).toBeNull();
});

test("where and whom to call are kept when they came along, and doubted", () => {
  const circle = { lng: 120.17, lat: 30.27, radius_m: 120 };
  const came = payload({ duty_phone: "19900000000", place: { circle, areas: ["潮鸣街道", 7] } });
  expect(pushedFrom(came, 5)).toMatchObject({ duty_phone: "19900000000", circle, areas: ["潮鸣街道"] });
  expect(pushedFrom(payload(), 5)).toMatchObject({ duty_phone: null, circle: null, areas: [] });
  expect(pushedFrom(payload({ place: { circle: { lng: "x" }, areas: 3 } }), 5)).toMatchObject({ circle: null, areas: [] });
});

test("a notice stays until it is looked at, opens its page, and leaves the number on the icon alone", () => {
  const pushed = { notification: { title: "请审批", body: "周建国送审", tag: "s-1", lang: "zh-CN", navigate: "/command/submissions/s-1", data: { kind: "notice", notice: "submission.pending" } } };
  const { title, options, badge } = compose(pushed, "en");
  expect({ title, badge }).toEqual({ title: "请审批", badge: null });
  expect(options).toMatchObject({ tag: "s-1", renotify: true, requireInteraction: true, data: { kind: "notice", path: "/command/submissions/s-1", tag: "s-1" } });
  expect(options.actions).toBeUndefined();
  const crossed = { notification: { title: "指标超过阈值", navigate: "/cockpit/indicators/EC029?area=330103005", data: { kind: "notice", notice: "threshold.crossed" } } };
  expect(compose(crossed, "zh-CN").options.data.path).toBe("/cockpit/indicators/EC029?area=330103005");
  expect(compose({ notification: { title: "x", navigate: "https://evil.example/", data: { kind: "notice" } } }, "en").options.data.path).toBe("/");
});
