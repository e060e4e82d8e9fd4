/** Makes a readable order of what came inside a notification, for when no server can be asked. */
import type { PushedOrder } from "@/offline/read-db";
import type { KnownOrder, Texts } from "@/platform/shapes";

export function fromPush(pushed: PushedOrder): KnownOrder {
  const text: Texts = { summary: pushed.body, headline: pushed.headline || pushed.title, description: pushed.description, instruction: pushed.instruction || pushed.body };
  const received = new Date(pushed.received_at).toISOString();
  const expired = pushed.expires !== null && Date.parse(pushed.expires) < Date.now();
  return {
    id: pushed.order_id, identifier: pushed.identifier, sent: received, status: pushed.exercise ? "Exercise" : "Actual",
    msg_type: "Alert", scope: "", sender: "", response_level: "", kind: "alert", references: null, root: pushed.order_id, sequence: 0, note: null, event: text.headline, event_class: "", urgency: "", certainty: "",
    severity: pushed.severity || "Unknown", effective: received, expires: pushed.expires ?? "",
    plan_code: "", plan_version: 0, texts: { zh: text, en: text }, assembly_points: [], checklist: {}, issuer: null, approved_by: null, approved_at: null,
    state: expired ? "expired" : "live", my: null, duty_phone: pushed.duty_phone ?? null,
    place: { polygon: null, circle: pushed.circle ?? null, areas: (pushed.areas ?? []).map(nameOnly) },
  };
}

/** A push names its areas in one language and says nothing else of them. */
const nameOnly = (name: string): KnownOrder["place"]["areas"][number] => ({ code: name, name_zh: name, name_en: name, level: "", lng_wgs84: null, lat_wgs84: null });
