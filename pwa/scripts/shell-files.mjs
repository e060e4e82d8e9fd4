/** Knows which built files the service worker keeps: all of them, but what is heavy or its own. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** Comes with a map: half a megabyte that most phones never need. */
export const DRAWS_MAPS = /maplibre/;
// An exclude list, never a list of names: a page opened first while offline must work.
const LEFT_OUT = [DRAWS_MAPS, /^assets\/scene-/, /^assets\/echarts-/, /\.wasm$/, /^sw\.js$/, /\.map$/, /\.(br|gz)$/, /^\.vite\//, /^icons\/(?!badge|icon-192|icon\.svg)/, /^screenshots\//];

/** Their addresses, and one digest over all of them: what each one's own would say costs more than the list itself. */
export function shellFiles(dist) {
  const names = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dist, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((name) => !LEFT_OUT.some((pattern) => pattern.test(name)))
    .sort();
  const digest = createHash("sha256");
  for (const name of names) digest.update(`${name}\0`).update(createHash("sha256").update(readFileSync(join(dist, name))).digest());
  return { revision: digest.digest("hex").slice(0, 12), urls: names.map((name) => `/${name}`) };
}
