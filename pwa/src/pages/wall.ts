/** What a screen on a wall needs that one in the hand does not: night, large type, nothing that burns in, and looking again by itself. */
import { computed, onMounted, onUnmounted, ref } from "vue";
import type { Look } from "@/features/incidents/points";
import { now } from "@/i18n/time";
import { theme } from "@/platform/look";

interface Spot { at: [x: number, y: number]; look: Look }
interface Mark { x: number; y: number; n: number; r: number; look: Look }

/** The side of a square of the sheet within which dots are one. */
const NEAR = 44;
const SMALL = 9;
const WORST: Look[] = ["late", "act", "check", "done", "over"];
/** A slow round of a few pixels, one step a minute: no line stays on the same dots of the screen. */
const STEPS = [[0, 0], [2, 0], [4, 1], [4, 3], [2, 4], [0, 4], [-2, 3], [-3, 1], [-2, -1]] as const;
const STEP_MS = 60_000;
/** What no hint tells of, and what a stream that broke did not tell, is looked at as often as this. */
export const LOOK_MS = 60_000;

/** Dots that lie together are one with their number, in the colour of the worst of them; the large ones are drawn first. */
export function marks(spots: readonly Spot[]): Mark[] {
  const squares = new Map<string, Spot[]>();
  for (const spot of spots) {
    const key = spot.at.map((one) => Math.floor(one / NEAR)).join();
    squares.set(key, [...(squares.get(key) ?? []), spot]);
  }
  return [...squares.values()].map(markOf).sort((one, other) => other.n - one.n);
}

function markOf(spots: Spot[]): Mark {
  const middle = (axis: 0 | 1) => Math.round((spots.reduce((sum, { at }) => sum + at[axis], 0) / spots.length) * 10) / 10;
  const look = WORST.find((one) => spots.some((spot) => spot.look === one))!;
  return { x: middle(0), y: middle(1), n: spots.length, look, r: Math.min(NEAR / 2, SMALL + 3 * Math.log2(spots.length)) };
}

/** How far the whole picture stands aside just now, in pixels. */
export const shift = computed(() => {
  const [x, y] = STEPS[Math.floor(now.value / STEP_MS) % STEPS.length]!;
  return { transform: `translate(${x}px, ${y}px)` };
});

/** By night on a wall, whatever the phone that leads it is set to; in the hand as the person likes it. */
export function useNight(): void {
  const root = document.documentElement;
  const [wide, dusk] = [matchMedia("(min-width: 75rem)"), matchMedia("(prefers-color-scheme: dark)")];
  const own = () => (theme.value === "auto" ? (dusk.matches ? "dark" : "light") : theme.value);
  const wear = () => void (root.dataset.theme = wide.matches ? "dark" : own());
  onMounted(() => {
    wear();
    for (const query of [wide, dusk]) query.addEventListener("change", wear);
  });
  onUnmounted(() => {
    for (const query of [wide, dusk]) query.removeEventListener("change", wear);
    root.dataset.theme = own();
  });
}

/** Beijing's hour with its seconds, and the day. */
export function useHour(language: () => string) {
  const at = ref(Date.now());
  const timer = setInterval(() => (at.value = Date.now()), 1_000);
  onUnmounted(() => clearInterval(timer));
  const as = (how: Intl.DateTimeFormatOptions) => computed(() => new Intl.DateTimeFormat(language(), { timeZone: "Asia/Shanghai", ...how }).format(at.value));
  return { hour: as({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }), day: as({ month: "long", day: "numeric", weekday: "long" }) };
}
