/** Keeps the built files for offline use and answers navigations; everything else is left alone. */
import { worker } from "./scope";

declare const __SHELL__: { revision: string; urls: string[] };

const PREFIX = "shell-";
// Written once: where it is named, the whole list stands.
const { revision, urls } = __SHELL__;
const NAME = PREFIX + revision;
const KEPT = new Set(urls);
const PAGE = "/index.html";

interface Routed { addRoutes?: (routes: { condition: { urlPattern: { pathname: string } }; source: "network" | "cache" }[]) => Promise<void> }

/**
 * What needs no worker goes past it: an event that reaches the old worker while the new one takes over makes Chromium
 * give up the change and hold whatever is opened next (ADR 25). Other browsers know no routes; the worker answers alike.
 */
export async function goPast(event: Event): Promise<void> {
  try {
    await (event as Routed).addRoutes?.([
      { condition: { urlPattern: { pathname: "/api/*" } }, source: "network" },
      // Named by what they hold: whichever shell's copy it is, it is the right one.
      { condition: { urlPattern: { pathname: "/assets/*" } }, source: "cache" },
    ]);
  } catch {
    // A browser that takes other routes is no reason to be without the app offline.
  }
}

export async function fillShell(): Promise<void> {
  const cache = await caches.open(NAME);
  await Promise.all(urls.map(async (url) => {
    // Hashed files never change, so an older shell's copy is as good as the network's.
    const known = url.startsWith("/assets/") ? await caches.match(url) : undefined;
    const response = known ?? (await fetch(url, { cache: "reload" }));
    if (!response.ok) throw new Error(`${url} ${response.status}`);
    await cache.put(url, response);
  }));
}

/** Keeps one older shell, because a tab that was open before the update may still ask for its files. */
export async function sweepShells(): Promise<void> {
  const older = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== NAME);
  await Promise.all(older.slice(0, -1).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

export function fromShell(request: Request): Promise<Response> | null {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== worker.location.origin || url.pathname.startsWith("/api")) return null;
  if (request.mode === "navigate") return page(request);
  if (KEPT.has(url.pathname) || url.pathname.startsWith("/assets/")) return file(request);
  return null;
}

async function page(request: Request): Promise<Response> {
  const cached = await (await caches.open(NAME)).match(PAGE);
  return cached ?? fetch(request);
}

async function file(request: Request): Promise<Response> {
  const own = await (await caches.open(NAME)).match(request, { ignoreSearch: true });
  return own ?? (await caches.match(request)) ?? fetch(request);
}
