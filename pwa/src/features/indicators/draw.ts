/** Puts a picture on a canvas, in the fonts of the page, and makes a file of it. */
import { COLOURS, pictureOf, type Measure, type Op, type Picture, type PictureWords } from "./picture";

const TYPE = "image/png";

export async function pngOf(words: PictureWords): Promise<Blob> {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  const family = getComputedStyle(document.documentElement).fontFamily;
  const fontOf = (size: number, weight: number) => `${weight} ${size}px ${family}`;
  const measure: Measure = (text, size, weight) => {
    pen.font = fontOf(size, weight);
    return pen.measureText(text).width;
  };
  const picture = pictureOf(words, measure);
  [canvas.width, canvas.height] = [picture.width, Math.ceil(picture.height)];
  draw(pen, picture, fontOf);
  return new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture"))), TYPE));
}

function draw(pen: CanvasRenderingContext2D, { ops }: Picture, fontOf: (size: number, weight: number) => string): void {
  pen.textBaseline = "alphabetic";
  [pen.lineCap, pen.lineJoin] = ["round", "round"];
  for (const op of ops) one(pen, op, fontOf);
}

function one(pen: CanvasRenderingContext2D, op: Op, fontOf: (size: number, weight: number) => string): void {
  pen.fillStyle = pen.strokeStyle = COLOURS[op.colour];
  if (op.kind === "text") {
    pen.font = fontOf(op.size, op.weight);
    return pen.fillText(op.text, op.x, op.y);
  }
  pen.beginPath();
  if (op.kind === "box") {
    pen.roundRect(op.x, op.y, op.width, op.height, op.radius);
    return pen.fill();
  }
  pen.lineWidth = op.width;
  op.points.forEach(([x, y], index) => (index ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.stroke();
}
