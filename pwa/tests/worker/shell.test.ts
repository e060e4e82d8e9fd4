/** The worker answers what it keeps, and lets every write pass: a browser that sends one again from a worker may lose its body. */
import { beforeAll, expect, test, vi } from "vitest";

let fromShell: (request: Request) => Promise<Response> | null;
let goPast: (event: Event) => Promise<void>;

beforeAll(async () => {
  vi.stubGlobal("__SHELL__", { revision: "0", urls: ["/index.html"] });
  vi.stubGlobal("self", { location: new URL("https://cockpit.test/sw.js") });
  vi.stubGlobal("caches", { open: async () => ({ match: async () => new Response("kept") }), match: async () => undefined });
  ({ fromShell, goPast } = await import("../../service-worker/shell"));
});

const to = (path: string, method = "GET") => new Request(`https://cockpit.test${path}`, { method });

test.each(["POST", "PUT", "PATCH", "DELETE", "HEAD"])("%s is none of the worker's", (method) => {
  for (const path of ["/index.html", "/assets/a.js", "/api/incidents", "/api/uploads/1"]) expect(fromShell(to(path, method))).toBeNull();
});

test("what the server answers is read from the server, also by GET", async () => {
  expect(fromShell(to("/api/changes"))).toBeNull();
  expect(await (await fromShell(to("/index.html")))!.text()).toBe("kept");
});

test("what the server answers and what is named by what it holds goes past the worker, where the browser knows how", async () => {
  const addRoutes = vi.fn<(routes: { condition: { urlPattern: { pathname: string } }; source: string }[]) => Promise<void>>(async () => {});
  await goPast(Object.assign(new Event("install"), { addRoutes }));
  expect(addRoutes.mock.calls[0]![0].map(({ condition, source }) => [condition.urlPattern.pathname, source])).toEqual([["/api/*", "network"], ["/assets/*", "cache"]]);
  await expect(goPast(new Event("install"))).resolves.toBeUndefined();
  await expect(goPast(Object.assign(new Event("install"), { addRoutes: async () => Promise.reject(new TypeError("routes")) }))).resolves.toBeUndefined();
});
