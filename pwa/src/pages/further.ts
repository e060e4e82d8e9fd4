/** The addresses that a first visit does not need: fetched with the first step away from home. */
import type { RouteRecordRaw } from "vue-router";
import { page } from "./page";

/** Pages that are used together are one file. */
const plans = (name: keyof typeof import("./plans")) => page(() => import("./plans").then((pages) => pages[name]), "plans", "order");
const REPORTS = { roles: ["grid_worker", "volunteer", "handler", "duty_officer", "commander"], cached: true };
const AT_GATE = { roles: ["commander", "duty_officer", "grid_worker", "volunteer", "handler", "verifier"], cached: true };
const HOSTS = ["commander", "duty_officer", "grid_worker"];
const JOINS = [...HOSTS, "volunteer"];
const KEEPS_SITES = { roles: ["commander", "duty_officer", "grid_worker", "handler"], cached: true };
const READS_PLANS = { roles: ["commander", "duty_officer", "system_admin"] };

export const further: RouteRecordRaw[] = [
  { path: "/report", component: page(() => import("./ReportPage.vue"), "report", "photos"), meta: { ...REPORTS, alone: true } },
  { path: "/reports", component: page(() => import("./ReportsPage.vue"), "cases", "outbox"), meta: REPORTS },
  { path: "/incidents", component: page(() => import("./CasesPage.vue"), "cases", "find", "outbox"), meta: { roles: ["commander", "duty_officer", "verifier", "analyst", "grid_worker", "handler"], cached: true, wide: true } },
  { path: "/incidents/rates", component: page(() => import("./RatesPage.vue"), "rates"), meta: { roles: ["commander", "duty_officer", "verifier", "analyst"], wide: true } },
  { path: "/incidents/:id", component: page(() => import("./CasePage.vue"), "cases", "outbox", "origin"), props: true, meta: { cached: true } },
  { path: "/handed-over", component: page(() => import("./HandedOverPage.vue"), "desk", "cases"), meta: { commands: true } },
  { path: "/door-knocks", component: page(() => import("./DoorKnocksPage.vue"), "ladder") },
  { path: "/devices", component: page(() => import("./DevicesPage.vue"), "reach", "mend") },
  { path: "/reach", component: page(() => import("./ReachPage.vue"), "reach"), meta: { roles: ["commander", "duty_officer", "security_admin", "system_admin"], wide: true } },
  { path: "/duty", component: page(() => import("./DutyPage.vue"), "duty"), meta: { roles: ["commander", "duty_officer", "analyst"], wide: true } },
  { path: "/code", component: page(() => import("./CodePage.vue"), "health"), meta: { cached: true } },
  { path: "/declare", component: page(() => import("./DeclarePage.vue"), "health"), meta: { cached: true } },
  { path: "/visit", component: page(() => import("./VisitPage.vue"), "health"), meta: { cached: true } },
  { path: "/gate", component: page(() => import("./GatePage.vue"), "health"), meta: { ...AT_GATE, alone: true } },
  { path: "/places", component: page(() => import("./PlacesPage.vue"), "care", "health"), meta: AT_GATE },
  { path: "/places/:id", component: page(() => import("./PlacePage.vue"), "care", "health"), props: true, meta: AT_GATE },
  { path: "/appeals", component: page(() => import("./AppealsPage.vue"), "care", "health"), meta: { roles: ["commander", "duty_officer"] } },
  { path: "/isolation", component: page(() => import("./IsolationPage.vue"), "care", "health"), meta: { roles: ["commander", "duty_officer", "grid_worker"] } },
  { path: "/isolation/:id", component: page(() => import("./IsolationCasePage.vue"), "care", "health"), props: true },
  { path: "/destructions", component: page(() => import("./DestructionsPage.vue"), "destroyed"), meta: { roles: ["audit_admin", "security_admin"] } },
  { path: "/command", component: page(() => import("./CommandPage.vue"), "onekey"), meta: { commands: true } },
  { path: "/command/new", component: page(() => import("./OneKeyPage.vue"), "onekey"), meta: { issues: true, alone: true } },
  { path: "/command/submissions/:id", component: page(() => import("./SubmissionPage.vue"), "onekey", "order"), props: true, meta: { commands: true, alone: true } },
  { path: "/command/orders/:id", component: page(() => import("./BoardPage.vue"), "board", "onekey", "ladder", "closure"), props: true, meta: { commands: true, wide: true } },
  { path: "/command/orders/:id/report", component: page(() => import("./AfterActionPage.vue"), "closure", "drills", "board"), props: true, meta: { commands: true, wide: true } },
  { path: "/drills", component: page(() => import("./DrillsPage.vue"), "drills"), meta: { commands: true } },
  { path: "/drills/new", component: page(() => import("./NewDrillPage.vue"), "drills", "onekey"), meta: { issues: true, alone: true } },
  { path: "/drills/:id", component: page(() => import("./DrillPage.vue"), "drills"), props: true, meta: { commands: true } },
  { path: "/people", component: page(() => import("./PeoplePage.vue"), "admin", "areas"), meta: { roles: ["security_admin"] } },
  { path: "/people/new", component: page(() => import("./NewPersonPage.vue"), "admin", "areas"), meta: { roles: ["security_admin"] } },
  { path: "/people/import", component: page(() => import("./PeopleImportPage.vue"), "admin", "areas"), meta: { roles: ["security_admin"], wide: true } },
  { path: "/people/:id", component: page(() => import("./PersonPage.vue"), "admin", "areas"), props: true, meta: { roles: ["security_admin"] } },
  { path: "/areas", component: page(() => import("./AreasPage.vue"), "admin", "onekey"), meta: { roles: ["system_admin", "security_admin"] } },
  { path: "/areas/import", component: page(() => import("./AreasImportPage.vue"), "admin"), meta: { roles: ["system_admin"], wide: true } },
  { path: "/activities", component: page(() => import("./ActivitiesPage.vue"), "activities", "skills"), meta: { roles: JOINS, cached: true } },
  { path: "/activities/new", component: page(() => import("./NewActivityPage.vue"), "activities", "skills"), meta: { roles: HOSTS, alone: true } },
  { path: "/activities/:id", component: page(() => import("./ActivityPage.vue"), "activities", "skills"), props: true, meta: { roles: JOINS, cached: true } },
  { path: "/service", component: page(() => import("./ServicePage.vue"), "service"), meta: { roles: ["volunteer"] } },
  { path: "/my-skills", component: page(() => import("./MySkillsPage.vue"), "service", "skills"), meta: { roles: ["volunteer"] } },
  { path: "/my-data", component: page(() => import("./MyDataPage.vue"), "service", "skills"), meta: { roles: ["volunteer"] } },
  { path: "/certificate/:token", component: page(() => import("./CertificatePage.vue"), "certificate"), props: true, meta: { open: true } },
  { path: "/volunteers", component: page(() => import("./VolunteersPage.vue"), "volunteers", "skills"), meta: { roles: ["commander", "duty_officer", "grid_worker"] } },
  { path: "/volunteers/import", component: page(() => import("./RegisterImportPage.vue"), "volunteers"), meta: { commands: true } },
  { path: "/musters", component: page(() => import("./MustersPage.vue"), "volunteers", "skills"), meta: { commands: true } },
  { path: "/musters/:id", component: page(() => import("./MusterPage.vue"), "volunteers"), props: true, meta: { commands: true } },
  { path: "/sites", component: page(() => import("./SitesPage.vue"), "sites"), meta: KEEPS_SITES },
  { path: "/sites/new", component: page(() => import("./SiteEditPage.vue"), "sites"), meta: { ...KEEPS_SITES, cached: false } },
  { path: "/sites/:id", component: page(() => import("./SitePage.vue"), "sites"), props: true, meta: KEEPS_SITES },
  { path: "/sites/:id/edit", component: page(() => import("./SiteEditPage.vue"), "sites"), props: true, meta: { ...KEEPS_SITES, cached: false } },
  { path: "/sites/:id/workers", component: page(() => import("./SiteWorkersPage.vue"), "sites", "health"), props: true, meta: { ...KEEPS_SITES, cached: false } },
  { path: "/sites/:id/workers/import", component: page(() => import("./SiteImportPage.vue"), "sites"), props: true, meta: { ...KEEPS_SITES, cached: false } },
  { path: "/plans", component: plans("PlansPage"), meta: READS_PLANS },
  { path: "/plans/new", component: page(() => import("./PlanEditPage.vue"), "plans", "order"), meta: { editsPlans: true, wide: true, alone: true } },
  { path: "/plans/:code", component: plans("PlanPage"), props: true, meta: READS_PLANS },
  { path: "/plans/:code/edit", component: page(() => import("./PlanEditPage.vue"), "plans", "order"), props: true, meta: { editsPlans: true, wide: true, alone: true } },
  { path: "/plans/:code/versions", component: plans("PlanVersionsPage"), props: true, meta: READS_PLANS },
  ...(import.meta.env.DEV ? [{ path: "/ui", component: () => import("./UiPage.vue"), meta: { open: true, wide: true } }] : []),
];
