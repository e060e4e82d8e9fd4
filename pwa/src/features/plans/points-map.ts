/** The district with a plan's assembly points on it: a tap places one, a finger drags it. Drawn from our own shapes. */
import { AttributionControl, Map as Canvas, Marker, NavigationControl, setWorkerUrl, type GeoJSONSource } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import type { PlanContent, Shapes } from "@/platform/shapes";
import { boundsOf, round } from "./bounds";

setWorkerUrl(workerUrl);

type Point = PlanContent["assembly_points"][number];
export interface At { lng: number; lat: number; /** The street there, if it is one of ours. */ code: string | null }
export interface Hands { place: (at: At) => void; move: (index: number, at: At) => void; choose: (index: number) => void }
export interface Drawn { show: (points: Point[], chosen: number, nameKey: "name_zh" | "name_en") => void; look: (point: Point) => void; repaint: () => void; remove: () => void }

export async function drawPoints(box: HTMLElement, shapes: Shapes, schematic: string, hands: Hands): Promise<Drawn> {
  const map = new Canvas({
    container: box, attributionControl: false, dragRotate: false, pitchWithRotate: false, maxPitch: 0, bounds: boundsOf(shapes), fitBoundsOptions: { padding: 20 },
    localIdeographFontFamily: "'PingFang SC', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif",
    style: { version: 8, sources: { areas: { type: "geojson", data: shapes as never } }, layers: layers(box) as never },
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new AttributionControl({ compact: false, customAttribution: schematic }));
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  await map.once("load");
  const at = (lng: number, lat: number): At => {
    const [hit] = map.queryRenderedFeatures(map.project([lng, lat]), { layers: ["area"] });
    return { lng: round(lng), lat: round(lat), code: (hit?.properties.code as string | undefined) ?? null };
  };
  map.on("click", (event) => hands.place(at(event.lngLat.lng, event.lngLat.lat)));
  const markers: Marker[] = [];
  return {
    show: (points, chosen, nameKey) => {
      markers.splice(0).forEach((marker) => marker.remove());
      points.forEach((point, index) => markers.push(pin(map, point, index, index === chosen, at, hands)));
      map.setLayoutProperty("name", "text-field", ["get", nameKey]);
    },
    look: (point) => void map.easeTo({ center: [point.lng, point.lat], duration: 300 }),
    repaint: () => {
      for (const { id, paint } of layers(box)) for (const [name, value] of Object.entries(paint)) map.setPaintProperty(id, name as "fill-color", value as string);
      (map.getSource("areas") as GeoJSONSource).setData(shapes as never);
    },
    remove: () => map.remove(),
  };
}

function pin(map: Canvas, point: Point, index: number, chosen: boolean, at: (lng: number, lat: number) => At, hands: Hands): Marker {
  const element = document.createElement("span");
  element.className = chosen ? "pin chosen" : "pin";
  element.append(Object.assign(document.createElement("b"), { textContent: String(index + 1) }));
  element.addEventListener("click", (event) => {
    event.stopPropagation();
    hands.choose(index);
  });
  const marker = new Marker({ element, draggable: true }).setLngLat([point.lng, point.lat]).addTo(map);
  marker.on("dragend", () => {
    const { lng, lat } = marker.getLngLat();
    hands.move(index, at(lng, lat));
  });
  return marker;
}

function layers(box: HTMLElement) {
  const style = getComputedStyle(box);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return [
    { id: "ground", type: "background", paint: { "background-color": read("--ground") } },
    { id: "area", type: "fill", source: "areas", paint: { "fill-color": read("--surface-2") } },
    { id: "edge", type: "line", source: "areas", paint: { "line-color": read("--line-strong"), "line-width": 1 } },
    {
      id: "name", type: "symbol", source: "areas", layout: { "text-field": ["get", "name_zh"], "text-size": 13, "text-font": ["sans-serif"], "text-anchor": "top", "text-offset": [0, 1.2] },
      paint: { "text-color": read("--text"), "text-halo-color": read("--surface"), "text-halo-width": 1.6 },
    },
  ];
}
