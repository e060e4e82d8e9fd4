/** Small drawings for the steps, as plain data: what to look for on the screen is drawn in the brand's colour. */
type Shape = readonly [tag: string, attributes: Record<string, string | number>];
export type Art = keyof typeof ART;

const line = (d: string): Shape => ["path", { d, class: "l" }];
const mark = (d: string): Shape => ["path", { d, class: "m" }];
const box = (x: number, y: number, width: number, height: number, rx = 3, kind = "l"): Shape => ["rect", { x, y, width, height, rx, class: kind }];
const dot = (cx: number, cy: number, r: number, kind = "l"): Shape => ["circle", { cx, cy, r, class: kind }];
const PHONE = box(34, 3, 52, 78, 8);
const bell = (x: number, y: number): Shape => mark(`M${x - 8} ${y + 6}c3-3 3-6 3-9a5 5 0 0 1 10 0c0 3 0 6 3 9zM${x - 2} ${y + 9}a2 2 0 0 0 4 0`);
const toggle = (x: number, y: number): Shape[] => [box(x, y, 13, 8, 4, "f"), dot(x + 9, y + 4, 2.5, "k")];
const rows = (...ys: number[]): Shape[] => ys.map((y) => line(`M41 ${y}h22`));
const globe = (x: number, y: number): Shape => mark(`M${x - 7} ${y}a7 7 0 1 0 14 0a7 7 0 1 0-14 0h14M${x} ${y - 7}c-4 4-4 10 0 14c4-4 4-10 0-14`);

export const ART = {
  menu: [PHONE, dot(71, 11, 1.3, "k"), dot(75, 11, 1.3, "k"), dot(79, 11, 1.3, "k"), dot(75, 11, 8, "r"), box(44, 24, 38, 40, 4), line("M50 33h20"), line("M50 55h20"), box(47, 38, 32, 11, 3, "f"), globe(58, 43.5)],
  copy: [box(22, 14, 34, 44, 4), box(34, 24, 34, 44, 4, "f"), line("M42 36h18"), line("M42 45h18"), mark("M76 46h18m-6-6l6 6l-6 6")],
  browser: [PHONE, box(40, 10, 40, 11, 5.5, "f"), globe(60, 45), line("M44 68h32")],
  share: [PHONE, line("M35 63h50"), mark("M54 71v6h12v-6M60 74v-12m-4 4l4-4l4 4"), dot(60, 70, 10, "r"), ...rows(18, 27, 36), line("M41 45h14")],
  add: [PHONE, ...rows(16, 27), box(39, 34, 42, 15, 4, "f"), mark("M70 38h7v7h-7zM73.500 39.500v4m-2-2h4"), line("M44 41.500h18"), ...rows(58, 68)],
  home: [PHONE, ...[0, 1, 2].flatMap((y) => [0, 1, 2].map((x) => (x === 1 && y === 1 ? box(54, 33, 12, 12, 3.500, "b") : box(40 + x * 14, 16 + y * 17, 12, 12, 3.500)))), dot(60, 39, 11, "r"), line("M50 74h20")],
  allow: [PHONE, box(26, 22, 68, 40, 5, "s"), bell(60, 34), box(32, 48, 25, 10, 5), box(62, 48, 26, 10, 5, "b"), mark("M70 53l3 3l6-6")],
  address: [box(14, 12, 92, 18, 9), dot(25, 21, 9, "r"), mark("M20.500 18.500h9m-9 5h9"), line("M40 21h44"), box(14, 36, 70, 38, 5, "s"), bell(26, 48), line("M40 49h18"), ...toggle(65, 45), line("M22 64h36")],
  press: [PHONE, box(46, 42, 16, 16, 4, "b"), dot(54, 50, 14, "r"), box(50, 14, 44, 19, 4, "s"), dot(60, 23.500, 5, "m"), mark("M60 22.500v4m0-6.500v.01"), line("M70 23.500h17")],
  toggles: [PHONE, ...rows(18, 34, 50, 66), ...toggle(67, 14), ...toggle(67, 30), ...toggle(67, 46), ...toggle(67, 62)],
  battery: [box(24, 26, 66, 32, 6), box(92, 36, 5, 12, 2), box(29, 31, 56, 22, 3, "f"), mark("M48 42l6 6l13-13")],
  recents: [box(10, 16, 28, 52, 5), box(82, 16, 28, 52, 5), box(42, 10, 36, 62, 6, "f"), mark("M53 38h14v11h-14zM56 38v-4a4 4 0 0 1 8 0v4"), line("M50 20h20"), line("M50 62h12")],
  auto: [PHONE, ...rows(18, 66), box(38, 28, 44, 26, 4, "f"), mark("M50 33l-6 9h6l-2 8l8-11h-6z"), ...toggle(64, 37)],
  moon: [PHONE, mark("M66 50a16 16 0 1 1-10-25a13 13 0 0 0 10 25z"), line("M46 68h28")],
  again: [PHONE, mark("M48 36a13 13 0 0 1 24-4l3 4m0-8v8h-8M72 48a13 13 0 0 1-24 4l-3-4m0 8v-8h8")],
  bell: [PHONE, box(38, 12, 44, 22, 5, "s"), bell(47, 21), line("M58 20h18"), line("M58 27h12"), mark("M24 22l-6-3M24 34l-6 3M96 22l6-3M96 34l6 3")],
  update: [PHONE, dot(60, 36, 15, "f"), mark("M60 28v15m-6-6l6 6l6-6"), line("M44 66h32")],
  net: [mark("M30 38a42 42 0 0 1 60 0M40 48a28 28 0 0 1 40 0M50 58a14 14 0 0 1 20 0"), dot(60, 68, 3, "b")],
  desktop: [box(12, 8, 96, 58, 5), line("M48 76h24M60 66v10"), box(20, 15, 80, 12, 6, "f"), dot(28, 21, 8, "r"), mark("M24.500 19.500h7m-7 3h7"), bell(60, 44)],
} satisfies Record<string, readonly Shape[]>;
