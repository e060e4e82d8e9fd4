/** What stands on the map: each kind has a shape of its own, a colour and a sign, so that none is told by colour alone. */
import type { Map as Canvas } from "maplibre-gl";
import type { Colours } from "./look";

export type Form = "round" | "square" | "diamond" | "flag";
export interface Mark { form: Form; colour: string; sign: string; letters: string }

const SIZE = 30;
/** Twice as fine as the map asks for: phones have fine screens. */
const FINE = 2;

/** A module's colours by the names that its file uses, in the page's own tones. */
export function toneOf(name: string, c: Colours): string {
  const tones: Record<string, string> = { green: c.ok, blue: c.minor, yellow: c.moderate, orange: c.severe, red: c.danger, grey: c.muted, purple: c.exercise };
  return tones[name] ?? c.muted;
}

/** Black or white, whichever is read on it. */
export function lettersOn(colour: string): string {
  const parts = /^#(..)(..)(..)$/.exec(colour)?.slice(1).map((part) => parseInt(part, 16) / 255) ?? [0, 0, 0];
  const [r, g, b] = parts.map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b! > 0.22 ? "#0f1a23" : "#ffffff";
}

export function putMark(map: Canvas, name: string, mark: Mark, ring: string): void {
  const image = drawn(mark, ring);
  if (map.hasImage(name)) map.updateImage(name, image);
  else map.addImage(name, image, { pixelRatio: FINE });
}

function drawn({ form, colour, sign, letters }: Mark, ring: string): ImageData {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE * FINE;
  const pen = canvas.getContext("2d")!;
  pen.scale(FINE, FINE);
  outline(pen, form);
  pen.fillStyle = colour;
  pen.fill();
  pen.lineWidth = 2.5;
  pen.strokeStyle = ring;
  pen.stroke();
  pen.fillStyle = letters;
  pen.font = `700 ${sign.length > 1 ? 11 : 14}px system-ui, 'PingFang SC', 'Noto Sans CJK SC', sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(sign, SIZE / 2, SIZE / 2 + 1);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

function outline(pen: CanvasRenderingContext2D, form: Form): void {
  const [middle, reach] = [SIZE / 2, SIZE / 2 - 3];
  pen.beginPath();
  if (form === "round") pen.arc(middle, middle, reach, 0, 2 * Math.PI);
  else if (form === "square") pen.roundRect(middle - reach + 1, middle - reach + 1, 2 * reach - 2, 2 * reach - 2, 6);
  else if (form === "flag") pen.roundRect(2, 5, SIZE - 4, SIZE - 10, 4);
  else {
    pen.moveTo(middle, 1.5);
    pen.lineTo(SIZE - 1.5, middle);
    pen.lineTo(middle, SIZE - 1.5);
    pen.lineTo(1.5, middle);
    pen.closePath();
  }
}
