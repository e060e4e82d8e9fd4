/** What is on the map just now, in words: each look with how many there are of it. */
import { t } from "@/i18n";
import type { Choice } from "./choice";
import type { Data } from "./data";
import { assemblyKind, caseKinds, caseLook, objectKinds, objectLook, peopleKinds, type Kind } from "./kinds";

export interface Line { layer: string; kind: Kind; count: number }

export function legend(data: Data, { on }: Choice): Line[] {
  const found: Line[] = [];
  if (on.includes("orders") && data.orders) found.push(...ordersOf(data.orders));
  if (on.includes("cases") && data.cases) found.push(...counted("cases", caseKinds(), data.cases.items.map(caseLook)));
  if (on.includes("people") && data.people) found.push(...counted("people", peopleKinds(), data.people.items.map(({ kind }) => kind)));
  const { objects } = data;
  if (on.includes("objects") && objects) found.push(...counted("objects", objectKinds(objects), objects.items.map((one) => objectLook(one, objects))));
  return found.filter(({ count }) => count > 0);
}

function ordersOf({ items }: NonNullable<Data["orders"]>): Line[] {
  const drills = items.filter(({ status }) => status === "Exercise").length;
  const points = items.reduce((sum, one) => sum + one.assembly_points.length, 0);
  const zone = (look: string, text: string, tone: "danger" | "exercise"): Kind => ({ look, text, tone, sign: look === "drill" ? "╌" : "━", form: "flag" });
  return [
    { layer: "orders", kind: zone("zone", t("map.zone"), "danger"), count: items.length - drills },
    { layer: "orders", kind: zone("drill", t("map.drill_zone"), "exercise"), count: drills },
    { layer: "orders", kind: assemblyKind(), count: points },
  ];
}

function counted(layer: string, kinds: Kind[], looks: string[]): Line[] {
  return kinds.map((kind) => ({ layer, kind, count: looks.filter((look) => look === kind.look).length }));
}
