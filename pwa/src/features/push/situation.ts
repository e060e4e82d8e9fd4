/** Which browser on which system this is, from what it says of itself: what has to be done depends on it. */
import { isStandalone } from "@/platform/standalone";

export const BROWSERS = [
  "in_app", "ios_safari", "ios_home", "ios_other", "android_chrome", "android_edge", "android_samsung", "android_firefox", "android_vendor",
  "desktop_chrome", "desktop_edge", "desktop_firefox", "desktop_safari",
] as const;
export type Browser = (typeof BROWSERS)[number];
export const BRANDS = ["huawei", "xiaomi", "oppo", "vivo", "samsung"] as const;
export type Brand = (typeof BRANDS)[number];
export interface Situation { browser: Browser; brand: Brand | null; app: App | null }
export type App = "wechat" | "wework" | "dingtalk" | "zheli" | "alipay" | "feishu" | "qq" | "weibo";

const APPS: [RegExp, App][] = [
  [/wxwork/i, "wework"], [/MicroMessenger/i, "wechat"], [/DingTalk/i, "dingtalk"], [/TaurusApp|dtdreamweb/i, "zheli"], [/AlipayClient|AliApp\(AP/i, "alipay"],
  [/Lark|Feishu/i, "feishu"], [/\bQQ\/|QQTheme/i, "qq"], [/Weibo/i, "weibo"],
];
const MAKERS: [RegExp, Brand][] = [
  [/HUAWEI|HONOR|HuaweiBrowser|HarmonyOS|\b(?:ALN|ANA|BRA|CET|ELS|LIO|NOH|OCE|TAS|VOG)-/i, "huawei"],
  [/Xiaomi|Redmi|MiuiBrowser|POCO|\bMI \d|\bMIX\b/i, "xiaomi"],
  [/OPPO|OnePlus|realme|HeyTapBrowser|\bP[A-Z]{2}M\d\d\b/i, "oppo"],
  [/vivo|VivoBrowser|iQOO|\bV\d{4}[A-Z]*\b/i, "vivo"],
  [/SamsungBrowser|\bSM-[A-Z]\d/i, "samsung"],
];
const VENDOR = /HuaweiBrowser|MiuiBrowser|HeyTapBrowser|VivoBrowser|UCBrowser|QQBrowser|MQQBrowser|baiduboxapp|Quark|360SE|QihooBrowser|SogouMobileBrowser/i;

const first = <T>(table: [RegExp, T][], agent: string): T | null => table.find(([says]) => says.test(agent))?.[1] ?? null;

/** `touch`: how many fingers the screen takes; an iPad calls itself a Mac. */
export function situationOf(agent: string, { standalone = false, touch = 0 } = {}): Situation {
  const app = first(APPS, agent);
  const brand = /Android|HarmonyOS|OpenHarmony/.test(agent) ? first(MAKERS, agent) : null;
  return { app, brand, browser: app ? "in_app" : browserOf(agent, standalone, touch) };
}

function browserOf(agent: string, standalone: boolean, touch: number): Browser {
  if (/iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && touch > 1)) {
    if (standalone) return "ios_home";
    return /CriOS|FxiOS|EdgiOS|OPiOS|MQQBrowser|UCBrowser|baidu/i.test(agent) ? "ios_other" : "ios_safari";
  }
  if (/Android|HarmonyOS|OpenHarmony/.test(agent)) {
    if (VENDOR.test(agent)) return "android_vendor";
    if (/SamsungBrowser/.test(agent)) return "android_samsung";
    if (/EdgA\//.test(agent)) return "android_edge";
    return /Firefox\//.test(agent) ? "android_firefox" : "android_chrome";
  }
  if (/Edg\//.test(agent)) return "desktop_edge";
  if (/Firefox\//.test(agent)) return "desktop_firefox";
  return /Safari\//.test(agent) && !/Chrom/.test(agent) ? "desktop_safari" : "desktop_chrome";
}

/** Of this phone, now. */
export const situationHere = (): Situation => situationOf(navigator.userAgent, { standalone: isStandalone(), touch: navigator.maxTouchPoints });
