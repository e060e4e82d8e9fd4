/** The report of an order as a file: at once, or of a large order as soon as it is written. */
import { api, authorizedFetch, named, take } from "@/platform/api";
import { asProblem, problemFrom } from "@/platform/problem";
import { uuid7 } from "@/platform/uuid7";

export interface ReportFile { data: Blob; name: string }
type Format = "pdf" | "csv" | "bundle";
type Language = "zh" | "en";

const LOOK_EVERY_MS = 1_000;
const wait = (ms: number) => new Promise((go) => setTimeout(go, ms));

export async function reportFile(order_id: string, format: Format, language: Language, progress: (done: number, total: number) => void): Promise<ReportFile> {
  try {
    return await atOnce(order_id, format, language);
  } catch (caught) {
    if (asProblem(caught).code !== "report.too_large") throw caught;
    return written(order_id, format, language, progress);
  }
}

function atOnce(order_id: string, format: Format, language: Language): Promise<ReportFile> {
  const headers = { ...named(), "Content-Type": "application/json", "X-No-Timeout": "1" };
  const body = JSON.stringify({ format, language });
  return download(new Request(`/api/orders/${order_id}/report/export`, { method: "POST", headers, body }), format);
}

async function written(order_id: string, format: Format, language: Language, progress: (done: number, total: number) => void): Promise<ReportFile> {
  const export_id = uuid7();
  const path = { order_id, export_id };
  let shown = await take(api.POST("/api/orders/{order_id}/report/exports", { params: { header: named(), path: { order_id } }, body: { id: export_id, format, language } }));
  while (shown.state === "writing") {
    progress(shown.rows_done, shown.rows_total);
    await wait(LOOK_EVERY_MS);
    shown = await take(api.GET("/api/orders/{order_id}/report/exports/{export_id}", { params: { path } }));
  }
  return download(new Request(`/api/orders/${order_id}/report/exports/${export_id}/file`, { headers: { "X-No-Timeout": "1" } }), format);
}

async function download(request: Request, format: Format): Promise<ReportFile> {
  const response = await authorizedFetch(request);
  if (!response.ok) throw problemFrom(response.status, await response.json().catch(() => null));
  const name = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get("Content-Disposition") ?? "")?.[1];
  return { data: await response.blob(), name: name ? decodeURIComponent(name) : `report.${format}` };
}
