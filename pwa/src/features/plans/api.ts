/** What the plan screens ask of the server; each write is named once, so that a second try is the same write. */
import { api, named, take } from "@/platform/api";
import type { PlanFindings, Plan, PlanContent, PlanDiff, PlanVersion } from "@/platform/shapes";

export async function listPlans(withdrawn: boolean): Promise<Plan[]> {
  return (await take(api.GET("/api/plans", { params: { query: { withdrawn } } }))).items;
}

export const onePlan = (code: string): Promise<Plan> => take(api.GET("/api/plans/{code}", { params: { path: { code } } }));

/** A plan without what is only said about it: what an editor changes. */
export function contentOf(plan: Plan): PlanContent {
  const { version, saved_at, source, edited_by, withdrawn_at, withdrawn_by, withdrawn_reason, ...content } = plan;
  void [version, saved_at, source, edited_by, withdrawn_at, withdrawn_by, withdrawn_reason];
  return JSON.parse(JSON.stringify(content)) as PlanContent;
}

export async function versionsOf(code: string): Promise<PlanVersion[]> {
  return (await take(api.GET("/api/plans/{code}/versions", { params: { path: { code } } }))).items;
}

export async function contentOfVersion(code: string, version: number): Promise<PlanContent> {
  return (await take(api.GET("/api/plans/{code}/versions/{version}", { params: { path: { code, version } } }))).content;
}

export function diffOf(code: string, version: number, against?: number): Promise<PlanDiff> {
  return take(api.GET("/api/plans/{code}/versions/{version}/diff", { params: { path: { code, version }, query: { against } } }));
}

export const checkDraft = (content: PlanContent): Promise<PlanFindings> => take(api.POST("/api/plans/check", { body: { content: content as never } }));

/** `basedOn` null: a new plan. */
export function savePlan(content: PlanContent, basedOn: number | null, note: string | null, key: string): Promise<Plan> {
  if (basedOn === null) return take(api.POST("/api/plans", { params: { header: named(key) }, body: { content, note } }));
  return take(api.PUT("/api/plans/{code}", { params: { path: { code: content.code }, header: named(key) }, body: { content, based_on: basedOn, note } }));
}

export function putInForce(code: string, version: number, basedOn: number, note: string | null, key: string): Promise<Plan> {
  return take(api.POST("/api/plans/{code}/versions/{version}/put-in-force", { params: { path: { code, version }, header: named(key) }, body: { based_on: basedOn, note } }));
}

export const withdraw = (code: string, reason: string, key: string): Promise<Plan> =>
  take(api.POST("/api/plans/{code}/withdraw", { params: { path: { code }, header: named(key) }, body: { reason } }));

export const restore = (code: string, key: string): Promise<Plan> => take(api.POST("/api/plans/{code}/restore", { params: { path: { code }, header: named(key) } }));
