/** Names the app to the phone in the person's language: which manifest is linked, and the title an iPhone offers. */
import { watch, type Ref } from "vue";

const FILES: Record<string, string> = { "zh-CN": "/manifest.webmanifest", en: "/manifest.en.webmanifest" };
const NAMES: Record<string, string> = { "zh-CN": "掌上微驾", en: "Palm Cockpit" };

export function nameApp(language: Ref<string>): void {
  watch(language, (spoken) => {
    document.querySelector("link[rel=manifest]")?.setAttribute("href", FILES[spoken] ?? FILES["zh-CN"]!);
    document.querySelector("meta[name=apple-mobile-web-app-title]")?.setAttribute("content", NAMES[spoken] ?? NAMES["zh-CN"]!);
  }, { immediate: true });
}
