/** The map itself: MapLibre over the district's ground, with nothing from outside; what is shown on it is told from elsewhere. */
import { Map as Canvas, setWorkerUrl, type GeoJSONSource, type MapGeoJSONFeature, type MapMouseEvent } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import type { MapGround, Shapes } from "@/platform/shapes";
import type { Base } from "./choice";
import { NOTHING, ring, type Collection } from "./features";
import type { Kind, LayerName } from "./kinds";
import { groundLayers, readColours, type Layer } from "./look";
import { areaLayers, DOTTED, overlayLayers, overlaySources, putMarks } from "./overlays";
import { groundAsJson } from "./sources";

setWorkerUrl(workerUrl);

export type Hit = { layer: Exclude<LayerName, "heat">; id: string };
export interface Told { ground: MapGround | null; tianditu: boolean; language: string; onTap: (hits: Hit[]) => void; onMoved: () => void; onTilesLost: () => void }
export type Engine = Awaited<ReturnType<typeof openEngine>>;

/** A finger is wider than a dot. */
const FINGER = 12;
const TILES: [string, "vec" | "img"][] = [["vec", "vec"], ["cva", "vec"], ["img", "img"], ["cia", "img"]];
const SLANT = 55;

export async function openEngine(box: HTMLElement, told: Told) {
  const map = new Canvas({
    container: box, attributionControl: false, maxPitch: 70, center: [120.17, 30.29], zoom: 12, minZoom: 9, maxZoom: 18.5,
    localIdeographFontFamily: "'PingFang SC', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif", style: await styleOf(box, told) as never,
  });
  let marked: Record<string, Kind[]> = {};
  await map.once("load");
  const paint = () => repaint(map, box, told, marked);
  const theme = new MutationObserver(paint);
  theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  const size = new ResizeObserver(() => map.resize());
  size.observe(box);
  map.on("click", (event) => void tapped(map, event, told.onTap));
  map.on("moveend", told.onMoved);
  map.on("error", ({ sourceId }: { sourceId?: string } & object) => TILES.some(([layer]) => layer === sourceId) && told.onTilesLost());
  return {
    put: (name: string, data: Collection) => source(map, name)?.setData(data as never),
    mark: (kinds: Record<string, Kind[]>) => {
      marked = kinds;
      putMarks(map, marked, readColours(box));
    },
    speak: (shapes: Shapes, language: string) => speak(map, shapes, language),
    base: (base: Base) => TILES.forEach(([layer, of]) => map.getLayer(layer) && map.setLayoutProperty(layer, "visibility", of === base ? "visible" : "none")),
    tall: (isTall: boolean) => raise(map, isTall),
    zoom: (by: number) => map.zoomTo(map.getZoom() + by, { duration: 250 }),
    goTo: (points: [number, number][], maxZoom = 16) => fit(map, points, maxZoom),
    choose: (at: [number, number] | null) => choose(map, at),
    me: (at: { lng: number; lat: number; accuracy_m: number } | null) => source(map, "me").setData(meAt(at) as never),
    box: () => boxOf(map),
    remove: () => {
      theme.disconnect();
      size.disconnect();
      map.remove();
    },
  };
}

const source = (map: Canvas, name: string) => map.getSource(name) as GeoJSONSource;

async function styleOf(box: HTMLElement, told: Told): Promise<object> {
  const sources: Record<string, unknown> = overlaySources();
  const { ground } = told;
  // Of a tile that is not there MapLibre shows the one above: so it must know where they end.
  if (ground?.kind === "pmtiles") sources.ground = { type: "vector", tiles: ["district://{z}/{x}/{y}"], minzoom: 10, maxzoom: 14 };
  if (ground?.kind === "geojson") sources.ground = { type: "geojson", data: await groundAsJson(ground) };
  if (told.tianditu) for (const [layer] of TILES) sources[layer] = { type: "raster", tiles: [`tianditu://${layer}/{z}/{x}/{y}`], tileSize: 256, minzoom: 1, maxzoom: 18 };
  return { version: 8, sources, layers: layersOf(box, told) };
}

function layersOf(box: HTMLElement, { ground, tianditu, language }: Told): Layer[] {
  const c = readColours(box);
  const tiles = tianditu ? TILES.map(([id]) => ({ id, type: "raster", source: id, layout: { visibility: "none" } })) : [];
  const own = ground ? groundLayers(c, ground.kind, language) : [];
  const land = { id: "area", type: "fill", source: "areas", filter: ["==", ["get", "level"], "street"], paint: { "fill-color": c.land } };
  return [
    { id: "background", type: "background", paint: { "background-color": c.ground } }, ...(ground ? [] : [land]),
    ...own.filter(({ type }) => type !== "symbol"), ...tiles, ...areaLayers(c), ...own.filter(({ type }) => type === "symbol"), ...overlayLayers(c),
  ] as Layer[];
}

function repaint(map: Canvas, box: HTMLElement, told: Told, marked: Record<string, Kind[]>): void {
  for (const { id, paint = {} } of layersOf(box, told)) for (const [name, value] of Object.entries(paint)) map.setPaintProperty(id, name as "fill-color", value as never);
  putMarks(map, marked, readColours(box));
}

function speak(map: Canvas, shapes: Shapes, language: string): void {
  const features = shapes.features.map((shape) => ({ ...shape, properties: { ...shape.properties, name: language === "en" ? shape.properties.name_en : shape.properties.name_zh } }));
  source(map, "areas").setData({ type: "FeatureCollection", features } as never);
  const name = language === "en" ? ["coalesce", ["get", "name_en"], ["get", "name_zh"]] : ["get", "name_zh"];
  for (const layer of ["roads-name", "green-name", "water-name"]) if (map.getLayer(layer)) map.setLayoutProperty(layer, "text-field", name as never);
}

/** Houses stand up and the map leans back; lying flat it looks to the north again. */
function raise(map: Canvas, isTall: boolean): void {
  if (map.getLayer("houses-3d")) map.setLayoutProperty("houses-3d", "visibility", isTall ? "visible" : "none");
  const seen = isTall ? { pitch: SLANT, zoom: Math.max(map.getZoom(), 14.6) } : { pitch: 0, bearing: 0 };
  map.easeTo({ ...seen, duration: 500 });
}

function fit(map: Canvas, points: [number, number][], maxZoom: number): void {
  if (!points.length) return;
  const [lngs, lats] = [points.map(([lng]) => lng), points.map(([, lat]) => lat)];
  map.fitBounds([Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)], { padding: 32, maxZoom, animate: false, pitch: map.getPitch() });
}

/** A card rises at the foot of the map: what it is about stays in sight above it. */
function choose(map: Canvas, at: [number, number] | null): void {
  source(map, "chosen").setData((at ? { type: "Feature", properties: {}, geometry: { type: "Point", coordinates: at } } : NOTHING) as never);
  if (!at) return;
  const { clientHeight: height, clientWidth: width } = map.getContainer();
  const { x, y } = map.project(at);
  if (x < FINGER || x > width - FINGER || y < FINGER || y > height * 0.5) map.easeTo({ center: at, offset: [0, -height * 0.2], duration: 300 });
}

function meAt(at: { lng: number; lat: number; accuracy_m: number } | null): object {
  if (!at) return NOTHING;
  const shapes = [{ type: "Polygon", coordinates: [ring({ ...at, radius_m: at.accuracy_m })] }, { type: "Point", coordinates: [at.lng, at.lat] }];
  return { type: "FeatureCollection", features: shapes.map((geometry) => ({ type: "Feature", properties: {}, geometry })) };
}

function boxOf(map: Canvas): string {
  const bounds = map.getBounds();
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((side) => side.toFixed(4)).join(",");
}

async function tapped(map: Canvas, { point: { x, y } }: MapMouseEvent, onTap: (hits: Hit[]) => void): Promise<void> {
  const around = [[x - FINGER, y - FINGER], [x + FINGER, y + FINGER]] as [[number, number], [number, number]];
  const dots = map.queryRenderedFeatures(around, { layers: [...DOTTED.flatMap((name) => [`${name}-group`, `${name}-dot`]), "assembly"] });
  const group = dots.find((hit) => hit.properties.cluster);
  if (group) return comeNearer(map, group, onTap);
  // A zone lies under everything: it is meant only where nothing else is.
  const hits = dots.length ? dots : map.queryRenderedFeatures([x, y], { layers: ["zone"] });
  const found = hits.map((hit) => ({ layer: hit.source === "zones" || hit.source === "assembly" ? "orders" : hit.source, id: String(hit.properties.id) }) as Hit);
  onTap(found.filter((hit, index) => found.findIndex((one) => one.id === hit.id) === index));
}

/** Into a group as far as it takes to see its parts; those that never part are shown one after another. */
async function comeNearer(map: Canvas, group: MapGeoJSONFeature, onTap: (hits: Hit[]) => void): Promise<void> {
  const id = Number(group.properties.cluster_id);
  const zoom = await source(map, group.source).getClusterExpansionZoom(id);
  if (zoom > 16 || map.getZoom() >= 17) {
    const leaves = await source(map, group.source).getClusterLeaves(id, 50, 0);
    return onTap(leaves.map((leaf) => ({ layer: group.source as Hit["layer"], id: String(leaf.properties?.id) })));
  }
  map.easeTo({ center: (group.geometry as unknown as { coordinates: [number, number] }).coordinates, zoom: zoom + 0.4, duration: 300 });
}
