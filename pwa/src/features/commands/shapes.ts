/** The shapes of plans, previews and boards as the commander's screens read them. */
import type { AssemblyPoint, Order, OrderText, ReceiptState, Severity, Stamps, Words } from "@/platform/shapes";

export interface Slot { name: string; label: Words; example: Words; required: boolean }
export interface Plan {
  code: string; version: number; event: string; event_class: string; severity: Severity; response_level: string; title: Words;
  texts: Record<"zh" | "en", OrderText>; slots: Slot[]; roles: string[]; assembly_points: AssemblyPoint[];
  ack_minutes: number; life_minutes: number; quorum: number;
}
export interface Circle { lng: number; lat: number; radius_m: number }
export interface Target { areas: string[]; polygon: null; circle: Circle | null; roles: string[]; exclude: { areas: string[]; people: string[] } }
export interface Reach { webpush: number; live: number; none: number }
interface Somebody { id: string; name: string; phone: string }
interface Place { area_code: string; name_zh: string; name_en: string; level: string; people: number }
export interface PreviewNode extends Place { responsible: Somebody | null; reach: Reach }
export interface Preview {
  people: number; nodes: PreviewNode[]; reach: Reach; unreachable_total: number; texts: Record<"zh" | "en", OrderText>;
  unreachable: { person_id: string; name: string; phone: string; area_name_zh: string; area_name_en: string }[];
}
export type Totals = Partial<Record<ReceiptState, number>>;
export interface BoardNode extends Place { answered_people: number; totals: Totals; answered: boolean; responsible: (Somebody & { state: string }) | null }
export interface Board {
  order: Order; node: string | null; at: string; stamps: Stamps; seconds_to_accepted: number | null; totals: Totals;
  people: number; answered: number; quorum: number; nodes: BoardNode[];
}
export interface Unanswered { person_id: string; name: string; phone: string; role: string; area_name_zh: string; area_name_en: string; state: string; reach: string }
export interface TimelineItem { at: string; kind: string; who: string | { name: string } | null; node: string | null; data: Record<string, unknown> | null }
