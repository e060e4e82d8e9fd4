/** Packs the built files once, at the highest level, so that the server sends them small without working for it. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const DIST = "dist";
const PACKABLE = /\.(js|mjs|css|html|svg|json|webmanifest|wasm|txt)$/;
const PACKED = /\.(br|gz)$/;
// Below this a packed file saves no packet.
const WORTH_BYTES = 600;

const files = readdirSync(DIST, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name));

// What a build before this one packed may belong to files that are gone.
files.filter((file) => PACKED.test(file)).forEach((file) => rmSync(file));

let before = 0;
let after = 0;
for (const file of files.filter((name) => PACKABLE.test(name))) {
  const content = readFileSync(file);
  if (content.length < WORTH_BYTES) continue;
  const brotli = brotliCompressSync(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
  });
  writeFileSync(`${file}.br`, brotli);
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
  before += content.length;
  after += brotli.length;
}
console.log(`packed ${(before / 1024).toFixed(0)} KB into ${(after / 1024).toFixed(0)} KB (brotli), and gzip beside it`);
