/** The district's map as one file on this phone: fetched whole on a tap, one version at a time, gone with the sign-out. */
import { authorizedFetch } from "@/platform/api";
import { networkProblem, problemFrom } from "@/platform/problem";
import type { MapGround } from "@/platform/shapes";

export const CACHE = "district-map";
/** More than a phone should be asked for; such a map is read piece by piece. */
export const MOST_BYTES = 400 * 1_048_576;
/** Left free for what people write. */
const SPARE_BYTES = 20 * 1_048_576;
const ABOUT = "/kept/ground.json";
const FILES = "/map-files.json";
const fileOf = (version: string) => `/kept/ground/${version}`;

export interface KeptGround { about: MapGround; kept_at: number }
export class TooLarge extends Error {}

/** What is here whole; a file whose end never came has nothing said about it. */
export async function keptGround(): Promise<KeptGround | null> {
  if (!("caches" in globalThis)) return null;
  const said = await (await caches.open(CACHE)).match(ABOUT);
  return said ? ((await said.json()) as KeptGround) : null;
}

export async function groundFile(version: string): Promise<Blob | null> {
  if (!("caches" in globalThis)) return null;
  return (await (await (await caches.open(CACHE)).match(fileOf(version)))?.blob()) ?? null;
}

export async function fits({ bytes }: MapGround): Promise<boolean> {
  if (bytes > MOST_BYTES) return false;
  const { quota, usage } = (await navigator.storage?.estimate?.().catch(() => null)) ?? {};
  return quota === undefined || quota - (usage ?? 0) > bytes + SPARE_BYTES;
}

/** The file first, then what draws it, then the word that it is here: cut off in between, nothing is. */
export async function fetchGround(about: MapGround, signal: AbortSignal, onBytes: (arrived: number) => void): Promise<KeptGround> {
  if (!(await fits(about))) throw new TooLarge();
  const cache = await caches.open(CACHE);
  const response = await authorizedFetch(new Request(about.url, { signal, headers: { "X-No-Timeout": "1" } })).catch(() => {
    throw signal.aborted ? signal.reason : networkProblem();
  });
  if (!response.ok || !response.body) throw problemFrom(response.status, await response.json().catch(() => null));
  let arrived = 0;
  const counted = response.body.pipeThrough(new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, out) {
      onBytes((arrived += piece.byteLength));
      out.enqueue(piece);
    },
  }));
  await cache.put(fileOf(about.version), new Response(counted));
  if (arrived !== about.bytes) {
    await cache.delete(fileOf(about.version));
    throw networkProblem();
  }
  await keepProgram();
  const made = { about, kept_at: Date.now() };
  await cache.put(ABOUT, new Response(JSON.stringify(made)));
  await dropOthers(cache, about.version);
  return made;
}

export async function forgetGround(): Promise<void> {
  await caches.delete(CACHE);
}

/** What draws maps is too heavy for the shell: it stays with the map, in the version that the app has now. */
export async function keepProgram(): Promise<void> {
  const cache = await caches.open(CACHE);
  const names = (await (await fetch(FILES)).json()) as string[];
  await Promise.all(names.map(async (name) => (await cache.match(name)) ?? cache.add(name)));
  const older = (await cache.keys()).filter(({ url }) => new URL(url).pathname.startsWith("/assets/") && !names.includes(new URL(url).pathname));
  await Promise.all(older.map((one) => cache.delete(one)));
}

async function dropOthers(cache: Cache, version: string): Promise<void> {
  const others = (await cache.keys()).filter(({ url }) => new URL(url).pathname.startsWith("/kept/ground/") && !url.endsWith(`/${version}`));
  await Promise.all(others.map((one) => cache.delete(one)));
}
