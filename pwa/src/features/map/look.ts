/** The ground in the page's own colours, by day and by night; houses flat, or as high as they are. */

export interface Colours {
  ground: string; land: string; surface: string; line: string; text: string; muted: string; brand: string; onBrand: string; danger: string; severe: string; moderate: string;
  minor: string; ok: string; exercise: string; water: string; green: string; road: string; house: string; dark: boolean;
}
export interface Layer { id: string; type: string; paint?: object; layout?: object; source?: string; filter?: unknown; minzoom?: number; maxzoom?: number }

export function readColours(box: HTMLElement): Colours {
  const style = getComputedStyle(box);
  const read = (name: string) => style.getPropertyValue(name).trim();
  const dark = document.documentElement.dataset.theme === "dark";
  return {
    ground: read("--ground"), land: read("--surface-2"), surface: read("--surface"), line: read("--line-strong"), text: read("--text"), muted: read("--muted"), brand: read("--brand"),
    onBrand: read("--on-brand"), danger: read("--danger"), severe: read("--severe-fill"), moderate: read("--moderate-fill"), minor: read("--minor"), ok: read("--ok"), exercise: read("--exercise"),
    // No token says what water or a lawn is; these stand behind letters that have a halo.
    ...(dark ? { water: "#16364f", green: "#1b3326", road: "#3a4956", house: "#33424f" } : { water: "#b9d8ee", green: "#cfe6cf", road: "#ffffff", house: "#c9cfd6" }), dark,
  };
}

const MAIN = ["==", ["get", "kind"], "main"];
const wide = (at12: number, at17: number) => ["interpolate", ["exponential", 1.6], ["zoom"], 12, at12, 17, at17];
export const FONT = { "text-font": ["sans-serif"] };
export const nameIn = (language: string) => (language === "en" ? ["coalesce", ["get", "name_en"], ["get", "name_zh"]] : ["get", "name_zh"]);

/** `source` is "ground"; a GeoJSON ground knows no layers, so its parts are told apart by what they say. */
export function groundLayers(c: Colours, kind: "pmtiles" | "geojson", language: string): Layer[] {
  const of = (layer: string, property: string) => (kind === "pmtiles" ? { source: "ground", "source-layer": layer } : { source: "ground", filter: ["has", property] });
  const letters = { "text-color": c.muted, "text-halo-color": c.surface, "text-halo-width": 1.4 };
  const named = (layer: string, min: number, more: object = {}) => ({
    id: `${layer}-name`, type: "symbol", source: "ground", "source-layer": layer, minzoom: min, layout: { ...FONT, "text-field": nameIn(language), "text-size": 12, ...more }, paint: letters,
  });
  if (kind === "geojson") return ownLayers(c, of);
  return [
    { id: "land", type: "fill", ...of("land", ""), paint: { "fill-color": c.land } },
    { id: "green", type: "fill", ...of("green", ""), paint: { "fill-color": c.green } },
    { id: "water", type: "fill", ...of("water", ""), paint: { "fill-color": c.water } },
    { id: "roads", type: "line", ...of("roads", ""), layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": c.road, "line-width": wide(0.8, 14) } },
    { id: "main-roads", type: "line", ...of("roads", ""), filter: MAIN, layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": c.road, "line-width": wide(2, 26) } },
    { id: "houses", type: "fill", ...of("buildings", ""), paint: { "fill-color": c.house, "fill-outline-color": c.line, "fill-opacity": 0.75 } },
    standing(c, of("buildings", ""), ["get", "h"]),
    named("roads", 14, { "symbol-placement": "line", "symbol-spacing": 300 }), named("green", 14.5), named("water", 12.5),
  ] as Layer[];
}

/** Whatever a district drew: surfaces, lines, and houses where something says how high they are. */
function ownLayers(c: Colours, of: (layer: string, property: string) => object): Layer[] {
  const is = (type: string) => ({ source: "ground", filter: ["==", ["geometry-type"], type] });
  return [
    { id: "surfaces", type: "fill", ...is("Polygon"), paint: { "fill-color": c.house, "fill-opacity": 0.5 } },
    { id: "roads", type: "line", ...is("LineString"), paint: { "line-color": c.road, "line-width": wide(0.8, 12) } },
    { id: "houses", type: "fill", ...of("", "height"), paint: { "fill-color": c.house } },
    standing(c, of("", "height"), ["to-number", ["get", "height"], 0]),
  ] as Layer[];
}

const standing = (c: Colours, of: object, height: unknown): Layer => ({
  id: "houses-3d", type: "fill-extrusion", ...of, layout: { visibility: "none" },
  paint: {
    "fill-extrusion-height": height, "fill-extrusion-opacity": 0.88, "fill-extrusion-vertical-gradient": true,
    "fill-extrusion-color": ["interpolate", ["linear"], height, 0, c.house, 120, c.dark ? "#5d7f9c" : "#8fa9c0"],
  },
} as Layer);
