/** My devices, and the test push that proves this one can be reached. */
import { ref } from "vue";
import { api, named, take } from "@/platform/api";
import { markSuccess } from "@/platform/install-prompt";
import type { Device } from "@/platform/shapes";
import { heartbeat } from "./subscription";

export type TestState = "idle" | "waiting" | "shown" | "missing" | "refused";

export const devices = ref<Device[] | null>(null);
export const testState = ref<TestState>("idle");
/** What the person said of the test: seen or not; null before that. */
export const seen = ref<boolean | null>(null);
const EVERY_MS = 1_500;
const PATIENCE_MS = 30_000;

export async function loadDevices(): Promise<void> {
  devices.value = (await take(api.GET("/api/push/devices", {}))).items;
}

/** Sends one test and waits for the service worker's word that it was shown. */
export async function testPush(): Promise<void> {
  seen.value = null;
  testState.value = "waiting";
  let test = await take(api.POST("/api/push/tests", { params: { header: named() }, body: {} }));
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until && test.state !== "shown" && test.state !== "failed") {
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    test = await take(api.GET("/api/push/tests/{test_id}", { params: { path: { test_id: test.id } } }));
  }
  testState.value = test.state === "shown" ? "shown" : test.state === "failed" ? "refused" : "missing";
  if (test.state === "shown") markSuccess();
  await Promise.all([loadDevices(), heartbeat()]);
}

export async function signDeviceOut(device: Device): Promise<void> {
  await take(api.DELETE("/api/me/devices/{device_id}", { params: { path: { device_id: device.id }, header: named() } }));
  devices.value = devices.value?.filter((one) => one.id !== device.id) ?? null;
}
