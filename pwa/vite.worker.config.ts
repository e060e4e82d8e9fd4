/** Builds service-worker/ into dist/sw.js with the list of files it keeps for offline use. */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { shellFiles } from "./scripts/shell-files.mjs";

export default defineConfig(() => ({
  publicDir: false,
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  define: { __SHELL__: JSON.stringify(shellFiles("dist")) },
  build: {
    target: "es2022",
    emptyOutDir: false,
    lib: { entry: "service-worker/index.ts", formats: ["iife"], name: "worker", fileName: () => "sw.js" },
  },
}));
