/** Answering once, by a link or by oneself: what was said stays on this phone until the server has it, and is sent again. */
import { computed, ref } from "vue";
import { keep, kept } from "@/offline/read-db";
import { api, take } from "@/platform/api";
import { backoff } from "@/platform/backoff";
import { asProblem } from "@/platform/problem";
import type { PagingAsked } from "@/platform/shapes";
import { told } from "@/platform/told";
import { onWake } from "@/platform/wake";
import type { Answers } from "./walk";

export type Instead = "refused" | "wrong_number" | "callback";
export type Where = { token: string } | { campaign_id: string };
/** `asks`: questions stand there · `waits`: said, and not sent yet · `kept`: the server has it · else why not. */
export type Standing = "loading" | "asks" | "waits" | "kept" | "answered" | "expired" | "no_link" | "too_many" | "failed";
interface Said { asked?: PagingAsked; answers: Answers; instead: Instead | null; is_whole: boolean }

const REFUSALS: Record<string, Standing> = { "paging.answered": "answered", "paging.expired": "expired", "paging.no_link": "no_link", "paging.too_many": "too_many" };
const NOTHING: Said = { answers: {}, instead: null, is_whole: false };

/** Its parts are taken apart by whoever shows it, so none of them needs to know which one it belongs to. */
export class Answering {
  readonly said = ref<Said>({ ...NOTHING });
  readonly standing = ref<Standing>("loading");
  readonly phone = ref("");
  readonly error = ref("");
  readonly asked = computed(() => this.said.value.asked ?? null);
  private readonly place: string;
  private tries = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private sending = false;
  private readonly stop = onWake(() => void this.send());

  constructor(private readonly where: Where) {
    this.place = `asked:${"token" in where ? where.token : where.campaign_id}`;
  }

  private readonly store = () => keep(this.place, JSON.parse(JSON.stringify(this.said.value))).catch(() => {});
  private readonly forget = () => keep(this.place, null).catch(() => {});

  private refused(caught: unknown): void {
    const problem = asProblem(caught);
    this.phone.value = String(problem.more.phone ?? this.said.value.asked?.phone ?? "");
    this.error.value = told(caught);
    this.standing.value = REFUSALS[problem.code] ?? "failed";
    if (problem.code in REFUSALS && problem.code !== "paging.too_many") void this.forget();
  }

  readonly load = async (): Promise<void> => {
    this.said.value = { ...NOTHING, ...((await kept<Said>(this.place).catch(() => null)) ?? {}) };
    if (this.said.value.is_whole) return this.send();
    if (this.said.value.asked) this.standing.value = "asks";
    try {
      this.said.value.asked = await take(asks(this.where));
      this.phone.value = this.said.value.asked.phone;
      this.standing.value = "asks";
      void this.store();
    } catch (caught) {
      // Without a network what was shown before can be answered all the same.
      if (!this.said.value.asked || !asProblem(caught).isNetwork) this.refused(caught);
    }
  };

  readonly note = (answers: Answers): void => {
    this.said.value.answers = answers;
    void this.store();
  };

  readonly finish = (answers: Answers, instead: Instead | null = null): Promise<void> => {
    this.said.value = { ...this.said.value, answers: instead ? {} : answers, instead, is_whole: true };
    void this.store();
    return this.send();
  };

  readonly send = async (): Promise<void> => {
    if (this.sending || !this.said.value.is_whole || this.standing.value === "kept") return;
    this.sending = true;
    clearTimeout(this.timer);
    this.standing.value = "waits";
    try {
      await take(sends(this.where, { answers: this.said.value.answers, instead: this.said.value.instead }));
      this.standing.value = "kept";
      await this.forget();
    } catch (caught) {
      if (asProblem(caught).isNetwork || asProblem(caught).status >= 500) this.timer = setTimeout(() => void this.send(), backoff(++this.tries));
      else this.refused(caught);
    } finally {
      this.sending = false;
    }
  };

  readonly leave = (): void => {
    this.stop();
    clearTimeout(this.timer);
  };
}

const asks = (where: Where) => "token" in where
  ? api.GET("/api/paging/answers/{token}", { params: { path: where } })
  : api.GET("/api/me/questions/{campaign_id}", { params: { path: where } });

const sends = (where: Where, body: { answers: Answers; instead: Instead | null }) => "token" in where
  ? api.POST("/api/paging/answers/{token}", { params: { path: where }, body })
  : api.POST("/api/me/questions/{campaign_id}", { params: { path: where }, body });
