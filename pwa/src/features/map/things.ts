/** One thing of the map in words: what it is called, how it stands, and where more about it is found. */
import { areaName, pick, t, tOr } from "@/i18n";
import { age } from "@/i18n/time";
import type { Data } from "./data";
import { caseKinds, caseLook, objectKinds, objectLook, peopleKinds, type Kind } from "./kinds";
import type { Hit } from "./engine";

export interface Thing extends Hit { title: string; hint: string; kind: Kind | null; to: string | null; at: [number, number] | null; severity?: string; drill?: boolean; note?: string }

/** `boards`: the person reads boards, else orders open as they came to him. */
export function thingOf(hit: Hit, data: Data, { boards }: { boards: boolean }): Thing | null {
  if (hit.layer === "cases") return caseOf(hit, data);
  if (hit.layer === "people") return personOf(hit, data);
  return hit.layer === "objects" ? objectOf(hit, data) : orderOf(hit, data, boards);
}

function caseOf(hit: Hit, { cases }: Data): Thing | null {
  const one = cases?.items.find(({ id }) => id === hit.id);
  if (!one) return null;
  const kind = caseKinds().find(({ look }) => look === caseLook(one)) ?? null;
  return { ...hit, title: kind?.text ?? "", hint: "", kind, to: `/incidents/${one.id}`, at: [one.lng_wgs84, one.lat_wgs84] };
}

function personOf(hit: Hit, { people }: Data): Thing | null {
  const one = people?.items.find(({ id }) => id === hit.id);
  if (!one) return null;
  const area = areaName({ name_zh: one.area_name_zh, name_en: one.area_name_en });
  const note = t(one.is_measured ? "map.where_checked_in" : "map.middle_of_area", { age: age(one.started_at) });
  return { ...hit, title: one.name, hint: area, note, kind: peopleKinds().find(({ look }) => look === one.kind) ?? null, to: `/duty?area=${one.area_code}`, at: [one.lng_wgs84, one.lat_wgs84] };
}

function objectOf(hit: Hit, { objects }: Data): Thing | null {
  const one = objects?.items.find(({ id }) => id === hit.id);
  if (!one || !objects) return null;
  const kind = objectKinds(objects).find(({ look }) => look === objectLook(one, objects)) ?? null;
  const note = one.is_measured ? undefined : t("map.middle");
  return { ...hit, title: one.label || (pick(objects.title) ?? ""), hint: pick(one.why as { zh?: string; en?: string }) ?? "", note, kind, to: `/module-entities/${one.id}`, at: [one.lng_wgs84, one.lat_wgs84] };
}

function orderOf(hit: Hit, { orders }: Data, boards: boolean): Thing | null {
  const one = orders?.items.find(({ id }) => id === hit.id);
  if (!one) return null;
  const { circle, areas } = one.place;
  const at = circle ?? areas.map(({ lng_wgs84: lng, lat_wgs84: lat }) => ({ lng, lat })).find((place): place is { lng: number; lat: number } => place.lng !== null && place.lat !== null);
  const points = one.assembly_points.map(({ name }) => pick(name)).join(" · ");
  return {
    ...hit, title: pick(one.headline) ?? "", hint: `${tOr(`severity.${one.severity}`, one.severity)} · ${age(one.sent)}`, note: points ? `${t("map.assembly")} · ${points}` : undefined, kind: null,
    to: boards && one.is_watched ? `/command/orders/${one.id}` : `/orders/${one.id}`, at: at ? [at.lng!, at.lat!] : null, severity: one.severity, drill: one.status === "Exercise",
  };
}
