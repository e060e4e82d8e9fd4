// Sends a file by tus-js-client, as any program of others would: node foreign_client.mjs <file> <endpoint> <bearer> <metadata as JSON>
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const tus = createRequire(new URL("../../pwa/package.json", import.meta.url))("tus-js-client");
const [path, endpoint, bearer, metadata] = process.argv.slice(2);
let requests = 0;

const upload = new tus.Upload(readFileSync(path), {
  endpoint,
  metadata: JSON.parse(metadata),
  headers: { Authorization: `Bearer ${bearer}` },
  retryDelays: Array(40).fill(20),
  onBeforeRequest: () => void requests++,
  onError: (error) => {
    console.error(String(error));
    process.exit(1);
  },
  onSuccess: () => console.log(JSON.stringify({ url: upload.url, requests })),
});
upload.start();
