/** Draws the schematic district with MapLibre: our own shapes and letters, nothing from outside. */
import { AttributionControl, Map as Canvas, NavigationControl, setWorkerUrl, type ExpressionSpecification, type GeoJSONSource } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import type { Shapes } from "@/platform/shapes";
import { circleRing, type Circle } from "./circle";
import { corners } from "./focus";
import { asPolygon, crosses, type Drawing } from "./polygon";

setWorkerUrl(workerUrl);

interface Point { name: string; lng: number; lat: number }
export interface Look { chosen: string[]; circle: Circle | null; drawing: Drawing | null; points: Point[]; language: string }
export interface Drawn { draw: (shapes: Shapes, fit: boolean) => void; look: (look: Look) => void; goTo: (points: number[][]) => void; remove: () => void }
interface Colours { ground: string; land: string; line: string; brand: string; text: string; danger: string; warn: string; halo: string }

const NOTHING = { type: "FeatureCollection" as const, features: [] };

export async function drawMap(box: HTMLElement, schematic: string, onTap: (code: string | null, at: { lng: number; lat: number }) => void): Promise<Drawn> {
  const colours = readColours(box);
  const map = new Canvas({
    container: box, attributionControl: false, dragRotate: false, pitchWithRotate: false, maxPitch: 0, center: [120.17, 30.28], zoom: 12,
    localIdeographFontFamily: "'PingFang SC', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif",
    style: { version: 8, sources: sources(), layers: layers(colours) as never },
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new AttributionControl({ compact: false, customAttribution: schematic }));
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.on("click", (event) => {
    const [hit] = map.queryRenderedFeatures(event.point, { layers: ["area"] });
    onTap((hit?.properties.code as string | undefined) ?? null, { lng: event.lngLat.lng, lat: event.lngLat.lat });
  });
  await map.once("load");
  const repaint = () => paint(map, Object.assign(colours, readColours(box)));
  const theme = new MutationObserver(repaint);
  theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  const remove = () => {
    theme.disconnect();
    map.remove();
  };
  return { draw: (shapes, fit) => draw(map, shapes, fit), look: (look) => dress(map, look), goTo: (points) => goTo(map, points), remove };
}

function paint(map: Canvas, colours: Colours): void {
  for (const { id, paint: its } of layers(colours)) {
    for (const [name, value] of Object.entries(its)) map.setPaintProperty(id, name as "fill-color", value as never);
  }
}

function sources() {
  const empty = { type: "geojson" as const, data: NOTHING };
  return { areas: empty, circle: empty, drawing: empty, points: empty };
}

function layers(colours: Colours) {
  const text = { "text-color": colours.text, "text-halo-color": colours.halo, "text-halo-width": 1.6 };
  return [
    { id: "ground", type: "background", paint: { "background-color": colours.ground } },
    { id: "area", type: "fill", source: "areas", paint: { "fill-color": colours.land, "fill-opacity": 1 } },
    { id: "chosen", type: "fill", source: "areas", filter: ["literal", false], paint: { "fill-color": colours.brand, "fill-opacity": 0.4 } },
    { id: "edge", type: "line", source: "areas", paint: { "line-color": colours.line, "line-width": 1 } },
    { id: "chosen-edge", type: "line", source: "areas", filter: ["literal", false], paint: { "line-color": colours.brand, "line-width": 3 } },
    { id: "circle", type: "fill", source: "circle", paint: { "fill-color": colours.danger, "fill-opacity": 0.25 } },
    { id: "circle-edge", type: "line", source: "circle", paint: { "line-color": colours.danger, "line-width": 2 } },
    { id: "drawing", type: "fill", source: "drawing", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": colours.danger, "fill-opacity": 0.22 } },
    { id: "drawing-edge", type: "line", source: "drawing", filter: ["==", ["geometry-type"], "LineString"], paint: { "line-color": ["case", ["get", "crosses"], colours.warn, colours.danger], "line-width": ["case", ["get", "crosses"], 5, 3] } },
    { id: "corner", type: "circle", source: "drawing", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 8, "circle-color": colours.halo, "circle-stroke-color": colours.danger, "circle-stroke-width": 3 } },
    { id: "name", type: "symbol", source: "areas", layout: { "text-field": ["get", "name_zh"], "text-size": 13, "text-font": ["sans-serif"] }, paint: text },
    { id: "point", type: "circle", source: "points", paint: { "circle-radius": ["interpolate", ["linear"], ["zoom"], 11, 3, 14, 6], "circle-color": colours.text, "circle-stroke-color": colours.halo, "circle-stroke-width": 2 } },
    { id: "point-name", type: "symbol", source: "points", minzoom: 13.5, layout: { "text-field": ["get", "name"], "text-size": 12, "text-font": ["sans-serif"], "text-anchor": "top", "text-offset": [0, 0.7], "text-optional": true }, paint: text },
  ];
}

function draw(map: Canvas, shapes: Shapes, fit: boolean): void {
  source(map, "areas").setData(shapes as never);
  if (fit) goTo(map, shapes.features.flatMap((feature) => corners(feature.geometry)));
}

function goTo(map: Canvas, points: number[][]): void {
  if (!points.length) return;
  const lngs = points.map(([lng]) => lng!);
  const lats = points.map(([, lat]) => lat!);
  map.fitBounds([Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)], { padding: 24, maxZoom: 16, animate: false });
}

/** The fill of what would be counted, the edges as far as they are drawn, and a dot for each corner. */
function drawn(drawing: Drawing): object[] {
  const ring = asPolygon(drawing);
  const edges = drawing.closed ? ring!.coordinates[0]! : drawing.corners;
  const shapes: [string, unknown][] = [...(ring ? [["Polygon", ring.coordinates] as [string, unknown]] : []), ["LineString", edges], ...drawing.corners.map((corner): [string, unknown] => ["Point", corner])];
  return shapes.map(([type, coordinates]) => ({ type: "Feature", properties: { crosses: crosses(drawing) }, geometry: { type, coordinates } }));
}

function dress(map: Canvas, look: Look): void {
  // A community's code begins with its street's, so a chosen street colours all its grids.
  const chosen: ExpressionSpecification = ["any", ...look.chosen.map((code): ExpressionSpecification => ["==", ["slice", ["get", "code"], 0, code.length], code])];
  map.setFilter("chosen", chosen);
  map.setFilter("chosen-edge", chosen);
  map.setLayoutProperty("name", "text-field", ["get", look.language === "en" ? "name_en" : "name_zh"]);
  const ring = look.circle && { type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [circleRing(look.circle)] } };
  source(map, "circle").setData((ring ?? NOTHING) as never);
  source(map, "drawing").setData({ type: "FeatureCollection", features: look.drawing ? drawn(look.drawing) : [] } as never);
  const features = look.points.map(({ name, lng, lat }) => ({ type: "Feature", properties: { name }, geometry: { type: "Point", coordinates: [lng, lat] } }));
  source(map, "points").setData({ type: "FeatureCollection", features } as never);
}

const source = (map: Canvas, name: string) => map.getSource(name) as GeoJSONSource;

function readColours(box: HTMLElement): Colours {
  const style = getComputedStyle(box);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return { ground: read("--ground"), land: read("--surface-2"), line: read("--line-strong"), brand: read("--brand"), text: read("--text"), danger: read("--danger"), warn: read("--severe-fill"), halo: read("--surface") };
}
