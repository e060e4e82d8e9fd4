/** Builds the client; the service worker is a second pass because it must know the first one's file names. */
import vue from "@vitejs/plugin-vue";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const { version } = JSON.parse(readFileSync(new URL("./package.json", import.meta.url), "utf8")) as { version: string };
const backend = process.env.BACKEND ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [vue({ template: { transformAssetUrls: false } })],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  define: {
    __APP_VERSION__: JSON.stringify(version),
    __VUE_OPTIONS_API__: "false",
    __VUE_PROD_DEVTOOLS__: "false",
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
  },
  build: {
    target: "es2022",
    sourcemap: false,
    assetsInlineLimit: 0, // the CSP allows no data: scripts or fonts
    chunkSizeWarningLimit: 1500, // MapLibre, on the map step only
    // A screen's scripts are fetched together with it. Those of the first file find theirs on the way: their names, all of
    // them random letters, would cost 1 KB in what everybody waits for.
    modulePreload: { polyfill: false, resolveDependencies: (_, files, { hostId }) => files.filter((file) => file.endsWith(".css") || !hostId.includes("/app-")) },
    manifest: ".vite/manifest.json",
    rolldownOptions: {
      output: {
        // Compiled as a whole beside the page, not function by function in its way (docs/adr/0022).
        postBanner: (chunk) => (/^(echarts|maplibre-gl|vendor)$/.test(chunk.name) ? "//# allFunctionsCalledOnLoad" : ""),
        chunkFileNames: "assets/[name]-[hash:7].js",
        assetFileNames: "assets/[name]-[hash:6][extname]",
        // Few files compress better than many; the commander's pages stay apart.
        codeSplitting: {
          groups: [
            { name: "vendor", test: /node_modules[\\/](@?vue|vue-router|idb)\b/, priority: 4 },
            { name: "app", test: /src[\/](App|main|i18n[\/](index|time|zh-CN[\/]core)|offline[\/](?!district|cockpits|copies|photos|duty|export|seal|answer|feed|orders|cases|quarantine|modules|tidying|ticks|area-shapes|send|deliver|report)|platform[\/](?!awake|backoff|busy|shrink|gcj02|ways|picture|storage|manifest|install-prompt|save|version|standalone|base64url|told|calm)|ui[\/](Icon|Btn|Notice|Badge|SeverityBadge|StateBadge|PageTitle|Skeleton|Empty|Loaded|PullDown|Field)\b|pages[\/](router|NavBar|SignInPage|HomePage)|features[\/](identity[\/](me|places|by-role|SignInForm|sign)|realtime[\/]hints|orders[\/](OrderCard|my-orders|steps)))/, priority: 3 },
            // What every start fetches once the first screen stands: one trip instead of twenty.
            { name: "soon", test: /src[\/](pages[\/](attention|ShellNotices|prepare)|i18n[\/]files|platform[\/](install-prompt|manifest|worker|standalone|backoff|base64url|version)|features[\/](push[\/](subscription|here|situation|verdict|expected|ReachBanner|worker)|realtime[\/](stream|sse)|incidents[\/](categories|ReportCard))|offline[\/](sending|sender|deliver|tidying|area-shapes|ticks))\b/, priority: 3 },
            // What keeps my orders up to date: fetched with the first screen.
            { name: "feed", test: /src[\/](offline[\/](feed|orders|cases)|features[\/]orders[\/](follow-orders|kept-orders|from-push))\b/, priority: 3 },
            // What many screens share and the first one does not: apart from each other, their names cost more here than they save
            // there. A group takes along what its files import: this one stands before those that would carry it off.
            { name: "kit", test: /src[\\/](ui[\\/](Ask|Chip|Choice|DrillBanner|FilePick|HoldButton|Loading|Meter|Ring|Row|Select|Sheet|Stat|Steps|Switch|Toasts)|platform[\\/](busy|told|calm|picture)|features[\\/]areas[\\/]areas)\b/, priority: 2.5 },
            { name: "kept", test: /src[\\/](platform[\\/]shrink|offline[\\/](photos-sealed|modules-(drafts|forms)))\b/, priority: 2.5 },
            { name: "spots", test: /src[\\/]features[\\/]areas[\\/]DotMap\b/, priority: 2.5 },
            { name: "marks", test: /node_modules[\\/]lucide\b/, priority: 2, minShareCount: 2 },
            // The catalogue's hundred pictures come with those who show them.
            { name: "drawings", test: /src[\\/]features[\\/]incidents[\\/]icons\b/, priority: 1 },
            // Each file's name costs bytes in the service worker, which keeps them all: whoever is asked needs one, the desk another.
            { name: "modules", test: /src[\/](features[\/]modules[\/](?!ahead|ModuleHome)|pages[\/]Module(?!s?Admin))/, priority: 2 },
            { name: "asking", test: /src[\/](features[\/]paging[\/](Answer|answering|walk|api)|pages[\/](AnswerPage|QuestionPage|QuestionsPage))/, priority: 2 },
            // Half a megabyte that only the wide view of an indicator draws with.
            { name: "echarts", test: /node_modules[\\/](echarts|zrender|tslib)\b|src[\\/]features[\\/]indicators[\\/]plot\b/, priority: 5 },
            { name: "paging", test: /src[\/](features[\/]paging[\/]|pages[\/](Paging|Campaign|NewCampaign|Savings|Script))/, priority: 1 },
            // What the commander's pages share: a dozen small files would each cost him a trip.
            { name: "cases", test: /src[\\/]features[\\/]incidents[\\/](?!icons)/, minShareCount: 2 },
            { name: "desk", test: /src[\/]features[\/](areas[\/](?!canvas)|commands\b)/, minShareCount: 2 },
          ],
        },
      },
    },
  },
  server: { proxy: { "/api": backend } },
  test: { include: ["tests/**/*.test.ts"], environment: "node" },
});
