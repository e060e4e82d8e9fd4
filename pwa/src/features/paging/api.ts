/** The paging robot over HTTP: scripts, campaigns, calls by hand, saved calls, and what I am asked. */
import { api, named, take } from "@/platform/api";
import type { Campaign, CampaignAsked, CampaignPreview, CampaignProgress, MyQuestion, PagingCall, PagingFilter, PagingFound, Savings, Script, ScriptVersion } from "@/platform/shapes";
import type { Content } from "./walk";

export interface Part<T> { items: T[]; next_cursor: string | null }
const MANY = 100;

export const myQuestions = async (): Promise<MyQuestion[]> => (await take(api.GET("/api/me/questions", {}))).items;

export const listScripts = async (): Promise<Script[]> => (await take(api.GET("/api/paging/scripts", { params: { query: { limit: MANY } } }))).items;
export const oneScript = (script_id: string): Promise<Script> => take(api.GET("/api/paging/scripts/{script_id}", { params: { path: { script_id } } }));
export const versionsOf = async (script_id: string): Promise<ScriptVersion[]> => (await take(api.GET("/api/paging/scripts/{script_id}/versions", { params: { path: { script_id } } }))).items;
export const makeScript = (id: string, area_code: string, content: Content): Promise<Script> => take(api.POST("/api/paging/scripts", { body: { id, area_code, content } }));
export const changeScript = (script_id: string, based_on: number, content: Content, key: string): Promise<Script> =>
  take(api.PUT("/api/paging/scripts/{script_id}", { params: { path: { script_id }, header: named(key) }, body: { based_on, content } }));

export const listCampaigns = (cursor?: string): Promise<Part<Campaign>> => take(api.GET("/api/paging/campaigns", { params: { query: { cursor, limit: 30 } } }));
export const oneCampaign = (campaign_id: string): Promise<Campaign> => take(api.GET("/api/paging/campaigns/{campaign_id}", { params: { path: { campaign_id } } }));
export const progressOf = (campaign_id: string): Promise<CampaignProgress> => take(api.GET("/api/paging/campaigns/{campaign_id}/progress", { params: { path: { campaign_id } } }));
export const previewCampaign = (body: { script_id: string; area_code: string; filter: PagingFilter }): Promise<CampaignPreview> => take(api.POST("/api/paging/campaigns/preview", { body }));
export const makeCampaign = (body: CampaignAsked): Promise<Campaign> => take(api.POST("/api/paging/campaigns", { body }));

export type Verb = "start" | "pause" | "resume" | "finish";
const ADDRESSES = {
  start: "/api/paging/campaigns/{campaign_id}/start", pause: "/api/paging/campaigns/{campaign_id}/pause",
  resume: "/api/paging/campaigns/{campaign_id}/resume", finish: "/api/paging/campaigns/{campaign_id}/finish",
} as const;
export const step = (campaign_id: string, verb: Verb, key?: string): Promise<Campaign> => take(api.POST(ADDRESSES[verb], { params: { path: { campaign_id }, header: named(key) } }));

export const listCalls = (campaign?: string, cursor?: string): Promise<Part<PagingCall>> => take(api.GET("/api/paging/exceptions", { params: { query: { campaign, cursor, limit: 30 } } }));
export const countCalls = (campaign?: string): Promise<{ waiting: number; mine: number }> => take(api.GET("/api/paging/exceptions/count", { params: { query: { campaign } } }));
const call = (target_id: string) => ({ params: { path: { target_id } } });
export const takeCall = (id: string): Promise<PagingCall> => take(api.POST("/api/paging/exceptions/{target_id}/take", call(id)));
export const giveBack = (id: string): Promise<PagingCall> => take(api.DELETE("/api/paging/exceptions/{target_id}/take", call(id)));
export const closeCall = (id: string, outcome: PagingFound, note: string | null): Promise<PagingCall> => take(api.POST("/api/paging/exceptions/{target_id}/close", { ...call(id), body: { outcome, note } }));
export const reopenCall = (id: string): Promise<PagingCall> => take(api.DELETE("/api/paging/exceptions/{target_id}/close", call(id)));

export const savings = (query: { campaign?: string; since?: string; until?: string }): Promise<Savings> => take(api.GET("/api/paging/savings", { params: { query } }));
