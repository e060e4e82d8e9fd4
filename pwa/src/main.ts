/** Starts the client: look, language, identity, outbox, then the first page. */
import { createApp, nextTick } from "vue";
import App from "./App.vue";
import { startIdentity } from "./features/identity/me";
import { language, startLanguage } from "./i18n";
import { startOutbox } from "./offline/outbox-store";
import { router } from "./pages/router";
import { startLook } from "./platform/look";
import { turn } from "./platform/turn";
import { registerWorker } from "./platform/worker";
import "./styles/tokens.css";
import "./styles/base.css";

router.afterEach((to, from, failure) => {
  // A screen reader hears the new page's name; the first load keeps the browser's own focus.
  if (failure || !from.matched.length || to.path === from.path) return;
  const left = document.activeElement;
  void import("./pages/arrival").then(({ nameThePage }) => nextTick(() => nameThePage(left)));
});

// Not awaited at the top level: files that are fetched on the way import this one, and would wait for its end for ever.
async function start(): Promise<void> {
  startLook();
  // Before the waits below: browsers offer to install once, soon after the page has loaded.
  void import("./platform/install-prompt").then(({ watchInstallOffer }) => watchInstallOffer());
  await startLanguage();
  void import("./platform/manifest").then(({ nameApp }) => nameApp(language));
  await startIdentity(() => location.replace("/sign-in"));
  await turn();
  createApp(App).use(router).mount("#app");
  await turn();
  void startOutbox();
  void registerWorker();
}

void start();
