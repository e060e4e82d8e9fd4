/** What the door-knock screens ask of the server. */
import { api, take } from "@/platform/api";
import type { Knock } from "@/platform/shapes";

export async function myKnocks(): Promise<Knock[]> {
  return (await take(api.GET("/api/me/door-knocks", { params: { query: { limit: 200 } } }))).items;
}
