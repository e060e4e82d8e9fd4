/** How the person wants this phone to look: by day, by night or as the phone is, and in large type for elders. */
import { ref, watch } from "vue";

export type Theme = "auto" | "light" | "dark";
const THEME = "theme";
const ELDER = "elder";
const GROUNDS = { light: "#ffffff", dark: "#131c24" };
const dark = matchMedia("(prefers-color-scheme: dark)");

export const theme = ref<Theme>("auto");
export const elder = ref(false);

/** Before the first page is drawn, so that nothing flickers; both choices stay on this phone only. */
export function startLook(): void {
  const stored = localStorage.getItem(THEME);
  theme.value = stored === "light" || stored === "dark" ? stored : "auto";
  elder.value = localStorage.getItem(ELDER) === "1";
  wear();
  dark.addEventListener("change", wear);
  watch([theme, elder], () => {
    localStorage.setItem(THEME, theme.value);
    localStorage.setItem(ELDER, elder.value ? "1" : "0");
    wear();
  });
}

function wear(): void {
  const root = document.documentElement;
  const worn = theme.value === "auto" ? (dark.matches ? "dark" : "light") : theme.value;
  root.dataset.theme = worn;
  root.toggleAttribute("data-elder", elder.value);
  for (const meta of document.querySelectorAll<HTMLMetaElement>("meta[name=theme-color]")) meta.content = GROUNDS[worn];
}
