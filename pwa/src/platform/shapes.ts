/** The shapes of orders and plans as the pages read them. */
import type { Words } from "@/i18n";

export type { Words };
export type Severity = "Extreme" | "Severe" | "Moderate" | "Minor" | "Unknown";
export type ReceiptState =
  | "planned" | "accepted" | "shown" | "opened" | "acknowledged" | "declined" | "needs_help"
  | "en_route" | "arrived" | "done" | "safe";
export interface OrderText { headline: string; description: string; instruction: string }
export interface AssemblyPoint { name: Words; lng: number; lat: number }
export interface Stamps { [name: string]: string | null | undefined }
export interface Order {
  id: string; identifier: string; sent: string; status: "Actual" | "Exercise"; msg_type: string;
  kind: "alert" | "update" | "correction" | "all_clear"; references: string | null; root: string; sequence: number; note: string | null;
  event: string; event_class: string; urgency: string; severity: Severity; certainty: string;
  effective: string; expires: string; plan_code: string; plan_version: number;
  texts: Record<"zh" | "en", OrderText>; assembly_points: AssemblyPoint[];
  checklist: Record<string, Words[]>; issuer: { id: string; name: string } | null;
  state: "live" | "expired" | "cancelled" | "cleared" | "superseded"; people: number; stamps: Stamps;
}
export interface MyOrder extends Order { my: { state: ReceiptState; answer: ReceiptState | null; answered_at: string | null } | null }
export interface Page<T> { items: T[]; next_cursor: string | null }
