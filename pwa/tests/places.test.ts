/** Where each role goes from the foot of the screen. */
import { expect, test } from "vitest";
import { placesOf } from "@/features/identity/by-role";

const paths = (roles: string[], commands = false, issues = false) => placesOf(roles, { commands, issues }).map((place) => place.to);

test("a commander has the one key in the middle of five places", () => {
  const found = placesOf(["commander"], { commands: true, issues: true });
  expect(found).toHaveLength(5);
  expect(found[2]).toMatchObject({ to: "/command/new", urgent: true });
});

test("a duty officer watches but holds no key", () => {
  expect(paths(["duty_officer"], true)).not.toContain("/command/new");
  expect(paths(["duty_officer"], true)).toEqual(["/", "/command", "/incidents", "/drills", "/me"]);
});

test("who keeps accounts finds people, who keeps settings finds plans, everybody finds home and himself", () => {
  expect(paths(["security_admin"])).toContain("/people");
  expect(paths(["system_admin"])).toContain("/plans");
  for (const role of ["grid_worker", "volunteer", "security_admin", "system_admin", "audit_admin"]) {
    expect(paths([role])).toEqual(expect.arrayContaining(["/", "/me"]));
    expect(paths([role]).length).toBeLessThanOrEqual(5);
  }
});

test("a worker finds the orders and the report under the thumb", () => {
  expect(paths(["grid_worker"])).toEqual(["/", "/orders", "/report", "/me"]);
  expect(paths(["volunteer"])).toContain("/report");
  expect(paths(["handler"])).toEqual(["/", "/orders", "/incidents", "/report", "/me"]);
  expect(paths(["audit_admin"])).not.toContain("/report");
});

test("whoever reads figures finds the cockpit, and never more than five places", () => {
  expect(paths(["analyst"])).toEqual(["/", "/cockpit", "/orders", "/incidents", "/me"]);
  expect(paths(["analyst", "handler"])).toHaveLength(5);
});
