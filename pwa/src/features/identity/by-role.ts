/** Where each role goes from the foot of the screen: never more than five places. */
import type { Key } from "@/i18n";
import type { IconName } from "@/ui/Icon.vue";

export interface Place { to: string; text: Key; icon: IconName; urgent?: boolean }

const HOME: Place = { to: "/", text: "nav.home", icon: "house" };
const MINE: Place = { to: "/me", text: "nav.me", icon: "person" };
const WORK: Place[] = [{ to: "/orders", text: "nav.orders", icon: "bell" }];
const REPORT: Place = { to: "/report", text: "nav.report", icon: "camera" };
const CASES: Place = { to: "/incidents", text: "nav.cases", icon: "alert" };
const COCKPIT: Place = { to: "/cockpit", text: "nav.cockpit", icon: "flag" };
const REPORTING = ["grid_worker", "volunteer", "handler"];
const KEY: Place = { to: "/command/new", text: "nav.one_key", icon: "bolt", urgent: true };
const COMMAND: Place = { to: "/command", text: "nav.command", icon: "flag" };
const DRILLS: Place = { to: "/drills", text: "nav.drills", icon: "drill" };

export function placesOf(roles: Iterable<string>, { commands, issues }: { commands: boolean; issues: boolean }): Place[] {
  const held = new Set(roles);
  if (issues) return [HOME, COMMAND, KEY, DRILLS, MINE];
  if (commands) return [HOME, COMMAND, CASES, DRILLS, MINE];
  if (held.has("security_admin")) return [HOME, { to: "/people", text: "nav.people", icon: "person" }, { to: "/areas", text: "nav.areas", icon: "pin" }, MINE];
  if (held.has("system_admin")) return [HOME, { to: "/plans", text: "nav.plans", icon: "flag" }, { to: "/areas", text: "nav.areas", icon: "pin" }, MINE];
  const reports = REPORTING.some((role) => held.has(role));
  const cockpit = held.has("analyst") && !reports ? [COCKPIT] : [];
  const cases = ["handler", "verifier", "analyst"].some((role) => held.has(role)) ? [CASES] : [];
  return [HOME, ...cockpit, ...WORK, ...cases, ...(reports ? [REPORT] : []), MINE];
}
