/** The report somebody is in the middle of: one a person, saved on every change, taken up again after anything. */
import { draftsDb } from "./photos";

export interface Fix { lng: number; lat: number; accuracy_m: number; at: number; source: "gnss" | "network" }
export interface Point { lng: number; lat: number }
export interface ReportDraft {
  author: string;
  /** The report's own, from its first change on: a draft that was sealed is known by it. */
  id: string;
  category_code: string | null; description: string; urgent: boolean; self_handled: boolean;
  /** Where the phone was at the time; never measured again later. */
  fix: Fix | null;
  pin: Point | null;
  area_code: string | null;
  changed_at: number;
}

export async function keptDraft(author: string): Promise<ReportDraft | undefined> {
  return (await (await draftsDb()).get("reports", author)) as ReportDraft | undefined;
}

export async function keepDraft(draft: ReportDraft): Promise<void> {
  // A structured clone refuses Vue's proxies.
  await (await draftsDb()).put("reports", JSON.parse(JSON.stringify(draft)) as ReportDraft);
}

export async function dropDraft(author: string): Promise<void> {
  await (await draftsDb()).delete("reports", author);
}
