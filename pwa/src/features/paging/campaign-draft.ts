/** A campaign before the tap: what is written, whom it would ask, and what is missing. */
import { computed, ref, watch } from "vue";
import { pick } from "@/i18n";
import type { CampaignAsked, CampaignPreview, PagingFilter, Script } from "@/platform/shapes";
import { told } from "@/platform/told";
import { uuid7 } from "@/platform/uuid7";
import { makeCampaign, previewCampaign, step } from "./api";
import type { Channel } from "./looks";

export interface Attempt { channel: Channel; wait_min: number }
export const WAITS = [15, 30, 60, 120, 240, 480, 1440] as const;
export const MOST_ATTEMPTS = 6;
const REST_MS = 400;
const MOST_LETTERS = 60;

export class CampaignDraft {
  readonly words = ref({ name: "", purpose: "", phone: "" });
  readonly script_id = ref("");
  readonly filter = ref<Required<PagingFilter>>({ areas: [], roles: [], skills: [], silent_days: null });
  readonly attempts = ref<Attempt[]>([{ channel: "app", wait_min: 60 }, { channel: "sms", wait_min: 240 }, { channel: "voice", wait_min: 30 }]);
  readonly quiet = ref({ on: true, from: "21:00", to: "08:00" });
  readonly when = ref<"now" | "later" | "draft">("now");
  readonly at = ref("");
  readonly lasts_h = ref("48");
  readonly keep_days = ref("30");
  readonly seen = ref<CampaignPreview | null>(null);
  readonly error = ref("");
  readonly busy = ref(false);
  readonly isWhole = computed(() => Boolean(this.script_id.value && this.words.value.name.trim() && this.words.value.purpose.trim() && this.attempts.value.length && (this.when.value !== "later" || this.at.value)));
  private readonly id = uuid7();
  private readonly key = uuid7();
  private asked = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly area_code: string) {
    watch([this.script_id, this.filter], () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.look(), REST_MS);
    }, { deep: true });
  }

  /** What a script is called is what most campaigns are called. */
  readonly choose = (script: Script | undefined): void => {
    this.script_id.value = script?.id ?? "";
    if (script && !this.words.value.name) this.words.value.name = (pick(script.content.title) ?? "").slice(0, MOST_LETTERS);
  };

  /** Made, and begun where that was wanted; the same twice is one. */
  readonly send = async (): Promise<string | null> => {
    this.busy.value = true;
    this.error.value = "";
    try {
      const made = await makeCampaign(this.body());
      if (this.when.value === "now" && made.state === "draft") await step(this.id, "start", this.key);
      return this.id;
    } catch (caught) {
      this.error.value = told(caught);
      return null;
    } finally {
      this.busy.value = false;
    }
  };

  /** Of the last choice alone: an older answer that comes late is let fall. */
  private async look(): Promise<void> {
    const mine = ++this.asked;
    if (!this.script_id.value) return void (this.seen.value = null);
    try {
      const found = await previewCampaign({ script_id: this.script_id.value, area_code: this.area_code, filter: this.filter.value });
      if (mine === this.asked) [this.seen.value, this.error.value] = [found, ""];
    } catch (caught) {
      if (mine === this.asked) this.error.value = told(caught);
    }
  }

  private body(): CampaignAsked {
    const { name, purpose, phone } = this.words.value;
    const { on, from, to } = this.quiet.value;
    return {
      id: this.id, script_id: this.script_id.value, area_code: this.area_code, name: name.trim(), purpose: purpose.trim(), phone: phone.trim(),
      filter: this.filter.value, attempts: this.attempts.value, quiet_hours: on ? `${from}-${to}` : "", lasts_h: Number(this.lasts_h.value), keep_days: Number(this.keep_days.value),
      starts_at: this.when.value === "later" ? new Date(this.at.value).toISOString() : null,
    };
  }
}
