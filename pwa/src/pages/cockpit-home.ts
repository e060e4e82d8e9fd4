/** The cockpit at home and on the wall: it comes once the page is up, so that nothing which presses more waits for it. */
import { defineAsyncComponent, h } from "vue";
import { withWords } from "@/i18n";
import Skeleton from "@/ui/Skeleton.vue";

const LATEST_MS = 2_000;
// Not every phone's browser tells when it has nothing to do.
const idle = () => new Promise<unknown>((go) => ("requestIdleCallback" in globalThis ? requestIdleCallback(go, { timeout: LATEST_MS }) : setTimeout(go, LATEST_MS / 4)));

export const CockpitHome = defineAsyncComponent({
  loader: () => withWords(idle().then(() => import("./CockpitHome.vue")), "figures"),
  loadingComponent: () => h(Skeleton, { rows: 4, shape: "tile" }),
  delay: 0,
});

export const WallIndicators = defineAsyncComponent(() => withWords(idle().then(() => import("@/features/indicators/WallIndicators.vue")), "figures"));
