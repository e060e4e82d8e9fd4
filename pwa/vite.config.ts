/** Builds the client; the service worker is a second pass because it must know the first one's file names. */
import vue from "@vitejs/plugin-vue";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const backend = process.env.BACKEND ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [vue({ template: { transformAssetUrls: false } })],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  define: {
    __VUE_OPTIONS_API__: "false",
    __VUE_PROD_DEVTOOLS__: "false",
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
  },
  build: {
    target: "es2022",
    sourcemap: false,
    assetsInlineLimit: 0, // the CSP allows no data: scripts or fonts
    chunkSizeWarningLimit: 1500, // MapLibre, on the map step only
    modulePreload: { polyfill: false },
    manifest: ".vite/manifest.json",
    rolldownOptions: {
      output: {
        // Few files compress better than many; the commander's pages stay apart.
        codeSplitting: {
          groups: [
            { name: "vendor", test: /node_modules[\\/](?!maplibre)/, priority: 2 },
            { name: "app", test: /src[\\/](App|main|i18n[\\/](index|time|zh-CN[\\/]base)|offline|platform|ui[\\/](Icon|Btn|Notice|Badge|SeverityBadge|StateBadge|PageTitle|Loading|Choice|Field)\b|pages[\\/](router|SignInPage|OrdersPage)|features[\\/](identity[\\/](me|SignInForm|LanguageChoice|sign)|push[\\/](PushCard|subscription|worker)|realtime|orders[\\/](OrderCard|my-orders|from-push|steps)))/, priority: 1 },
          ],
        },
      },
    },
  },
  server: { proxy: { "/api": backend } },
  test: { include: ["tests/**/*.test.ts"], environment: "node" },
});
