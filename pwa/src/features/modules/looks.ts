/** Colours and drawings of modules and their states: what a file names, as the screen has it. */
import {
  Accessibility, Baby, Ban, Bike, Building2, Bus, ChefHat, CircleHelp, CircleMinus, ClipboardList, Clock, Cctv, Construction, Eye, Flag, HeartPulse, House, Info, Landmark,
  MapPinned, MoveVertical, OctagonAlert, ParkingSquare, ShieldCheck, ShoppingBag, Soup, Sparkles, Stethoscope, Store, Trees, TriangleAlert, Users, Wrench, Armchair, Check,
} from "lucide";
import type { Drawing } from "@/ui/Icon.vue";

export type Tone = "ok" | "minor" | "moderate" | "severe" | "extreme" | "plain";

/** Purple is for drills alone: a file that asks for it gets grey, with its word and its drawing. */
const TONES: Record<string, Tone> = { green: "ok", blue: "minor", yellow: "moderate", orange: "severe", red: "extreme", grey: "plain", purple: "plain" };
export const toneOf = (colour?: string): Tone => TONES[colour ?? ""] ?? "plain";

const DRAWINGS: Record<string, unknown> = {
  // states
  check: Check, info: Info, clock: Clock, warning: TriangleAlert, stop: OctagonAlert, minus: CircleMinus, question: CircleHelp, ban: Ban, eye: Eye, flag: Flag, shield: ShieldCheck, wrench: Wrench,
  // modules
  house: House, meal: Soup, kitchen: ChefHat, lift: MoveVertical, elevator: MoveVertical, parking: ParkingSquare, cane: Accessibility, cradle: Baby, broom: Sparkles, camera: Cctv,
  hospital: Stethoscope, doctor: Stethoscope, health: HeartPulse, travel: MapPinned, tour: Landmark, shop: ShoppingBag, mall: Store, site: Construction, building: Building2, people: Users,
  bench: Armchair, bicycle: Bike, bus: Bus, tree: Trees,
};
export const drawingOf = (icon?: string): Drawing => (DRAWINGS[icon ?? ""] ?? ClipboardList) as Drawing;

/** How a dot of the map looks, and the sign in it: never by its colour alone. */
export type DotLook = "late" | "check" | "watch" | "act" | "done" | "over";
const DOTS: Record<Tone, DotLook> = { extreme: "late", severe: "check", moderate: "watch", minor: "act", ok: "done", plain: "over" };
export const dotOf = (colour?: string): DotLook => DOTS[toneOf(colour)];
