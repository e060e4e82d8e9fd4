/** Which address shows which page, which words it needs, and who may see it. */
import { createRouter, createWebHistory, type RouteLocationNormalized, type RouteRecordRaw } from "vue-router";
import { canCommand, canIssue, editsPlans, me } from "@/features/identity/me";
import { holds } from "@/features/identity/places";
import { sessionState } from "@/platform/session";
import { turn } from "@/platform/turn";
import HomePage from "./HomePage.vue";
import { page } from "./page";

declare module "vue-router" {
  interface RouteMeta {
    /** No session needed. */
    open?: boolean;
    /** Stays readable when the session has ended or there is no network. */
    cached?: boolean;
    commands?: boolean;
    issues?: boolean;
    editsPlans?: boolean;
    /** Who may open it, besides those above; without any of these everybody signed in. */
    roles?: string[];
    /** Without the places at the foot. */
    alone?: boolean;
    /** Uses the whole width of a large screen. */
    wide?: boolean;
  }
}

const REST = "/:rest(.*)*";
const routes: RouteRecordRaw[] = [
  { path: "/sign-in", component: () => import("./SignInPage.vue"), meta: { open: true } },
  { path: "/password", component: page(() => import("./PasswordPage.vue"), "me") },
  { path: "/", component: HomePage, meta: { cached: true } },
  { path: "/orders", component: page(() => import("./OrdersPage.vue"), "order"), meta: { cached: true } },
  { path: "/orders/:id", component: page(() => import("./OrderPage.vue"), "order"), props: true, meta: { cached: true } },
  { path: "/outbox", component: page(() => import("./OutboxPage.vue"), "outbox", "order", "cases", "storage"), meta: { cached: true } },
  { path: "/report/photos", component: page(() => import("./PhotosPage.vue"), "photos", "storage"), meta: { cached: true } },
  { path: "/me", component: page(() => import("./MePage.vue"), "me", "install", "outbox", "order", "cases"), meta: { cached: true } },
  { path: REST, component: () => import("./MissingPage.vue"), meta: { open: true } },
];

export const router = createRouter({
  history: createWebHistory(),
  routes,
  // A sheet that rises, or a dot that is tapped, moves nothing under it; and the first page begins at its top as it is, where
  // asking for it would have the whole of it laid out before its time.
  scrollBehavior: (to, from, saved) => saved ?? (!from.matched.length || (to.path === from.path && (to.query.open !== from.query.open || to.query.case !== from.query.case)) ? false : { top: 0 }),
});

// The frame around the first page is drawn before its files are asked for, and the page after they have come.
const first = (step: (guard: () => Promise<true>) => () => void) => {
  const stop = step(async () => {
    stop();
    await turn();
    return true;
  });
};
first((guard) => router.beforeEach(guard));
first((guard) => router.beforeResolve(guard));

let isWhole = false;

/** Each address costs its file's name: those of `further.ts` come with the first one that is not known here. */
router.beforeEach(async (to) => {
  if (isWhole || to.matched.at(-1)?.path !== REST) return true;
  const { further } = await import("./further");
  further.forEach((route) => router.addRoute(route));
  isWhole = true;
  return to.fullPath;
});

router.beforeEach((to) => {
  if (to.meta.open) return true;
  if (!me.value) return signIn(to);
  if (sessionState.value === "expired" && !to.meta.cached) return signIn(to);
  if (me.value.must_change_password && to.path !== "/password") return { path: "/password", query: { next: to.fullPath } };
  if (to.meta.issues && !canIssue.value) return canCommand.value ? "/command" : "/";
  if (to.meta.commands && !canCommand.value) return "/";
  if (to.meta.roles && !holds(...to.meta.roles)) return "/";
  if (to.meta.editsPlans && !editsPlans.value) return "/plans";
  return true;
});

export function signIn(to: RouteLocationNormalized) {
  return { path: "/sign-in", query: to.fullPath === "/" ? {} : { next: to.fullPath } };
}
