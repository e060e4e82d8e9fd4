/** A script while it is written: questions come and go, steps follow, and what the server finds wrong is said by question. */
import { ref } from "vue";
import { asProblem } from "@/platform/problem";
import { told } from "@/platform/told";
import { uuid7 } from "@/platform/uuid7";
import { changeScript, makeScript, oneScript, versionsOf } from "./api";
import type { Script, ScriptVersion } from "@/platform/shapes";
import { isChoice, type Content, type Question } from "./walk";

export const KINDS = ["yes_no", "choice", "number", "date", "text"] as const;
export type Kind = (typeof KINDS)[number];
export const MOST_QUESTIONS = 20;
export const MOST_OPTIONS = 9;
const both = (zh = "", en = "") => ({ zh, en });

export function emptyQuestion(id: string, kind: Kind = "yes_no"): Question {
  return { id, kind, text: both(), options: optionsOf(kind), next: null, least: null, most: null, abnormal_below: null, abnormal_above: null, abnormal: false };
}

export function optionsOf(kind: Kind): NonNullable<Question["options"]> {
  if (kind === "yes_no") return [{ value: "yes", label: both("是", "Yes"), abnormal: false, next: null }, { value: "no", label: both("否", "No"), abnormal: false, next: null }];
  if (kind === "choice") return ["a", "b"].map((value) => ({ value, label: both(), abnormal: false, next: null }));
  return [];
}

export const emptyContent = (): Content => ({ title: both(), intro: both(), thanks: both(), start: "q1", questions: [emptyQuestion("q1")] });
const copy = <T,>(one: T): T => JSON.parse(JSON.stringify(one)) as T;

export function freeName(taken: string[], begin: string): string {
  let number = 1;
  while (taken.includes(`${begin}${number}`)) number += 1;
  return `${begin}${number}`;
}

/** A new one stands behind the last, which leads to it where it led to the end. */
export function withQuestion(content: Content): Content {
  const made = copy(content);
  const id = freeName(made.questions.map((one) => one.id), "q");
  const last = made.questions.at(-1);
  if (last && isChoice(last)) for (const option of last.options ?? []) if (!option.next && !option.abnormal) option.next = id;
  if (last && !isChoice(last)) last.next ??= id;
  made.questions.push(emptyQuestion(id));
  return made;
}

/** Whatever led to it leads where it led, or to the end. */
export function withoutQuestion(content: Content, id: string): Content {
  const made = copy(content);
  const gone = made.questions.find((one) => one.id === id);
  const leads = (gone && !isChoice(gone) ? gone.next : null) ?? null;
  made.questions = made.questions.filter((one) => one.id !== id);
  for (const one of made.questions) {
    if (one.next === id) one.next = leads;
    for (const option of one.options ?? []) if (option.next === id) option.next = leads;
  }
  if (made.start === id) made.start = leads ?? made.questions[0]?.id ?? "";
  return made;
}

export class ScriptDraft {
  readonly content = ref<Content>(emptyContent());
  readonly script = ref<Script | null>(null);
  readonly versions = ref<ScriptVersion[]>([]);
  readonly ready = ref(false);
  readonly error = ref("");
  readonly faults = ref<Record<string, string>>({});
  readonly busy = ref(false);
  readonly changed = ref(false);
  private readonly own = uuid7();
  private key = uuid7();

  constructor(private readonly id?: string) {
    this.ready.value = !id;
  }

  readonly load = async (): Promise<void> => {
    if (!this.id) return;
    try {
      this.put(await oneScript(this.id));
      this.versions.value = await versionsOf(this.id);
      this.ready.value = true;
    } catch (caught) {
      this.error.value = told(caught);
    }
  };

  readonly edit = (next: Content): void => {
    this.content.value = next;
    this.changed.value = true;
  };

  /** True when it is published. */
  readonly publish = async (area_code: string): Promise<boolean> => {
    const { script, content } = this;
    this.busy.value = true;
    try {
      this.put(script.value ? await changeScript(script.value.id, script.value.version, content.value, this.key) : await makeScript(this.own, area_code, content.value));
      return true;
    } catch (caught) {
      this.faults.value = (asProblem(caught).more.errors as Record<string, string> | undefined) ?? {};
      this.error.value = told(caught);
      // Under a name of its own: what was refused is not what is sent next.
      this.key = uuid7();
      return false;
    } finally {
      this.busy.value = false;
    }
  };

  private put(found: Script): void {
    this.script.value = found;
    this.content.value = copy(found.content);
    [this.changed.value, this.faults.value, this.error.value] = [false, {}, ""];
    this.key = uuid7();
  }
}
