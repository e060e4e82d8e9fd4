/** What to do, step by step, so that this phone can be called again: by browser, by maker, by what is wrong. */
import type { Art } from "./art";
import type { Browser, Brand, Situation } from "./situation";

/** unsupported: push does not exist here · denied: forbidden · quiet: allowed, yet nothing appears · no_service: no push service answers. */
export const TROUBLES = ["unsupported", "denied", "quiet", "no_service"] as const;
export type Trouble = (typeof TROUBLES)[number];
export interface Step { art: Art; text: string }

const step = (art: Art, text: string): Step => ({ art, text: `mend.${text}` });

const AGAIN = step("again", "again");
const ALLOW = step("allow", "allow");
const DND = step("moon", "dnd");
const BATTERY = step("battery", "battery");
const RECENTS = step("recents", "recents");
const ANDROID_NOTIFY = step("toggles", "android_notify");
const TO_HOME = [step("share", "ios_share"), step("add", "ios_add"), step("home", "ios_open"), ALLOW];
const OUT_OF_APP = [step("menu", "in_app"), step("copy", "copy"), step("bell", "then_on")];
const ANOTHER = [step("browser", "another_browser"), step("bell", "then_on")];

const UNSUPPORTED: Record<Browser, Step[]> = {
  in_app: OUT_OF_APP,
  ios_safari: [...TO_HOME, step("update", "ios_version")],
  ios_home: [step("update", "ios_version"), AGAIN],
  ios_other: [step("copy", "open_safari"), ...TO_HOME],
  android_chrome: ANOTHER, android_edge: ANOTHER, android_samsung: ANOTHER, android_firefox: ANOTHER,
  android_vendor: [step("browser", "vendor_browser"), step("bell", "then_on")],
  desktop_chrome: ANOTHER, desktop_edge: ANOTHER, desktop_firefox: ANOTHER,
  desktop_safari: [step("update", "mac_version"), step("browser", "another_browser")],
};

const DENIED: Record<Browser, Step[]> = {
  in_app: OUT_OF_APP,
  ios_safari: TO_HOME,
  ios_home: [step("toggles", "ios_settings"), DND, AGAIN],
  ios_other: [step("copy", "open_safari"), ...TO_HOME],
  android_chrome: [step("address", "address"), step("press", "app_info"), ANDROID_NOTIFY, AGAIN],
  android_edge: [step("address", "address"), step("press", "app_info"), ANDROID_NOTIFY, AGAIN],
  android_samsung: [step("address", "samsung_sites"), ANDROID_NOTIFY, AGAIN],
  android_firefox: [step("address", "address_firefox"), ANDROID_NOTIFY, AGAIN],
  android_vendor: [step("toggles", "vendor_sites"), ANDROID_NOTIFY, AGAIN],
  desktop_chrome: [step("desktop", "desktop_site"), step("toggles", "system_notify"), AGAIN],
  desktop_edge: [step("desktop", "desktop_site"), step("toggles", "system_notify"), AGAIN],
  desktop_firefox: [step("desktop", "firefox_site"), step("toggles", "system_notify"), AGAIN],
  desktop_safari: [step("desktop", "safari_site"), step("toggles", "system_notify"), AGAIN],
};

const DESKTOP_QUIET = [step("toggles", "system_notify"), step("moon", "system_focus"), step("desktop", "keep_running")];
const ANDROID_QUIET = [ANDROID_NOTIFY, BATTERY, RECENTS, DND];
const QUIET: Record<Browser, Step[]> = {
  in_app: OUT_OF_APP,
  ios_safari: TO_HOME,
  ios_home: [step("toggles", "ios_settings"), DND],
  ios_other: TO_HOME,
  android_chrome: ANDROID_QUIET, android_edge: ANDROID_QUIET, android_samsung: ANDROID_QUIET, android_firefox: ANDROID_QUIET, android_vendor: ANDROID_QUIET,
  desktop_chrome: DESKTOP_QUIET, desktop_edge: DESKTOP_QUIET, desktop_firefox: DESKTOP_QUIET, desktop_safari: DESKTOP_QUIET,
};

const NO_SERVICE = [step("net", "other_network"), step("browser", "another_browser"), step("bell", "keep_open")];

/** What the makers' own guards against background work are called, and how to be left alone by them. */
export const autostart = (brand: Brand): Step => step("auto", `auto_${brand}`);

export function stepsFor({ browser, brand }: Pick<Situation, "browser" | "brand">, trouble: Trouble): Step[] {
  if (trouble === "no_service") return NO_SERVICE;
  if (trouble === "unsupported") return UNSUPPORTED[browser];
  if (trouble === "denied") return DENIED[browser];
  const android = browser.startsWith("android");
  return android && brand ? [...QUIET[browser], autostart(brand)] : QUIET[browser];
}
