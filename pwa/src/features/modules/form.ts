/** A form that is being filled in: what it shows and asks for, what is wrong with it, and what it would make of the entity. */
import { computed } from "vue";
import type { FormDraft } from "@/offline/modules-db";
import { sealForm } from "@/offline/modules-forms";
import { flushNow } from "@/offline/outbox-store";
import { useBusyForm } from "@/platform/busy";
import { serverNow } from "@/platform/clock";
import { markSuccess } from "@/platform/install-prompt";
import { useDraft, type Filling } from "./form-draft";
import type { LocalRow } from "./local";
import { dayAt } from "./rules/days";
import { holds } from "./rules/evaluate";
import { fillIn, isRequired, prefilled, type Fault } from "./rules/forms";
import { NO_STATE, scope, type Entity } from "./rules/scope";
import { isAsked, type FormPage, type FormSpec, type Widget } from "./rules/spec";
import { decide } from "./rules/states";
import { same, type Bag } from "./rules/values";

export function useForm(filling: Filling) {
  const { spec, row } = filling;
  const form = spec.forms[filling.form]!;
  const today = dayAt(serverNow());
  const entity = entityOf(form, row, today);
  const first = prefilled(spec, form, entity, today);
  const { draft, ready, sealing, ...kept } = useDraft(filling, first);
  const told = computed(() => changed(form, entity.data, draft.value.values));
  const seen = computed(() => scope(spec, { ...entity, data: { ...entity.data, ...told.value } }, today));
  const filled = computed(() => fillIn(spec, form, entity, told.value, today));
  const verdict = computed(() => decide(spec, { ...entity, data: filled.value.data }, today));
  const pages = computed(() => shownPages(form, (widget) => holds(widget.show_if ?? true, seen.value, today)));
  const faultsOf = (page: number): Fault[] => filled.value.faults.filter((fault) => fieldsOf(pages.value.slice(page, page + 1)).has(fault.field));
  const required = (widget: Widget) => isAsked(widget) && isRequired(spec, form, widget, seen.value, today);
  useBusyForm(() => ready.value && !sealing.value && !same(draft.value.values, first));

  async function send(title: string): Promise<void> {
    sealing.value = true;
    try {
      await sealed(draft.value, told.value, fieldsOf(pages.value), title);
    } catch (error) {
      sealing.value = false;
      throw error;
    }
    markSuccess();
    navigator.vibrate?.(40);
    void flushNow(true);
  }

  return { form, draft, ready, sealing, ...kept, pages, verdict, faultsOf, required, send };
}

/** What was typed before it was hidden is not sent. */
async function sealed(draft: FormDraft, told: Bag, shown: Set<string>, title: string): Promise<void> {
  const data = Object.fromEntries(Object.entries(told).filter(([field]) => shown.has(field)));
  // A structured clone refuses Vue's proxies.
  const plain = JSON.parse(JSON.stringify({ draft, data })) as { draft: FormDraft; data: Bag };
  await sealForm(plain.draft, plain.data, title);
}

const shownPages = (form: FormSpec, isShown: (widget: Widget) => boolean): FormPage[] =>
  form.pages.map((page) => ({ ...page, widgets: page.widgets.filter(isShown) })).filter((page) => page.widgets.some(isAsked) || form.pages.length === 1);

const fieldsOf = (pages: FormPage[]) => new Set(pages.flatMap((page) => page.widgets).filter(isAsked).map((widget) => widget.field));

function entityOf(form: FormSpec, row: LocalRow | null, today: string): Entity {
  if (!row) return { kind: form.for, data: {}, created_on: today, state: NO_STATE };
  return { kind: row.kind, data: row.data as Bag, created_on: row.created_on, state: { code: row.rule_state, since: row.rule_since } };
}

/** What the form says otherwise than it was known: null takes a value back; a signature is of now, and without one the old one stays. */
function changed(form: FormSpec, known: Bag, values: Bag): Bag {
  const made: Bag = {};
  for (const page of form.pages) {
    for (const widget of page.widgets.filter(isAsked)) {
      const value = emptied(values[widget.field]);
      if (widget.as === "signature" ? value !== null : !same(value, known[widget.field] ?? null)) made[widget.field] = value;
    }
  }
  return made;
}

const emptied = (value: unknown) => (value === undefined || value === "" || (Array.isArray(value) && !value.length) ? null : value);
