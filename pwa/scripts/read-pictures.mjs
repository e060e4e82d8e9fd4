/** Reads pictures as the gate's camera reads its frames: node scripts/read-pictures.mjs < {name: PNG in Base64} > {name: text or null} */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";

const { resolve } = createRequire(import.meta.url);
prepareZXingModule({ overrides: { wasmBinary: readFileSync(resolve("zxing-wasm/reader/zxing_reader.wasm")).buffer } });
const found = {};
for (const [name, picture] of Object.entries(JSON.parse(await text(process.stdin)))) {
  // What is no picture is read as nothing.
  const read = await readBarcodes(new Uint8Array(Buffer.from(picture, "base64")), { formats: ["QRCode"], maxNumberOfSymbols: 1, tryHarder: true }).catch(() => []);
  found[name] = read[0]?.text || null;
}
process.stdout.write(JSON.stringify(found));
