/** The shrinking itself, away from the thumb: a photo comes in, a smaller one goes out, or null. */
import { draw, fitted, smallEnough, TYPE } from "./shrink";

onmessage = async ({ data }: MessageEvent<Blob>) => {
  postMessage(await shrink(data).catch(() => null));
};

async function shrink(bytes: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(bytes);
  try {
    return await smallEnough((side) => {
      const { width, height } = fitted(bitmap.width, bitmap.height, side);
      const canvas = new OffscreenCanvas(width, height);
      draw(canvas.getContext("2d")!, bitmap, canvas);
      return { encode: (quality) => canvas.convertToBlob({ type: TYPE, quality }), free: () => void Object.assign(canvas, { width: 0, height: 0 }) };
    });
  } finally {
    bitmap.close();
  }
}
