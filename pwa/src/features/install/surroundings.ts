/** Where the app runs, and what installing it takes there. */
import { isStandalone } from "@/platform/standalone";

export type Surroundings =
  | { kind: "installed" | "none" }
  | { kind: "prompt" }
  /** iPhone or iPad; only in Safari does the button lie where the pictures show it. */
  | { kind: "ios"; safari: boolean; pad: boolean }
  /** A page inside another app: no notifications, no icon. */
  | { kind: "in_app"; app: InApp };

const IN_APP = {
  wecom: /wxwork\//i, wechat: /MicroMessenger\//i, dingtalk: /DingTalk/i, zheli: /TaurusApp|dtdreamweb/i, alipay: /AlipayClient\//i, qq: /\bQQ\/\d/,
  feishu: /\b(Feishu|Lark)\//i, weibo: /Weibo/i, douyin: /aweme|ToutiaoMicroApp|NewsArticle/i, baidu: /baiduboxapp/i, xiaohongshu: /xhsdiscover|discover\//i, facebook: /\bFB(AN|AV)\b|Instagram/, line: /\bLine\//,
} as const;
export type InApp = keyof typeof IN_APP | "other";

export interface Seen { agent: string; standalone: boolean; offered: boolean; touchPoints: number }

export function surroundings({ agent, standalone, offered, touchPoints }: Seen): Surroundings {
  if (standalone) return { kind: "installed" };
  const app = inApp(agent);
  if (app) return { kind: "in_app", app };
  if (offered) return { kind: "prompt" };
  // iPads say that they are Macs; no Mac has a touch screen.
  const pad = /iPad/.test(agent) || (/Macintosh/.test(agent) && touchPoints > 1);
  if (pad || /iPhone|iPod/.test(agent)) return { kind: "ios", pad, safari: !/CriOS|FxiOS|EdgiOS|OPiOS|YaBrowser|DuckDuckGo/.test(agent) };
  return { kind: "none" };
}

function inApp(agent: string): InApp | null {
  const known = (Object.keys(IN_APP) as (keyof typeof IN_APP)[]).find((name) => IN_APP[name].test(agent));
  // Android marks every page that is shown inside another app.
  return known ?? (/; wv\)/.test(agent) ? "other" : null);
}

const DAYS_MS = 30 * 24 * 3_600_000;

/** Offered once the app has been of use, and not again for a month after a no. Inside another app it is said at once: there it cannot work well. */
export function isOffered(where: Surroundings, { succeeded, dismissed_at, now }: { succeeded: boolean; dismissed_at: number | null; now: number }): boolean {
  if (where.kind === "installed" || where.kind === "none") return false;
  if (dismissed_at !== null && now - dismissed_at < DAYS_MS) return false;
  return where.kind === "in_app" || succeeded;
}

export function seenNow(offered: boolean): Seen {
  return { agent: navigator.userAgent, standalone: isStandalone(), offered, touchPoints: navigator.maxTouchPoints };
}
