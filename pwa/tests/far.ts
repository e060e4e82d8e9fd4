/** The server as a test wants it: what it answers, and when. Everything on this side of the network is the real thing. */
import "fake-indexeddb/auto";
import { vi } from "vitest";
import { setAuthor } from "@/offline/outbox-store";
import { open } from "@/platform/session";
import type { Opened } from "@/platform/shapes";

vi.stubGlobal("location", new URL("https://cockpit.test/"));
vi.stubGlobal("navigator", { onLine: true });

export type Answer = (url: URL, request: Request) => Response | Promise<Response>;

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}) => new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json", ...headers } });
export const refusal = (status: number) => json({ code: "core.refused", detail: `refused ${status}` }, status);
export const noNetwork = (): Response => {
  throw new TypeError("Failed to fetch");
};

/** Signs somebody in and answers what is asked from then on. */
export function far(person: string, answer: Answer): void {
  vi.stubGlobal("fetch", async (request: Request) => answer(new URL(request.url), request));
  open({ access_token: "token", expires_in: 3_600, me: { id: person } } as unknown as Opened, false);
  setAuthor(person);
}

/** An answer that comes when it is let go. */
export function held(): { answer: Promise<Response>; come: (response: Response) => void } {
  let come: (response: Response) => void = () => {};
  const answer = new Promise<Response>((go) => (come = go));
  return { answer, come };
}
