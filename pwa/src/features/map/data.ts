/** What lies on the map: fetched layer by layer, as far as the person may see it; the last of it stays for a phone without a network. */
import { keep, kept } from "@/offline/read-db";
import { api, take } from "@/platform/api";
import type { Incident, IncidentDots, MapHeat, MapObjects, MapOrders, MapPeople } from "@/platform/shapes";
import type { LayerName } from "./kinds";

export interface Data { cases?: IncidentDots; people?: MapPeople; orders?: MapOrders; objects?: MapObjects; heat?: MapHeat }
export interface Wanted { on: LayerName[]; module: string | null; box: string | null }
interface Kept { person: string; module: string | null; read_at: number; data: Data }

const KEY = "map_layers";

/** `heat` is of the objects where a module is chosen and shown, else of open cases. */
export async function load(layer: LayerName, { module, box, on }: Wanted): Promise<Partial<Data>> {
  if (layer === "cases") return { cases: await take(api.GET("/api/incidents/points", { params: { query: { group: "open" } } })) };
  if (layer === "people") return { people: await take(api.GET("/api/map/people", {})) };
  if (layer === "orders") return { orders: await take(api.GET("/api/map/orders", {})) };
  const shown = module && on.includes("objects") ? module : undefined;
  if (layer === "heat") return { heat: await take(api.GET("/api/map/heat", { params: { query: { module: shown } } })) };
  if (!module) return {};
  return { objects: await take(api.GET("/api/map/objects/{module}", { params: { path: { module }, query: { box: box ?? undefined } } })) };
}

/** Who is on duty where is nothing to be found on a phone that got lost: it is shown, and kept nowhere. */
export async function keepLayers(person: string, module: string | null, data: Data): Promise<void> {
  const found: Kept = { person, module, read_at: Date.now(), data: { ...data, people: undefined } };
  await keep(KEY, JSON.parse(JSON.stringify(found))).catch(() => {});
}

export async function keptLayers(person: string, module: string | null): Promise<{ read_at: number; data: Data } | null> {
  const copy = await kept<Kept>(KEY).catch(() => undefined);
  if (copy?.person !== person) return null;
  return { read_at: copy.read_at, data: copy.module === module ? copy.data : { ...copy.data, objects: undefined } };
}

export const oneCase = (incident_id: string): Promise<Incident> => take(api.GET("/api/incidents/{incident_id}", { params: { path: { incident_id } } }));
export const listModules = async () => (await take(api.GET("/api/modules", {}))).items;
