/** Who is signed in on this phone, kept so that reading and answering need no live session. */
import { computed, ref } from "vue";
import { setAuthor } from "@/offline/outbox-store";
import { keep, kept, wipe } from "@/offline/read-db";
import { languageChosen, useLanguage, language, type Language } from "@/i18n";
import { api, named, take } from "@/platform/api";
import type { Me } from "@/platform/shapes";
import { listenToTabs, onProfile, renew, sessionState } from "@/platform/session";

export const me = ref<Me | null>(null);
const COMMANDING = new Set(["commander", "duty_officer"]);
export const canCommand = computed(() => me.value?.grants.some((grant) => COMMANDING.has(grant.role)) ?? false);
export const canIssue = computed(() => me.value?.grants.some((grant) => grant.role === "commander") ?? false);
/** Plans are the whole district's, and so are their editors; a district's code is the shortest there is. */
const DISTRICT_DIGITS = 6;
const EDITING = new Set(["commander", "system_admin"]);
export const editsPlans = computed(() => me.value?.grants.some((grant) => EDITING.has(grant.role) && grant.area_code.length === DISTRICT_DIGITS) ?? false);

/** Opens with what the phone knows and asks the server beside it. */
export async function startIdentity(onClosed: () => void): Promise<void> {
  onProfile(remember);
  listenToTabs(() => {
    me.value = null;
    onClosed();
  });
  me.value = (await kept<Me>("me").catch(() => undefined)) ?? null;
  if (me.value) setAuthor(me.value.id);
  const asking = document.cookie.includes("csrf_refresh_token=") ? renew() : Promise.resolve(noSession());
  if (!me.value) await asking;
}

function noSession(): void {
  sessionState.value = me.value ? "expired" : "out";
}

function remember(profile: Me): void {
  if (me.value && me.value.id !== profile.id) return void handOn(profile);
  me.value = profile;
  void keepProfile(profile);
  setAuthor(profile.id);
  if (!languageChosen()) void setLanguage(profile.language === "en" ? "en" : "zh-CN");
}

/** Another person's orders must not stay readable on a shared phone, neither in its storage nor in an open page. */
async function handOn(profile: Me): Promise<void> {
  me.value = null;
  setAuthor(null);
  await wipe();
  await keepProfile(profile);
  location.replace("/");
}

async function keepProfile(profile: Me): Promise<void> {
  await keep("me", JSON.parse(JSON.stringify(profile)));
  await keep("language", language.value);
}

export async function setLanguage(wanted: Language): Promise<void> {
  await useLanguage(wanted);
  await keep("language", wanted).catch(() => {});
}

/** Also tells the server, so that notifications come in the chosen language. */
export async function chooseLanguage(wanted: Language): Promise<void> {
  await setLanguage(wanted);
  await take(api.PUT("/api/me/language", { params: { header: named() }, body: { language: wanted } }));
  if (me.value) me.value = { ...me.value, language: wanted };
}

/** Takes everything personal off this phone; the shell stays. */
export async function forgetEverything(): Promise<void> {
  me.value = null;
  setAuthor(null);
  const { forgetDelivered } = await import("@/offline/tidying");
  await forgetDelivered();
  await wipe();
  await keep("language", language.value);
}
