/** Which address shows which page, and who may see it. */
import { createRouter, createWebHistory, type RouteLocationNormalized, type RouteRecordRaw } from "vue-router";
import { canCommand, canIssue, me } from "@/features/identity/me";
import { withCommandWords } from "@/i18n";
import { sessionState } from "@/platform/session";

declare module "vue-router" {
  interface RouteMeta { open?: boolean; cached?: boolean; commands?: boolean; issues?: boolean; alone?: boolean }
}

const routes: RouteRecordRaw[] = [
  { path: "/sign-in", component: () => import("./SignInPage.vue"), meta: { open: true } },
  { path: "/password", component: () => import("./PasswordPage.vue") },
  // Cached pages stay readable when the session has ended or there is no network.
  { path: "/", component: () => import("./OrdersPage.vue"), meta: { cached: true } },
  { path: "/orders/:id", component: () => import("./OrderPage.vue"), props: true, meta: { cached: true } },
  { path: "/outbox", component: () => import("./OutboxPage.vue"), meta: { cached: true } },
  { path: "/me", component: () => import("./MePage.vue"), meta: { cached: true } },
  { path: "/devices", component: () => import("./DevicesPage.vue") },
  { path: "/command", component: () => withCommandWords(import("./CommandPage.vue")), meta: { commands: true } },
  { path: "/command/new", component: () => withCommandWords(import("./OneKeyPage.vue")), meta: { issues: true, alone: true } },
  { path: "/command/orders/:id", component: () => withCommandWords(import("./BoardPage.vue")), props: true, meta: { commands: true } },
  { path: "/:rest(.*)*", component: () => import("./MissingPage.vue"), meta: { open: true } },
];

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});

router.beforeEach((to) => {
  if (to.meta.open) return true;
  if (!me.value) return signIn(to);
  if (sessionState.value === "expired" && !to.meta.cached) return signIn(to);
  if (me.value.must_change_password && to.path !== "/password") return { path: "/password", query: { next: to.fullPath } };
  if (to.meta.issues && !canIssue.value) return canCommand.value ? "/command" : "/";
  if (to.meta.commands && !canCommand.value) return "/";
  return true;
});

export function signIn(to: RouteLocationNormalized) {
  return { path: "/sign-in", query: to.fullPath === "/" ? {} : { next: to.fullPath } };
}
