/** What the door-knock screens ask of the server. */
import { api, named, take } from "@/platform/api";
import type { Knock, KnockOutcome } from "@/platform/shapes";

export async function myKnocks(): Promise<Knock[]> {
  return (await take(api.GET("/api/me/door-knocks", { params: { query: { limit: 200 } } }))).items;
}

/** The receipt's own id is the key: a repeat after a lost reply says nothing twice. */
export function answerKnock(knock_id: string, body: { id: string; outcome: KnockOutcome; note?: string }): Promise<Knock> {
  return take(api.POST("/api/me/door-knocks/{knock_id}/answer", { params: { path: { knock_id }, header: named(body.id) }, body }));
}
