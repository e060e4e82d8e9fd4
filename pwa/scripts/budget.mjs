/** Fails the build when the first load or the service worker outgrows its budget (KB, gzip). */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const FIRST_LOAD_KB = 60;
const WORKER_KB = 15;
// What a person fetches before Home stands: the entry and the pages of a first visit.
const FIRST_PAGES = ["src/pages/SignInPage.vue", "src/pages/HomePage.vue"];

const manifest = JSON.parse(readFileSync("dist/.vite/manifest.json", "utf8"));
const wanted = new Set();
const seen = new Set();

function collect(key) {
  const chunk = manifest[key];
  if (!chunk || seen.has(key)) return;
  seen.add(key);
  wanted.add(chunk.file);
  chunk.css?.forEach((file) => wanted.add(file));
  chunk.imports?.forEach(collect);
}

// What the page itself names, whether or not the bundler made the entry a file of its own.
for (const [, file] of readFileSync("dist/index.html", "utf8").matchAll(/"\/(assets\/[^"]+)"/g)) {
  wanted.add(file);
  collect(Object.keys(manifest).find((key) => manifest[key].file === file));
}
FIRST_PAGES.forEach(collect);
const kilobytes = (file) => gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length / 1024;
const first = [...wanted].reduce((sum, file) => sum + kilobytes(file), 0);
const worker = kilobytes("sw.js");
console.log(`first load ${first.toFixed(1)} of ${FIRST_LOAD_KB} KB, service worker ${worker.toFixed(1)} of ${WORKER_KB} KB (gzip)`);
if (first > FIRST_LOAD_KB || worker > WORKER_KB) process.exit(1);
