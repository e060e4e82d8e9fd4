/** Fails the build when the first load, a screen after it or the service worker outgrows its budget (KB, gzip). */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const FIRST_LOAD_KB = 60;
const WORKER_KB = 15;
// What a screen fetches beyond the first load, before it stands: the greatest, and on average, which grows at once when what many
// share falls into the file of a few.
const SCREEN_KB = 66;
const SCREENS_KB = 34;
// What a person fetches before Home stands: the entry and the pages of a first visit.
const FIRST_PAGES = ["src/pages/SignInPage.vue", "src/pages/HomePage.vue"];

const manifest = JSON.parse(readFileSync("dist/.vite/manifest.json", "utf8"));

/** The files of a chunk and of all that it imports. */
function collect(key, files = new Set(), seen = new Set()) {
  const chunk = manifest[key];
  if (!chunk || seen.has(key)) return files;
  seen.add(key);
  files.add(chunk.file);
  chunk.css?.forEach((file) => files.add(file));
  chunk.imports?.forEach((it) => collect(it, files, seen));
  return files;
}

const weighed = new Map();
function kilobytes(file) {
  if (!weighed.has(file)) weighed.set(file, gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length / 1024);
  return weighed.get(file);
}
const sum = (files) => files.reduce((all, file) => all + kilobytes(file), 0);

const wanted = new Set();
// What the page itself names, whether or not the bundler made the entry a file of its own.
for (const [, file] of readFileSync("dist/index.html", "utf8").matchAll(/"\/(assets\/[^"]+)"/g)) {
  wanted.add(file);
  collect(Object.keys(manifest).find((key) => manifest[key].file === file), wanted);
}
FIRST_PAGES.forEach((key) => collect(key, wanted));
const first = sum([...wanted]);
const worker = kilobytes("sw.js");
const screens = Object.keys(manifest)
  .filter((key) => /^src\/pages\/\w+\.vue$/.test(key) && !FIRST_PAGES.includes(key))
  .map((key) => ({ key, size: sum([...collect(key)].filter((file) => !wanted.has(file))) }))
  .sort((one, other) => other.size - one.size);
const average = screens.reduce((all, { size }) => all + size, 0) / screens.length;
console.log(`first load ${first.toFixed(1)} of ${FIRST_LOAD_KB} KB, service worker ${worker.toFixed(1)} of ${WORKER_KB} KB (gzip)`);
console.log(`a screen after it ${average.toFixed(1)} of ${SCREENS_KB} KB on average, the greatest ${screens[0].size.toFixed(1)} of ${SCREEN_KB}: ${screens[0].key}`);
if (first > FIRST_LOAD_KB || worker > WORKER_KB || average > SCREENS_KB || screens[0].size > SCREEN_KB) process.exit(1);
