/** The one client of /api: adds the bearer, renews once on 401, names every refusal. */
import type { Client } from "openapi-fetch";
import { language } from "@/i18n";
import type { paths } from "./api-types";
import { checkClock } from "./clock";
import { networkProblem, problemFrom } from "./problem";
import { freshBearer, renew, sessionState } from "./session";
import { uuid7 } from "./uuid7";

const TIMEOUT_MS = 20_000;
const OPEN_PATHS = ["/api/sessions", "/api/sessions/refresh", "/api/time", "/api/health"];

export async function authorizedFetch(request: Request): Promise<Response> {
  const spare = request.clone();
  const response = await fetch(await signed(request));
  checkClock(response.headers.get("Date"));
  if (response.status !== 401 || isOpen(request)) return response;
  const renewal = await renew();
  if (renewal === "renewed") return fetch(await signed(spare));
  if (renewal === "refused" && sessionState.value !== "out") sessionState.value = "expired";
  return response;
}

async function signed(request: Request): Promise<Request> {
  const headers = new Headers(request.headers);
  headers.set("Accept-Language", language.value);
  const token = isOpen(request) ? null : await freshBearer();
  if (token) headers.set("Authorization", `Bearer ${token}`);
  const signal = request.headers.has("X-No-Timeout") ? request.signal : AbortSignal.timeout(TIMEOUT_MS);
  headers.delete("X-No-Timeout");
  return new Request(request, { headers, signal, credentials: "same-origin" });
}

function isOpen(request: Request): boolean {
  const path = new URL(request.url).pathname;
  return request.method !== "DELETE" && OPEN_PATHS.includes(path);
}

interface Asked { params?: { path?: object; query?: object; header?: Record<string, string> }; body?: unknown; headers?: Record<string, string>; signal?: AbortSignal }

/** openapi-fetch's types over a few lines of our own: none of its options is used here, and its code costs 3 KB of the first load. */
export const api = Object.fromEntries(["GET", "POST", "PUT", "PATCH", "DELETE"].map((method) => [method, (path: string, asked: Asked = {}) => call(method, path, asked)])) as unknown as Client<paths>;

async function call(method: string, path: string, { params = {}, body, headers, signal }: Asked) {
  const isBytes = body instanceof Blob || body instanceof FormData;
  const request = new Request(addressOf(path, params), {
    method, signal, body: body === undefined || isBytes ? (body as BodyInit | undefined) : JSON.stringify(body),
    headers: { ...(body === undefined || isBytes ? {} : { "Content-Type": "application/json" }), ...headers, ...params.header },
  });
  const response = await authorizedFetch(request);
  const said = parsed(await response.text());
  return response.ok ? { data: said, response } : { error: said, response };
}

function addressOf(path: string, { path: names = {}, query = {} }: NonNullable<Asked["params"]>): URL {
  const url = new URL(path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String((names as Record<string, unknown>)[name]))), location.origin);
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== null) url.searchParams.set(name, String(value));
  return url;
}

/** What is no JSON came from somebody else than us: a captive portal, a proxy. */
function parsed(text: string): unknown {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return text;
  }
}

interface Answer<T> { data?: T; error?: unknown; response: Response }

/** The body of a good answer, or a thrown Problem. */
export async function take<T>(asked: Promise<Answer<T>>): Promise<NonNullable<T>> {
  const { data, error, response } = await asked.catch(() => {
    throw networkProblem();
  });
  if (response.status === 204) return undefined as unknown as NonNullable<T>;
  if (response.ok && data !== undefined && data !== null && typeof data === "object") return data;
  throw problemFrom(response.status, error);
}

/** A write is named before it is sent, so that a repeat of it is the same write. */
export const named = (key: string = uuid7()) => ({ "Idempotency-Key": key });
