/** Keeps the outlines of the areas a person may see, so that a place can be drawn without a network. */
import { api, take } from "@/platform/api";
import type { Shapes } from "@/platform/shapes";
import { keep, kept } from "./read-db";

const KEY = "area_shapes";
const FRESH_MS = 12 * 3_600_000;
interface Kept { person: string; read_at: number; shapes: Shapes }

/** What the phone has, and nothing but that. */
export async function keptShapes(person: string): Promise<Shapes | null> {
  const copy = await kept<Kept>(KEY).catch(() => undefined);
  return copy?.person === person ? copy.shapes : null;
}

/** The kept ones while they are fresh, else the server's; without a network the kept ones however old. */
export async function areaShapes(person: string, now: number = Date.now()): Promise<Shapes | null> {
  const copy = await kept<Kept>(KEY).catch(() => undefined);
  const mine = copy?.person === person ? copy : undefined;
  if (mine && now - mine.read_at < FRESH_MS) return mine.shapes;
  try {
    const shapes = await take(api.GET("/api/areas/shapes", {}));
    await keep(KEY, { person, read_at: now, shapes } satisfies Kept).catch(() => {});
    return shapes;
  } catch {
    return mine?.shapes ?? null;
  }
}
