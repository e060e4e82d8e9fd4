/** What a new plan begins as: the fields an order needs, and the number that people in need can call. */
import type { PlanContent, Texts } from "@/platform/shapes";

const blank = (): Texts => ({ headline: "", summary: "", description: "", instruction: "" });
const both = () => ({ zh: blank(), en: blank() });

export function emptyPlan(): PlanContent {
  return {
    code: "", event: "", event_class: "accident", severity: "Severe", urgency: "Immediate", certainty: "Observed", response_level: "III",
    title: { zh: "", en: "" }, texts: both(), correction: both(), all_clear: both(), slots: [], roles: ["grid_worker"],
    assembly_points: [], checklist: {}, ack_minutes: 5, life_minutes: 240, quorum: 0.8, evacuates: false,
    ladder: [{ after_s: 30, channel: "sms", in_drills: true }, { after_s: 60, channel: "voice", in_drills: false }, { after_s: 120, channel: "door_knock", in_drills: true }],
  };
}

/** The two slots that every plan of the catalogue has. */
export function firstSlots(): PlanContent["slots"] {
  return [
    { name: "place", label: { zh: "地点", en: "Place" }, example: { zh: "人民路12号", en: "12 Renmin Road" }, required: true, max_length: 16 },
    { name: "phone", label: { zh: "现场值班电话", en: "Duty phone on site" }, example: { zh: "19900000000", en: "19900000000" }, required: true, max_length: 8 },
  ];
}
