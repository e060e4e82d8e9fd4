/** Changing the tree: names, grids, lists of areas and their shapes. */
import { api, named, take } from "@/platform/api";
import type { Area, AreasImport, AreasReport, ShapesReport, SheetShown } from "@/platform/shapes";

const of = (code: string) => ({ params: { header: named(), path: { code } } });

export const rename = (code: string, name_zh: string, name_en: string): Promise<unknown> => take(api.PATCH("/api/areas/{code}", { ...of(code), body: { name_zh, name_en } }));

export async function makeGrids(code: string, count: number): Promise<Area[]> {
  return (await take(api.POST("/api/areas/{code}/grids", { ...of(code), body: { count } }))).items;
}

export async function readSheet(file: File): Promise<SheetShown[]> {
  const body = new Blob([file], { type: "application/octet-stream" }) as unknown as string;
  return (await take(api.POST("/api/areas/import/sheet", { body }))).sheets;
}

export const importAreas = (body: AreasImport): Promise<AreasReport> => take(api.POST("/api/areas/import", { params: { header: named() }, body }));
export const importShapes = (geojson: string, dry_run: boolean): Promise<ShapesReport> => take(api.POST("/api/areas/shapes", { params: { header: named() }, body: { geojson, dry_run } }));
