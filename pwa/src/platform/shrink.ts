/** Makes a photo small enough for a slow network: beside the main thread where the browser can. */
export const LONGEST_PX = 1_600;
export const MOST_BYTES = 400 * 1_024;
const PATIENCE_MS = 20_000;
const SIDES_PX = [LONGEST_PX, 1_280, 1_024, 800];
const QUALITIES = [0.82, 0.7, 0.55, 0.4];
export const TYPE = "image/jpeg";

type Painted = { encode: (quality: number) => Promise<Blob>; free: () => void };

/** Never larger than it was. */
export function fitted(width: number, height: number, side: number): { width: number; height: number } {
  const scale = Math.min(1, side / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** First the quality goes down, then the size; the last try is taken however large it is. */
export async function smallEnough(paint: (side: number) => Painted): Promise<Blob> {
  let last: Blob | null = null;
  for (const side of SIDES_PX) {
    const painted = paint(side);
    try {
      for (const quality of QUALITIES) {
        last = await painted.encode(quality);
        if (last.size <= MOST_BYTES) return last;
      }
    } finally {
      painted.free();
    }
  }
  return last!;
}

/** null: this browser cannot read it, and the original has to do. */
export async function shrunk(bytes: Blob): Promise<Blob | null> {
  return (await inWorker(bytes).catch(() => null)) ?? (await here(bytes).catch(() => null));
}

async function inWorker(bytes: Blob): Promise<Blob | null> {
  if (!("OffscreenCanvas" in globalThis)) return null;
  const worker = new Worker(new URL("./shrink.worker.ts", import.meta.url), { type: "module" });
  try {
    return await new Promise<Blob | null>((resolve) => {
      setTimeout(() => resolve(null), PATIENCE_MS);
      worker.onmessage = ({ data }) => resolve(data as Blob | null);
      worker.onerror = () => resolve(null);
      worker.postMessage(bytes);
    });
  } finally {
    worker.terminate();
  }
}

async function here(bytes: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(bytes);
  try {
    return await smallEnough((side) => {
      const canvas = Object.assign(document.createElement("canvas"), fitted(bitmap.width, bitmap.height, side));
      draw(canvas.getContext("2d")!, bitmap, canvas);
      const encode = (quality: number) => new Promise<Blob>((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), TYPE, quality));
      return { encode, free: () => void Object.assign(canvas, { width: 0, height: 0 }) };
    });
  } finally {
    bitmap.close();
  }
}

/** JPEG knows no transparency: white, as paper is. */
export function draw(context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D, bitmap: ImageBitmap, { width, height }: { width: number; height: number }): void {
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
}
