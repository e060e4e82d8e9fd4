/** Signing in and out, and changing one's password. */
import { discard, isUnsent, items, type Item } from "@/offline/outbox";
import { api, take } from "@/platform/api";
import { deviceId, deviceLabel } from "@/platform/device";
import { close, open } from "@/platform/session";
import type { Opened } from "@/platform/shapes";
import { forgetEverything, me } from "./me";

export async function signIn(username: string, password: string): Promise<Opened> {
  const body = { username, password, device_id: deviceId(), device_label: deviceLabel() };
  const opened = await take(api.POST("/api/sessions", { body }));
  open(opened);
  return opened;
}

export async function changePassword(current: string, wanted: string): Promise<void> {
  await take(api.PUT("/api/me/password", { body: { current, new: wanted } }));
  if (me.value) me.value = { ...me.value, must_change_password: false };
}

/** The server goes first: a session that only the phone forgot would still receive orders. */
export async function signOut(everywhere: boolean): Promise<void> {
  const path = everywhere ? "/api/sessions" : "/api/sessions/current";
  try {
    await take(api.DELETE(path, {}));
  } catch (error) {
    // A session that is already gone is what was asked for.
    if ((error as { status?: number }).status !== 401) throw error;
  }
  close(false);
  await forgetEverything();
  // Other tabs begin anew: nothing of this person is left for them to find.
  close();
}

/** What this person made; on a shared phone the others' stays. */
export async function unsentOf(person: string): Promise<Item[]> {
  return (await items()).filter((item) => (item.author === person || item.author === null) && (isUnsent(item) || item.status === "refused"));
}

export async function dropUnsent(person: string): Promise<void> {
  for (const item of await unsentOf(person)) await discard(item.id);
}
