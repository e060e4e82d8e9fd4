/** What was loaded as shapes for the map: dots, zones of orders, and grids by how much lies in them. */
import { pick } from "@/i18n";
import type { MapHeat, MapOrders, Shapes } from "@/platform/shapes";
import { caseLook, objectLook, type Dotted } from "./kinds";
import type { Data } from "./data";

interface Feature { type: "Feature"; properties: Record<string, unknown>; geometry: { type: string; coordinates: unknown } }
export interface Collection { type: "FeatureCollection"; features: Feature[] }
export const NOTHING: Collection = { type: "FeatureCollection", features: [] };

const CORNERS = 64;
const METRES_PER_DEGREE = 111_320;
const all = (features: Feature[]): Collection => ({ type: "FeatureCollection", features });
const point = (lng: number, lat: number, properties: Record<string, unknown>): Feature => ({ type: "Feature", properties, geometry: { type: "Point", coordinates: [lng, lat] } });

export function dots(layer: Dotted, data: Data): Collection {
  if (layer === "cases") return all((data.cases?.items ?? []).map((one) => point(one.lng_wgs84, one.lat_wgs84, { id: one.id, mark: `cases-${caseLook(one)}`, late: one.overdue ? 1 : 0 })));
  if (layer === "people") return all((data.people?.items ?? []).map((one) => point(one.lng_wgs84, one.lat_wgs84, { id: one.id, mark: `people-${one.kind}`, late: 0 })));
  const found = data.objects;
  return all((found?.items ?? []).map((one) => point(one.lng_wgs84, one.lat_wgs84, { id: one.id, mark: `objects-${objectLook(one, found!)}`, late: levelOf(one.kind, one.state, found!) >= 4 ? 1 : 0 })));
}

const levelOf = (kind: string, state: string | null, { states }: NonNullable<Data["objects"]>) => states.find((one) => one.kind === kind && one.code === state)?.level ?? 0;

/** Where an order applies: what was drawn, else the areas that it names. */
export function zones(orders: MapOrders | undefined, shapes: Shapes | null): Collection {
  return all((orders?.items ?? []).flatMap((order) => {
    const properties = { id: order.id, drill: order.status === "Exercise", name: pick(order.headline) ?? "" };
    const { polygon, circle, areas } = order.place;
    if (polygon) return [{ type: "Feature" as const, properties, geometry: polygon as Feature["geometry"] }];
    if (circle) return [{ type: "Feature" as const, properties, geometry: { type: "Polygon", coordinates: [ring(circle)] } }];
    const codes = new Set(areas.map(({ code }) => code));
    const drawn = shapes?.features.filter((shape) => codes.has(shape.properties.code)) ?? [];
    return drawn.map((shape) => ({ type: "Feature" as const, properties, geometry: shape.geometry as unknown as Feature["geometry"] }));
  }));
}

export function assembly(orders: MapOrders | undefined): Collection {
  return all((orders?.items ?? []).flatMap((order) => order.assembly_points.map((at) => point(at.lng, at.lat, { id: order.id, mark: "orders-assembly", name: pick(at.name) ?? "" }))));
}

/** Only grids with something in them; the share is of the fullest one. */
export function heat(counts: MapHeat | undefined, shapes: Shapes | null): Collection {
  const found = new Map((counts?.items ?? []).map(({ area_code, count }) => [area_code, count]));
  const most = Math.max(1, ...found.values());
  const drawn = shapes?.features.filter((shape) => found.has(shape.properties.code)) ?? [];
  return all(drawn.map((shape) => {
    const count = found.get(shape.properties.code)!;
    return { type: "Feature", properties: { code: shape.properties.code, count, share: count / most }, geometry: shape.geometry as unknown as Feature["geometry"] };
  }));
}

export function ring({ lng, lat, radius_m }: { lng: number; lat: number; radius_m: number }): [number, number][] {
  const dy = radius_m / METRES_PER_DEGREE;
  const dx = dy / Math.cos((lat * Math.PI) / 180);
  return Array.from({ length: CORNERS + 1 }, (_, step) => {
    const angle = ((step % CORNERS) / CORNERS) * 2 * Math.PI;
    return [lng + dx * Math.cos(angle), lat + dy * Math.sin(angle)];
  });
}

/** The corners of whatever shape, to bring it into sight. */
export function corners({ coordinates }: { coordinates: unknown }): [number, number][] {
  const list = coordinates as unknown[];
  return typeof list[0] === "number" ? [list as [number, number]] : list.flatMap((part) => corners({ coordinates: part }));
}
