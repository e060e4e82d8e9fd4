/** My devices, and the test push that proves this one can be reached. */
import { ref } from "vue";
import { api, take } from "@/platform/api";

export interface Device {
  id: string; label: string; last_seen_at: string | null; permission: string | null; subscribed: boolean;
  last_test_state: string | null; last_test_at: string | null; this_device: boolean;
}
interface PushTest { id: string; state: string }
export type TestState = "idle" | "waiting" | "shown" | "missing" | "refused";

export const devices = ref<Device[] | null>(null);
export const testState = ref<TestState>("idle");
const EVERY_MS = 1_500;
const PATIENCE_MS = 30_000;

export async function loadDevices(): Promise<void> {
  devices.value = ((await take(api.GET("/api/push/devices", {}))) as { items: Device[] }).items;
}

/** Sends one test and waits for the service worker's word that it was shown. */
export async function testPush(): Promise<void> {
  testState.value = "waiting";
  let test = (await take(api.POST("/api/push/tests", { body: {} }))) as PushTest;
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until && !["shown", "failed", "refused", "gone"].includes(test.state)) {
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    test = (await take(api.GET("/api/push/tests/{id}", { params: { path: { id: test.id } } }))) as PushTest;
  }
  testState.value = test.state === "shown" ? "shown" : ["failed", "refused", "gone"].includes(test.state) ? "refused" : "missing";
  await loadDevices();
}
