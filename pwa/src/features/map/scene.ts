/** The scene: three.js over 3D Tiles, lit by day and by night, drawn only when something changes. */
import { TilesRenderer } from "3d-tiles-renderer";
import { ReorientationPlugin } from "3d-tiles-renderer/plugins";
import { AmbientLight, Color, DirectionalLight, PerspectiveCamera, Scene, Sphere, Vector3, WebGLRenderer } from "three";
import { MapControls } from "three/addons/controls/MapControls.js";
import { authorizedFetch } from "@/platform/api";

export interface Stage { reset: () => void; remove: () => void }
interface Told { onShown: () => void; onFailed: () => void }

/** Frames are drawn for so long after the last change: tiles come in one after another. */
const AWAKE_MS = 1_500;
const FINEST = 2;

export function openStage(box: HTMLElement, url: string, told: Told): Stage {
  const renderer = new WebGLRenderer({ antialias: true });
  renderer.setPixelRatio(Math.min(devicePixelRatio, FINEST));
  box.append(renderer.domElement);
  const [scene, camera] = [new Scene(), new PerspectiveCamera(50, 1, 5, 60_000)];
  const light = lit(scene);
  const tiles = tilesOf(url);
  tiles.setCamera(camera);
  scene.add(tiles.group);
  const controls = controlsOf(camera, renderer.domElement, box);
  const { wake, sleep } = drawing(() => {
    controls.update();
    camera.updateMatrixWorld();
    tiles.setResolutionFromRenderer(camera, renderer);
    tiles.update();
    renderer.render(scene, camera);
  });
  const reset = () => void (overview(tiles, camera, controls) && wake());
  const size = new ResizeObserver(() => (fitTo(box, renderer, camera), wake()));
  const theme = new MutationObserver(() => (light(), wake()));
  for (const change of ["load-model", "dispose-model", "load-content", "needs-update", "needs-render"] as const) tiles.addEventListener(change, wake);
  tiles.addEventListener("load-root-tileset", () => (reset(), told.onShown()));
  tiles.addEventListener("load-error", ({ tile }: { tile: unknown }) => tile || told.onFailed());
  controls.addEventListener("change", wake);
  box.addEventListener("keydown", (event) => press(event, controls, camera, reset) && wake());
  size.observe(box);
  theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return {
    reset,
    remove: () => {
      sleep();
      [size, theme].forEach((watching) => watching.disconnect());
      controls.dispose();
      tiles.dispose();
      renderer.dispose();
      renderer.domElement.remove();
    },
  };
}

function tilesOf(url: string): TilesRenderer {
  const tiles = new TilesRenderer(new URL(url, location.origin).href);
  // The middle of the scene is the middle of the world, and up is up.
  tiles.registerPlugin(new ReorientationPlugin({ recenter: true, up: "+y" }));
  // Each file with the session that the page holds, renewed as it runs out; nothing from another origin.
  tiles.registerPlugin({
    name: "session",
    fetchData: (address: string, options: RequestInit) => {
      if (new URL(address, location.origin).origin !== location.origin) return Promise.reject(new Error("another origin"));
      return authorizedFetch(new Request(address, { ...options, headers: { "X-No-Timeout": "1" } }));
    },
  });
  return tiles;
}

function controlsOf(camera: PerspectiveCamera, canvas: HTMLCanvasElement, box: HTMLElement): MapControls {
  const controls = new MapControls(camera, canvas);
  controls.maxPolarAngle = Math.PI / 2.1;
  controls.minDistance = 40;
  controls.enableDamping = false;
  controls.keyPanSpeed = 40;
  controls.listenToKeyEvents(box);
  return controls;
}

/** From the south, high enough to see all of it. */
function overview(tiles: TilesRenderer, camera: PerspectiveCamera, controls: MapControls): boolean {
  const around = new Sphere();
  if (!tiles.getBoundingSphere(around)) return false;
  const reach = around.radius;
  controls.target.set(0, 0, 0);
  controls.maxDistance = reach * 3;
  camera.position.copy(new Vector3(0, reach * 1.05, reach * 1.3));
  camera.far = reach * 8;
  camera.updateProjectionMatrix();
  controls.update();
  return true;
}

function fitTo(box: HTMLElement, renderer: WebGLRenderer, camera: PerspectiveCamera): void {
  const { clientWidth: width, clientHeight: height } = box;
  if (!width || !height) return;
  renderer.setSize(width, height);
  camera.aspect = width / height;
  camera.updateProjectionMatrix();
}

function lit(scene: Scene): () => void {
  const [around, sun] = [new AmbientLight(), new DirectionalLight()];
  sun.position.set(-1, 1.6, 0.8);
  scene.add(around, sun);
  const wear = () => {
    const dark = document.documentElement.dataset.theme === "dark";
    scene.background = new Color(getComputedStyle(document.documentElement).getPropertyValue("--surface-2").trim());
    around.intensity = dark ? 0.55 : 1.5;
    sun.intensity = dark ? 0.9 : 2.4;
  };
  wear();
  return wear;
}

/** Draws while something changes and a little longer, then rests: a wall's screen is on for days. */
function drawing(draw: () => void): { wake: () => void; sleep: () => void } {
  let until = 0;
  let frame: number | null = null;
  const step = (): void => {
    draw();
    frame = performance.now() < until ? requestAnimationFrame(step) : null;
  };
  const wake = (): void => {
    until = performance.now() + AWAKE_MS;
    frame ??= requestAnimationFrame(step);
  };
  return { wake, sleep: () => frame !== null && cancelAnimationFrame(frame) };
}

/** Arrow keys move by themselves; these come nearer, go further away, and show all of it. */
function press({ key }: KeyboardEvent, controls: MapControls, camera: PerspectiveCamera, reset: () => void): boolean {
  const by = key === "+" || key === "=" ? 0.8 : key === "-" ? 1.25 : null;
  if (key === "Home") reset();
  if (by) camera.position.sub(controls.target).multiplyScalar(by).add(controls.target);
  return by !== null || key === "Home";
}
