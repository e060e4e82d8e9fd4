/** Turns whatever a push carries into a notification; there is always one to show. */
import type { PushedOrder } from "@/offline/read-db";
import { langOf, TEXTS, type Lang } from "./texts";

export type Loose = Record<string, unknown>;
export interface NoticeData { kind: string; path: string; lang: Lang; order_id?: string; token?: string; test_id?: string; title?: string; tag?: string; sequence?: number }
export interface Composed { title: string; options: NotificationOptions & { data: NoticeData } & Loose; badge: number | null }

const SEVERE = new Set(["Extreme", "Severe"]);
const SHAKE: Record<string, number[]> = { Extreme: [600, 150, 600, 150, 600], Severe: [400, 150, 400] };

export const record = (value: unknown): Loose => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Loose) : {});
const text = (value: unknown, otherwise = "") => (typeof value === "string" && value ? value : otherwise);

export function parsePush(raw: string | null): Loose {
  try {
    return record(JSON.parse(raw ?? ""));
  } catch {
    return {};
  }
}

export function compose(payload: Loose, language: string | undefined): Composed {
  const notice = record(payload.notification);
  const data = record(notice.data);
  const lang = langOf(text(notice.lang, language));
  const badge = typeof payload.app_badge === "number" ? payload.app_badge : null;
  if (data.kind === "order" && text(data.order_id)) return { ...order(notice, data, lang), badge };
  if (data.kind === "notice") return { ...notified(notice, lang), badge };
  if (data.kind === "test") return { ...test(notice, data, lang), badge };
  return { ...anything(notice, lang), badge };
}

function order(notice: Loose, data: Loose, lang: Lang): Omit<Composed, "badge"> {
  const words = TEXTS[lang];
  const severity = text(data.severity, "Unknown");
  const exercise = data.exercise === true;
  const title = text(notice.title, text(data.headline, words.title));
  const order_id = text(data.order_id);
  const options = {
    body: text(notice.body, text(data.instruction, words.unknown)), tag: text(notice.tag, order_id), lang: text(notice.lang, lang), dir: "ltr" as const,
    renotify: true, requireInteraction: notice.requireInteraction === true || SEVERE.has(severity), vibrate: SHAKE[severity] ?? [200, 100, 200],
    icon: "/icons/icon-192.png", badge: "/icons/badge-96.png", actions: actions(notice.actions, lang),
    data: { kind: "order", path: `/orders/${encodeURIComponent(order_id)}`, lang, order_id, token: text(data.token), title, tag: text(notice.tag, order_id), sequence: typeof data.sequence === "number" ? data.sequence : 0 },
  };
  // A drill must be told apart at a glance, even if the sender forgot to say so.
  const marked = exercise && !/演练|exercise/i.test(title) ? words.exercise + title : title;
  return { title: marked, options };
}

function actions(given: unknown, lang: Lang): { action: string; title: string }[] {
  const usable = (Array.isArray(given) ? given : []).map(record).filter((one) => text(one.action) && text(one.title));
  if (usable.length) return usable.slice(0, 2).map((one) => ({ action: text(one.action), title: text(one.title) }));
  return (["acknowledged", "needs_help"] as const).map((action) => ({ action, title: TEXTS[lang][action] }));
}

function test(notice: Loose, data: Loose, lang: Lang): Omit<Composed, "badge"> {
  const words = TEXTS[lang];
  return {
    title: text(notice.title, words.test),
    options: {
      body: text(notice.body, words.test_body), tag: "push-test", lang, icon: "/icons/icon-192.png", badge: "/icons/badge-96.png",
      data: { kind: "test", path: "/devices", lang, test_id: text(data.test_id), token: text(data.token) },
    },
  };
}

/** Somebody is waited for, or something of his was decided: it stays until it is looked at. */
function notified(notice: Loose, lang: Lang): Omit<Composed, "badge"> {
  const { title, options } = anything(notice, lang);
  return { title, options: { ...options, renotify: true, requireInteraction: true, vibrate: SHAKE.Severe, data: { ...options.data, kind: "notice", tag: options.tag } } };
}

function anything(notice: Loose, lang: Lang): Omit<Composed, "badge"> {
  const words = TEXTS[lang];
  const navigate = text(notice.navigate, "/");
  return {
    title: text(notice.title, words.title),
    options: {
      body: text(notice.body, words.unknown), tag: text(notice.tag, "notice"), lang, icon: "/icons/icon-192.png", badge: "/icons/badge-96.png",
      data: { kind: "unknown", path: /^\/(?!\/)/.test(navigate) ? navigate : "/", lang },
    },
  };
}

/** An order that was under way may arrive after its correction: then the later word is shown again, quietly. */
export function latest(arrived: Composed, known: Composed | undefined): Composed {
  if ((known?.options.data.sequence ?? 0) <= (arrived.options.data.sequence ?? 0)) return arrived;
  return { ...known!, options: { ...known!.options, renotify: false, vibrate: [] } };
}

/** What is kept of an order's push, so that it opens without a network. */
export function pushedFrom(payload: Loose, received_at: number): PushedOrder | null {
  const notice = record(payload.notification);
  const data = record(notice.data);
  if (data.kind !== "order" || !text(data.order_id)) return null;
  return {
    order_id: text(data.order_id), received_at, token: text(data.token), title: text(notice.title), body: text(notice.body), lang: text(notice.lang, "zh-CN"),
    identifier: text(data.identifier), severity: text(data.severity, "Unknown"), exercise: data.exercise === true, expires: text(data.expires) || null,
    headline: text(data.headline), description: text(data.description), instruction: text(data.instruction),
    duty_phone: text(data.duty_phone) || null, ...pushedPlace(record(data.place)),
  };
}

/** A message that was too long comes without its place. */
function pushedPlace(place: Loose): Pick<PushedOrder, "circle" | "areas"> {
  const { lng, lat, radius_m } = record(place.circle);
  const isCircle = [lng, lat, radius_m].every((part) => typeof part === "number" && Number.isFinite(part));
  const areas = (Array.isArray(place.areas) ? place.areas : []).filter((name): name is string => typeof name === "string" && name !== "");
  return { circle: isCircle ? ({ lng, lat, radius_m } as PushedOrder["circle"]) : null, areas };
}
