/** The layers over the ground: where orders apply, how full grids are, and dots that gather while they are small. */
import { lettersOn, putMark } from "./marks";
import { FONT, type Colours, type Layer } from "./look";
import type { Dotted, Kind } from "./kinds";
import type { Map as Canvas } from "maplibre-gl";

export const DOTTED: Dotted[] = ["objects", "cases", "people"];
const CLUSTER = { cluster: true, clusterRadius: 52, clusterMaxZoom: 16, clusterProperties: { late: ["+", ["get", "late"]] } };
const EMPTY = { type: "geojson", data: { type: "FeatureCollection", features: [] } };
const DRILL = ["get", "drill"];

export const overlaySources = () => ({
  areas: EMPTY, heat: EMPTY, zones: EMPTY, assembly: EMPTY, me: EMPTY, chosen: EMPTY,
  ...Object.fromEntries(DOTTED.map((name) => [name, { ...EMPTY, ...CLUSTER }])),
});

export function areaLayers(c: Colours): Layer[] {
  const street = ["==", ["get", "level"], "street"];
  return [
    { id: "edge", type: "line", source: "areas", filter: ["!", street], minzoom: 13, paint: { "line-color": c.line, "line-width": 0.6, "line-opacity": 0.5 } },
    { id: "street-edge", type: "line", source: "areas", filter: street, paint: { "line-color": c.line, "line-width": 1.6 } },
  ] as Layer[];
}

export function overlayLayers(c: Colours): Layer[] {
  const halo = { "text-halo-color": c.surface, "text-halo-width": 1.8 };
  const count = { ...FONT, "text-allow-overlap": true, "text-ignore-placement": true };
  const zone = ["case", DRILL, c.exercise, c.danger];
  return [
    { id: "heat", type: "fill", source: "heat", paint: { "fill-color": c.danger, "fill-opacity": ["interpolate", ["linear"], ["get", "share"], 0, 0.08, 1, 0.6] } },
    { id: "heat-edge", type: "line", source: "heat", paint: { "line-color": c.danger, "line-width": 0.8, "line-opacity": 0.7 } },
    { id: "heat-count", type: "symbol", source: "heat", minzoom: 12.5, layout: { ...FONT, "text-field": ["to-string", ["get", "count"]], "text-size": 13 }, paint: { ...halo, "text-color": c.text } },
    { id: "zone", type: "fill", source: "zones", paint: { "fill-color": zone, "fill-opacity": 0.12 } },
    { id: "zone-edge", type: "line", source: "zones", filter: ["!", DRILL], paint: { "line-color": c.danger, "line-width": 3 } },
    // A drill's edge is broken: told apart from the real thing without its colour.
    { id: "drill-edge", type: "line", source: "zones", filter: DRILL, paint: { "line-color": c.exercise, "line-width": 3, "line-dasharray": [2, 1.5] } },
    { id: "street-name", type: "symbol", source: "areas", filter: ["==", ["get", "level"], "street"], maxzoom: 14, layout: { ...FONT, "text-field": ["get", "name"], "text-size": 13 }, paint: { ...halo, "text-color": c.text } },
    { id: "area-name", type: "symbol", source: "areas", filter: ["in", ["get", "level"], ["literal", ["community", "park"]]], minzoom: 13.4, layout: { ...FONT, "text-field": ["get", "name"], "text-size": 12 }, paint: { ...halo, "text-color": c.muted } },
    { id: "zone-name", type: "symbol", source: "zones", layout: { ...FONT, "text-field": ["get", "name"], "text-size": 13, "text-max-width": 9 }, paint: { ...halo, "text-color": zone } },
    ...DOTTED.flatMap((name) => clustered(name, c, count)),
    { id: "assembly", type: "symbol", source: "assembly", layout: { "icon-image": ["get", "mark"], "icon-allow-overlap": true, ...FONT, "text-field": ["get", "name"], "text-size": 12, "text-offset": [0, 1.4], "text-anchor": "top", "text-optional": true }, paint: { ...halo, "text-color": c.text } },
    { id: "chosen", type: "circle", source: "chosen", paint: { "circle-radius": 21, "circle-color": c.brand, "circle-opacity": 0.18, "circle-stroke-color": c.brand, "circle-stroke-width": 3 } },
    { id: "me-reach", type: "fill", source: "me", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": c.minor, "fill-opacity": 0.14 } },
    { id: "me", type: "circle", source: "me", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 8, "circle-color": c.minor, "circle-stroke-color": "#ffffff", "circle-stroke-width": 3 } },
  ] as Layer[];
}

/** A group shows how many it holds, and how many of them are worst. */
function clustered(name: Dotted, c: Colours, count: object): object[] {
  const tone = { cases: c.brand, people: c.ok, objects: c.muted }[name];
  const late = [">", ["get", "late"], 0];
  const number = ["case", late, ["concat", ["get", "point_count_abbreviated"], "\n!", ["get", "late"]], ["get", "point_count_abbreviated"]];
  return [
    { id: `${name}-group`, type: "circle", source: name, filter: ["has", "point_count"], paint: { "circle-radius": ["step", ["get", "point_count"], 16, 20, 20, 100, 25], "circle-color": ["case", late, c.danger, tone], "circle-stroke-color": c.surface, "circle-stroke-width": 2.5 } },
    { id: `${name}-number`, type: "symbol", source: name, filter: ["has", "point_count"], layout: { ...count, "text-size": 12, "text-field": number }, paint: { "text-color": ["case", late, lettersOn(c.danger), lettersOn(tone)] } },
    { id: `${name}-dot`, type: "symbol", source: name, filter: ["!", ["has", "point_count"]], layout: { "icon-image": ["get", "mark"], "icon-allow-overlap": true, "icon-ignore-placement": true } },
  ];
}

/** Drawn anew when the theme or the language changes. */
export function putMarks(map: Canvas, marked: Record<string, Kind[]>, c: Colours): void {
  for (const [layer, kinds] of Object.entries(marked)) {
    for (const { look, tone, sign, form } of kinds) putMark(map, `${layer}-${look}`, { form, sign, colour: c[tone], letters: lettersOn(c[tone]) }, c.surface);
  }
}
