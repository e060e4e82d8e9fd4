/** Where a figure came from, in words. */
import { t, tOr } from "@/i18n";

const FEED = "feed:";

export function sourceOf(source: string | null): string {
  if (!source) return "";
  if (source.startsWith(FEED)) return t("source.feed", { name: source.slice(FEED.length) });
  return tOr(`source.${source}`, source);
}
