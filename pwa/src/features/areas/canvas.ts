/** The ground of every map: MapLibre with our own shapes and letters, in the page's colours by day and by night; nothing from outside. */
import { AttributionControl, Map as Canvas, NavigationControl, setWorkerUrl, type GeoJSONSource } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";

setWorkerUrl(workerUrl);

export interface Colours { ground: string; land: string; line: string; brand: string; onBrand: string; text: string; muted: string; danger: string; onDanger: string; warn: string; watch: string; ok: string; minor: string; halo: string }
interface Layer { id: string; paint: object }

export const NOTHING = { type: "FeatureCollection" as const, features: [] };
export const source = (map: Canvas, name: string) => map.getSource(name) as GeoJSONSource;

/** `sources` are empty at first, unless they say more; `layers` are drawn anew in other colours when the theme changes. */
export async function openCanvas(box: HTMLElement, schematic: string, sources: readonly (string | [string, object])[], layers: (colours: Colours) => readonly Layer[]) {
  const empty = { type: "geojson" as const, data: NOTHING };
  const map = new Canvas({
    container: box, attributionControl: false, dragRotate: false, pitchWithRotate: false, maxPitch: 0, center: [120.17, 30.28], zoom: 12,
    localIdeographFontFamily: "'PingFang SC', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif",
    style: { version: 8, sources: Object.fromEntries(sources.map((one) => (typeof one === "string" ? [one, empty] : [one[0], { ...empty, ...one[1] }]))), layers: layers(readColours(box)) as never },
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new AttributionControl({ compact: false, customAttribution: schematic }));
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  await map.once("load");
  const theme = new MutationObserver(() => paint(map, layers(readColours(box))));
  theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  const remove = () => {
    theme.disconnect();
    map.remove();
  };
  return { map, remove };
}

export function goTo(map: Canvas, points: number[][]): void {
  if (!points.length) return;
  const lngs = points.map(([lng]) => lng!);
  const lats = points.map(([, lat]) => lat!);
  map.fitBounds([Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)], { padding: 24, maxZoom: 16, animate: false });
}

function paint(map: Canvas, layers: readonly Layer[]): void {
  for (const { id, paint: its } of layers) {
    for (const [name, value] of Object.entries(its)) map.setPaintProperty(id, name as "fill-color", value as never);
  }
}

function readColours(box: HTMLElement): Colours {
  const style = getComputedStyle(box);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    ground: read("--ground"), land: read("--surface-2"), line: read("--line-strong"), brand: read("--brand"), onBrand: read("--on-brand"), text: read("--text"), muted: read("--muted"),
    danger: read("--danger"), onDanger: read("--surface"), warn: read("--severe-fill"), watch: read("--moderate-fill"), ok: read("--ok"), minor: read("--minor"), halo: read("--surface"),
  };
}
