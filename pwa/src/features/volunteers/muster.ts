/** Musters: who would be called and why, the one tap, and the line while it fills. */
import { api, named, take } from "@/platform/api";
import type { Muster, MusterIssue, MusterListed, MusterPreview, MusterWanted } from "@/platform/shapes";

export const previewMuster = (body: MusterWanted): Promise<MusterPreview> => take(api.POST("/api/musters/preview", { body }));
export const issueMuster = (body: MusterIssue): Promise<Muster> => take(api.POST("/api/musters", { params: { header: named() }, body }));
export const oneMuster = (muster_id: string): Promise<Muster> => take(api.GET("/api/musters/{muster_id}", { params: { path: { muster_id } } }));
export const callMore = (muster_id: string, count: number): Promise<Muster> =>
  take(api.POST("/api/musters/{muster_id}/call-more", { params: { path: { muster_id }, header: named() }, body: { count } }));
export const listMusters = async (): Promise<MusterListed[]> => (await take(api.GET("/api/musters", { params: { query: { limit: 30 } } }))).items;
