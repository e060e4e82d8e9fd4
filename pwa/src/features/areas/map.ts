/** Draws the schematic district with MapLibre: our own shapes and letters, nothing from outside. */
import type { ExpressionSpecification, Map as Canvas } from "maplibre-gl";
import type { Shapes } from "@/platform/shapes";
import { goTo, NOTHING, openCanvas, source, type Colours } from "./canvas";
import { circleRing, type Circle } from "./circle";
import { corners } from "./focus";
import { asPolygon, crosses, type Drawing } from "./polygon";

interface Point { name: string; lng: number; lat: number }
export interface Look { chosen: string[]; circle: Circle | null; drawing: Drawing | null; points: Point[]; language: string }
export interface Drawn { draw: (shapes: Shapes, fit: boolean) => void; look: (look: Look) => void; goTo: (points: number[][]) => void; remove: () => void }

export async function drawMap(box: HTMLElement, schematic: string, onTap: (code: string | null, at: { lng: number; lat: number }) => void): Promise<Drawn> {
  const { map, remove } = await openCanvas(box, schematic, ["areas", "circle", "drawing", "points"], layers);
  map.on("click", (event) => {
    const [hit] = map.queryRenderedFeatures(event.point, { layers: ["area"] });
    onTap((hit?.properties.code as string | undefined) ?? null, { lng: event.lngLat.lng, lat: event.lngLat.lat });
  });
  return { draw: (shapes, fit) => draw(map, shapes, fit), look: (look) => dress(map, look), goTo: (points) => goTo(map, points), remove };
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
