/** The service worker: which event goes to which file. */
import { flushOutbox, onAction } from "./answer";
import { onMessage } from "./messages";
import { onPush } from "./push";
import { resubscribe } from "./resubscribe";
import { worker } from "./scope";
import { fromShare } from "./share";
import { fillShell, fromShell, goPast, sweepShells } from "./shell";

worker.addEventListener("install", (event) => event.waitUntil(Promise.all([goPast(event), fillShell()])));
worker.addEventListener("activate", (event) => event.waitUntil(sweepShells()));
worker.addEventListener("fetch", (event) => {
  const answer = fromShell(event.request) ?? fromShare(event.request);
  if (answer) event.respondWith(answer);
});
worker.addEventListener("push", (event) => event.waitUntil(onPush(event.data)));
worker.addEventListener("notificationclick", (event) => event.waitUntil(onAction(event)));
worker.addEventListener("pushsubscriptionchange", (event) => (event as ExtendableEvent).waitUntil(resubscribe()));
worker.addEventListener("message", (event) => event.waitUntil(onMessage(event)));
worker.addEventListener("sync", (event) => (event as ExtendableEvent).waitUntil(flushOutbox()));
