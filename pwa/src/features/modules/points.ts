/** Where the rows of a module are. */
import { api, take } from "@/platform/api";
import type { Asked } from "./lists";

export interface Point { id: string; state: string | null; place: { lng_wgs84: number; lat_wgs84: number } }

export async function pointsOf(module: string, { state, area, q }: Asked): Promise<{ items: Point[]; is_cut: boolean }> {
  const { items, is_cut } = await take(api.GET("/api/modules/{module}/points", { params: { path: { module }, query: { state, area, q } } }));
  return { items: items as unknown as Point[], is_cut };
}
