/** The drawing of each icon that the catalogue names; an unknown one is still a report. */
import {
  Activity, ArrowDownToLine, Armchair, Axe, BatteryCharging, BedDouble, Beef, Bike, Boxes, BrushCleaning, Building2, BusFront, Cable, Car, CarFront, Cctv,
  ChefHat, CircleDot, ClipboardList, CloudFog, CloudRainWind, Construction, Cylinder, Droplets, Dumbbell, Ellipsis, Fence, FileX2, Flame, Fuel,
  FireExtinguisher, Grid2x2, Grid3x3, HandHelping, HeartPulse, House, HousePlug, Lamp, Landmark, Leaf, Lightbulb, MessagesSquare, Mountain, MoveVertical, Newspaper, PawPrint,
  Presentation, Recycle, Road, Server, ShoppingCart, Shovel, ShowerHead, Shrub, Signpost, SignpostBig, Siren, Snowflake, Sofa, Sticker, Store, Toilet,
  Trash2, TreeDeciduous, TrendingDown, TriangleAlert, User, Volume2, Waves, Wind,
} from "lucide";
import type { Drawing } from "@/ui/Icon.vue";

const DRAWINGS: Record<string, unknown> = {
  barrier: Construction, beds: BedDouble, bench: Armchair, bicycle: Bike, board: Presentation, boxes: Boxes, bridge: Landmark, broom: BrushCleaning, bus: BusFront,
  cabinet: Server, cable: Cable, camera: Cctv, car: CarFront, "car-off": Car, charging: BatteryCharging, collapse: TrendingDown, dispute: MessagesSquare, dots: Ellipsis,
  drain: ShowerHead, dust: Wind, elevator: MoveVertical, falling: ArrowDownToLine, fire: Flame, "fire-lane": Siren, flood: CloudRainWind, gas: Fuel, grate: Grid2x2,
  grill: Beef, gym: Dumbbell, health: HeartPulse, help: HandHelping, "house-crack": HousePlug, "house-x": House, hydrant: FireExtinguisher, lamp: Lightbulb, leaf: Leaf,
  leaflet: Newspaper, manhole: CircleDot, mound: Mountain, noise: Volume2, paving: Grid3x3, paw: PawPrint, "permit-off": FileX2, person: User, pipe: Droplets, recycle: Recycle,
  road: Road, shop: Store, sign: SignpostBig, "sign-post": Signpost, smoke: ChefHat, snow: Snowflake, sofa: Sofa, spill: Shovel, sticker: Sticker, toilet: Toilet,
  "traffic-light": Lamp, trash: Trash2, tree: TreeDeciduous, "tree-fallen": Axe, "tree-guard": Fence, vendor: ShoppingCart, warning: TriangleAlert, water: Waves,
  // For classes and what may come.
  building: Building2, fog: CloudFog, list: ClipboardList, pulse: Activity, shrub: Shrub, tank: Cylinder,
};

export const drawingOf = (icon: string): Drawing => (DRAWINGS[icon] ?? TriangleAlert) as Drawing;
