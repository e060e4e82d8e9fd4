/** Many things as dots on the schematic map: what lies close together is one dot with its number until one comes nearer. */
import type { Map as Canvas, MapGeoJSONFeature, MapMouseEvent } from "maplibre-gl";
import type { Shapes } from "@/platform/shapes";
import { goTo, openCanvas, source, type Colours } from "./canvas";
import { corners } from "./focus";

export type DotLook = "late" | "act" | "check" | "watch" | "done" | "over";
export interface Dot { id: string; lng: number; lat: number; look: DotLook; urgent: boolean }
export interface DotsDrawn { ground: (shapes: Shapes, language: string) => void; show: (dots: readonly Dot[], fit: boolean) => void; choose: (id: string) => void; resize: () => void; remove: () => void }

/** A finger is wider than a dot. */
const FINGER = 12;
const FEW_SHAPES = 13.2;
const CLUSTERS = ["dots", { cluster: true, clusterRadius: 58, clusterMaxZoom: 17, clusterProperties: { late: ["+", ["case", ["==", ["get", "look"], "late"], 1, 0]] } }] as [string, object];

export async function drawDots(box: HTMLElement, schematic: string, onTap: (ids: string[]) => void): Promise<DotsDrawn> {
  const { map, remove } = await openCanvas(box, schematic, ["areas", CLUSTERS], layers);
  map.on("click", (event) => void tapped(map, event, onTap));
  for (const layer of ["cluster", "dot"]) {
    map.on("mouseenter", layer, () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", layer, () => (map.getCanvas().style.cursor = ""));
  }
  let land: number[][] = [];
  let known: readonly Dot[] = [];
  return {
    ground: (shapes, language) => {
      land = shapes.features.flatMap((feature) => corners(feature.geometry));
      source(map, "areas").setData(shapes as never);
      for (const layer of ["street-name", "name"]) map.setLayoutProperty(layer, "text-field", ["get", language === "en" ? "name_en" : "name_zh"]);
    },
    show: (dots, fit) => {
      known = dots;
      source(map, "dots").setData({ type: "FeatureCollection", features: dots.map(featureOf) } as never);
      if (fit) goTo(map, dots.length ? dots.map(({ lng, lat }) => [lng, lat]) : land);
    },
    choose: (id) => {
      map.setFilter("chosen", ["==", ["get", "id"], id]);
      uncover(map, known.find((dot) => dot.id === id));
    },
    resize: () => void map.resize(),
    remove,
  };
}

const featureOf = ({ lng, lat, ...properties }: Dot) => ({ type: "Feature", properties, geometry: { type: "Point", coordinates: [lng, lat] } });

async function tapped(map: Canvas, { point }: MapMouseEvent, onTap: (ids: string[]) => void): Promise<void> {
  const around = [[point.x - FINGER, point.y - FINGER], [point.x + FINGER, point.y + FINGER]] as [[number, number], [number, number]];
  const hits = map.queryRenderedFeatures(around, { layers: ["cluster", "dot"] });
  const group = hits.find((hit) => hit.properties.cluster);
  if (!group) return onTap([...new Set(hits.map((hit) => String(hit.properties.id)))]);
  await comeNearer(map, group, onTap);
}

/** A card rises at the foot of the map: the dot that it is about stays in sight above it. */
function uncover(map: Canvas, dot: Dot | undefined): void {
  if (!dot) return;
  const { clientHeight: height, clientWidth: width } = map.getContainer();
  const { x, y } = map.project([dot.lng, dot.lat]);
  const isSeen = x > FINGER && x < width - FINGER && y > FINGER && y < height * 0.45;
  if (!isSeen) map.easeTo({ center: [dot.lng, dot.lat], offset: [0, -height * 0.22], duration: 300, essential: false });
}

/** Into a group as far as it takes to see its parts; those that never part are shown one after another. */
async function comeNearer(map: Canvas, group: MapGeoJSONFeature, onTap: (ids: string[]) => void): Promise<void> {
  const id = Number(group.properties.cluster_id);
  const zoom = await source(map, "dots").getClusterExpansionZoom(id);
  if (zoom > 17 || map.getZoom() >= 17) {
    const leaves = await source(map, "dots").getClusterLeaves(id, 50, 0);
    return onTap(leaves.map((leaf) => String(leaf.properties?.id)));
  }
  const center = (group.geometry as unknown as { coordinates: [number, number] }).coordinates;
  map.easeTo({ center, zoom: zoom + 0.4, essential: false, duration: 300 });
}

function layers(colours: Colours) {
  const letters = { "text-color": colours.text, "text-halo-color": colours.halo, "text-halo-width": 1.6 };
  const look = ["match", ["get", "look"], "late", colours.danger, "act", colours.minor, "check", colours.warn, "watch", colours.watch, "done", colours.ok, colours.muted];
  const street = ["==", ["get", "level"], "street"];
  const late = [">", ["get", "late"], 0];
  const text = { "text-font": ["sans-serif"], "text-allow-overlap": true, "text-ignore-placement": true };
  return [
    { id: "ground", type: "background", paint: { "background-color": colours.ground } },
    { id: "area", type: "fill", source: "areas", filter: street, paint: { "fill-color": colours.land } },
    { id: "edge", type: "line", source: "areas", filter: ["!", street], paint: { "line-color": colours.line, "line-width": 0.6, "line-opacity": 0.6 } },
    { id: "street-edge", type: "line", source: "areas", filter: street, paint: { "line-color": colours.line, "line-width": 2 } },
    { id: "street-name", type: "symbol", source: "areas", filter: street, maxzoom: FEW_SHAPES, layout: { "text-field": ["get", "name_zh"], "text-size": 13, "text-font": ["sans-serif"] }, paint: letters },
    { id: "name", type: "symbol", source: "areas", filter: ["!", street], minzoom: FEW_SHAPES, layout: { "text-field": ["get", "name_zh"], "text-size": 12, "text-font": ["sans-serif"] }, paint: { ...letters, "text-color": colours.muted } },
    { id: "cluster", type: "circle", source: "dots", filter: ["has", "point_count"], paint: { "circle-radius": ["step", ["get", "point_count"], 17, 20, 21, 100, 26], "circle-color": ["case", late, colours.danger, colours.brand], "circle-stroke-color": colours.halo, "circle-stroke-width": 2.5 } },
    { id: "number", type: "symbol", source: "dots", filter: ["has", "point_count"], layout: { ...text, "text-size": 12.5, "text-field": ["case", late, ["concat", ["get", "point_count_abbreviated"], "\n!", ["get", "late"]], ["get", "point_count_abbreviated"]] }, paint: { "text-color": ["case", late, colours.onDanger, colours.onBrand] } },
    { id: "chosen", type: "circle", source: "dots", filter: ["literal", false], paint: { "circle-radius": 17, "circle-color": colours.brand, "circle-opacity": 0.3, "circle-stroke-color": colours.brand, "circle-stroke-width": 3 } },
    { id: "dot", type: "circle", source: "dots", filter: ["!", ["has", "point_count"]], paint: { "circle-radius": ["case", ["get", "urgent"], 11, 9], "circle-color": look, "circle-stroke-color": colours.halo, "circle-stroke-width": 2 } },
    { id: "sign", type: "symbol", source: "dots", filter: ["!", ["has", "point_count"]], layout: { ...text, "text-size": 12, "text-field": ["match", ["get", "look"], "late", "!", "act", "→", "check", "?", "watch", "~", "done", "✓", "×"] }, paint: { "text-color": ["match", ["get", "look"], "watch", "#241c00", colours.halo] } },
  ];
}
