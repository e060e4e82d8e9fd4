/** Lists as files: asked for here, written by the server, looked after until they are there. */
import { ref } from "vue";
import { language, t } from "@/i18n";
import { api, authorizedFetch, named, take } from "@/platform/api";
import { asProblem, problemFrom } from "@/platform/problem";
import { saveFile } from "@/platform/save";
import type { CaseExport, IncidentFilters } from "@/platform/shapes";
import { told } from "@/platform/told";
import { uuid7 } from "@/platform/uuid7";
import { toast } from "@/ui/toast";

export type Format = CaseExport["format"];
export const files = ref<CaseExport[] | null>(null);
export const filesError = ref("");
const SOON_MS = 800;
const LATER_MS = 3_000;
/** Until then whoever asked still waits for it, and gets it without another tap. */
const AT_ONCE_MS = 12_000;
const asked = new Map<string, number>();
let timer: ReturnType<typeof setTimeout> | undefined;

export async function loadFiles(): Promise<void> {
  clearTimeout(timer);
  try {
    files.value = (await take(api.GET("/api/incidents/exports", { params: { query: { limit: 20 } } }))).items;
    filesError.value = "";
  } catch (error) {
    filesError.value = told(error);
    // Who has signed out meanwhile does not go on asking; a bad line comes back.
    if (asProblem(error).isNetwork) timer = setTimeout(() => void loadFiles(), LATER_MS);
    return;
  }
  files.value.filter((one) => one.state === "ready" && asked.has(one.id)).forEach(finished);
  const writing = files.value.filter((one) => one.state === "writing");
  if (writing.length) timer = setTimeout(() => void loadFiles(), writing.some((one) => asked.has(one.id)) ? SOON_MS : LATER_MS);
}

function finished(one: CaseExport): void {
  const since = asked.get(one.id);
  asked.delete(one.id);
  if (since && Date.now() - since < AT_ONCE_MS) void fetchFile(one);
  else toast(t("export.done"), { kind: "ok" });
}

export async function askFor(format: Format, filters: IncidentFilters): Promise<void> {
  filesError.value = "";
  const id = uuid7();
  try {
    const body = { ...filters, id, format, language: language.value === "en" ? ("en" as const) : ("zh" as const) };
    const made = await take(api.POST("/api/incidents/exports", { params: { header: named() }, body }));
    asked.set(id, Date.now());
    files.value = [made, ...(files.value ?? [])];
    timer = setTimeout(() => void loadFiles(), SOON_MS);
  } catch (error) {
    filesError.value = told(error);
  }
}

export async function fetchFile(one: CaseExport): Promise<void> {
  filesError.value = "";
  try {
    // As long as it takes: a large one on a slow line.
    const response = await authorizedFetch(new Request(`/api/incidents/exports/${one.id}/file`, { headers: { "X-No-Timeout": "1" } }));
    if (!response.ok) throw problemFrom(response.status, await response.json().catch(() => null));
    const name = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get("Content-Disposition") ?? "")?.[1];
    saveFile(await response.blob(), name ? decodeURIComponent(name) : `cases.${one.format}`);
  } catch (error) {
    filesError.value = told(error);
  }
}

export async function dropFile(one: CaseExport): Promise<void> {
  filesError.value = "";
  try {
    await take(api.DELETE("/api/incidents/exports/{export_id}", { params: { header: named(), path: { export_id: one.id } } }));
    asked.delete(one.id);
    files.value = files.value?.filter((each) => each.id !== one.id) ?? null;
  } catch (error) {
    filesError.value = told(error);
  }
}

/** Looked at anew: what stood here may have been another person's. */
export function openFiles(): Promise<void> {
  files.value = null;
  return loadFiles();
}
