/** Reads QR codes from the camera: by the browser's own detector where it has one, else by zxing, which comes only then. */
import wasmUrl from "zxing-wasm/reader/zxing_reader.wasm?url";

interface Detector { detect(source: ImageBitmapSource): Promise<{ rawValue: string }[]> }
type Make = new (options: { formats: string[] }) => Detector;
type Read = (video: HTMLVideoElement) => Promise<string | null>;

/** Two looks a second too many would warm the phone; a code is still read within half a second. */
const EVERY_MS = 120;
/** A slow phone has to breathe between two looks: what is on the screen moves, too. */
const BREATH_MS = 20;
/** A code that is held well is read at once; every so many looks one takes its time over a small, grey or inverted one. */
const HARDER = 3;
const WIDE = 960;

async function ownEye(): Promise<Detector | null> {
  const Own = (globalThis as { BarcodeDetector?: Make & { getSupportedFormats(): Promise<string[]> } }).BarcodeDetector;
  const knows = Own ? await Own.getSupportedFormats().catch(() => []) : [];
  return Own && knows.includes("qr_code") ? new Own({ formats: ["qr_code"] }) : null;
}

async function reader(): Promise<Read> {
  const own = await ownEye();
  return own ? async (video) => (await own.detect(video))[0]?.rawValue ?? null : byZxing();
}

/** What reads is on the phone before the day without a network, whatever becomes of the camera now. */
export async function keepReader(): Promise<void> {
  if (!globalThis.caches || (await ownEye())) return;
  const cache = await caches.open("scanner");
  const older = (await cache.keys()).filter(({ url }) => !url.endsWith(wasmUrl));
  await Promise.all(older.map((one) => cache.delete(one)));
  if (!(await cache.match(wasmUrl))) await cache.add(wasmUrl);
}

async function byZxing(): Promise<Read> {
  const { prepareZXingModule, readBarcodes } = await import("zxing-wasm/reader");
  prepareZXingModule({ overrides: { locateFile: () => wasmUrl } });
  const canvas = document.createElement("canvas");
  const drawing = canvas.getContext("2d", { willReadFrequently: true })!;
  let looks = 0;
  return async (video) => {
    const harder = ++looks % HARDER === 0;
    const scale = Math.min(1, WIDE / video.videoWidth);
    [canvas.width, canvas.height] = [Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale)];
    drawing.drawImage(video, 0, 0, canvas.width, canvas.height);
    const found = await readBarcodes(drawing.getImageData(0, 0, canvas.width, canvas.height), { formats: ["QRCode"], maxNumberOfSymbols: 1, tryHarder: harder, tryInvert: harder, tryDownscale: harder, tryRotate: false });
    return found[0]?.text ?? null;
  };
}

export interface Scanning { stop(): void; torch: ((on: boolean) => Promise<void>) | null }

interface Looking { tell(text: string): void; /** While what was read is judged and shown, nothing is looked at: the phone has that to do. */ rests(): boolean }

/** Looks until it is stopped; tells every reading, also the same one again. */
export async function scan(video: HTMLVideoElement, looking: Looking): Promise<Scanning> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } }, audio: false });
  const [track] = stream.getVideoTracks();
  let on = true;
  const stop = () => { on = false; stream.getTracks().forEach((one) => one.stop()); video.srcObject = null; };
  try {
    video.srcObject = stream;
    await video.play();
    void look(await reader(), video, looking, () => on);
  } catch (error) {
    stop();
    throw error;
  }
  const canLight = Boolean(track && (track.getCapabilities?.() as { torch?: boolean } | undefined)?.torch);
  return { stop, torch: canLight ? (lit) => track!.applyConstraints({ advanced: [{ torch: lit } as MediaTrackConstraintSet] }) : null };
}

async function look(read: Read, video: HTMLVideoElement, { tell, rests }: Looking, isOn: () => boolean): Promise<void> {
  while (isOn()) {
    const began = performance.now();
    // A frame that cannot be read is followed by another one.
    const text = video.videoWidth && !rests() ? await read(video).catch(() => null) : null;
    if (text && isOn()) tell(text);
    await new Promise((go) => setTimeout(go, Math.max(BREATH_MS, EVERY_MS - (performance.now() - began))));
  }
}
