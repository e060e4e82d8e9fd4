/** The worker answers what it keeps, and lets every write pass: a browser that sends one again from a worker may lose its body. */
import { beforeAll, expect, test, vi } from "vitest";

let fromShell: (request: Request) => Promise<Response> | null;

beforeAll(async () => {
  vi.stubGlobal("__SHELL__", { revision: "0", urls: ["/index.html"] });
  vi.stubGlobal("self", { location: new URL("https://cockpit.test/sw.js") });
  vi.stubGlobal("caches", { open: async () => ({ match: async () => new Response("kept") }), match: async () => undefined });
  ({ fromShell } = await import("../../service-worker/shell"));
});

const to = (path: string, method = "GET") => new Request(`https://cockpit.test${path}`, { method });

test.each(["POST", "PUT", "PATCH", "DELETE", "HEAD"])("%s is none of the worker's", (method) => {
  for (const path of ["/index.html", "/assets/a.js", "/api/incidents", "/api/uploads/1"]) expect(fromShell(to(path, method))).toBeNull();
});

test("what the server answers is read from the server, also by GET", async () => {
  expect(fromShell(to("/api/changes"))).toBeNull();
  expect(await (await fromShell(to("/index.html")))!.text()).toBe("kept");
});
