/** What the map stands on: the district's file, from the phone where it is kept and else piece by piece, and 天地图's tiles. */
import { addProtocol } from "maplibre-gl";
import { PMTiles, type RangeResponse, type Source } from "pmtiles";
import { groundFile, keptGround } from "@/offline/district";
import { api, authorizedFetch, take } from "@/platform/api";
import type { MapGround, MapSources } from "@/platform/shapes";
import { keep, kept } from "@/offline/read-db";

const KEY = "map_sources";
let ground: PMTiles | null = null;

/** Without a network as they were; a phone that never asked has no ground but the areas. */
export async function loadSources(): Promise<MapSources> {
  try {
    const found = await take(api.GET("/api/map", {}));
    await keep(KEY, found).catch(() => {});
    return found;
  } catch {
    return (await kept<MapSources>(KEY).catch(() => undefined)) ?? { ground: null, tianditu: null, scene: null };
  }
}

export interface Opened { about: MapGround; isKept: boolean }

/** The kept file counts when it is the one that is asked for, or when nothing else can be had. */
export async function openGround(asked: MapGround | null): Promise<Opened | null> {
  const here = await keptGround().catch(() => null);
  const about = here && (!asked || here.about.version === asked.version || !navigator.onLine) ? here.about : asked;
  if (!about) return null;
  const file = here?.about.version === about.version ? await groundFile(about.version) : null;
  const opened = { about, isKept: file !== null };
  if (about.kind !== "pmtiles") return opened;
  ground = new PMTiles(file ? ofFile(file, about.version) : ofServer(about));
  addProtocol("district", async ({ url }) => {
    const [z, x, y] = url.split("//")[1]!.split("/").map(Number);
    // Where nothing lies there is no tile: an empty one, or the map would go on asking.
    return { data: (await ground!.getZxy(z!, x!, y!))?.data ?? new ArrayBuffer(0) };
  });
  return opened;
}

export async function groundAsJson({ url, version }: MapGround): Promise<object> {
  const file = await groundFile(version);
  return JSON.parse(file ? await file.text() : await (await fetched(url)).text()) as object;
}

/** A tile comes with the session that the page holds; a picture's own address could not carry it. */
export function openTianditu(): void {
  addProtocol("tianditu", async ({ url }, { signal }) => ({ data: await (await fetched(`/api/map/tianditu/${url.split("//")[1]!}`, { signal })).arrayBuffer() }));
}

async function fetched(url: string, more: RequestInit = {}): Promise<Response> {
  const response = await authorizedFetch(new Request(url, more));
  if (!response.ok) throw new Error(`${response.status}`);
  return response;
}

function ofServer({ url, version }: MapGround): Source {
  return {
    getKey: () => version,
    async getBytes(offset, length, signal): Promise<RangeResponse> {
      const headers = { Range: `bytes=${offset}-${offset + length - 1}` };
      const response = await fetched(url, { headers, signal });
      const data = await response.arrayBuffer();
      // Something between that knows no ranges sends all of it.
      return { data: response.status === 206 ? data : data.slice(offset, offset + length) };
    },
  };
}

function ofFile(file: Blob, version: string): Source {
  return { getKey: () => `kept ${version}`, getBytes: async (offset, length) => ({ data: await file.slice(offset, offset + length).arrayBuffer() }) };
}
