/** Leads from a finding to its field: the section opens, the language comes to the front, the field takes the focus. */
import { nextTick } from "vue";
import { draft } from "./draft";
import { SIDES, type Side } from "./slots";

export const fieldId = (path: string) => `field-${path}`;

export async function goTo(path: string): Promise<void> {
  const side = path.split(".").find((step): step is Side => (SIDES as readonly string[]).includes(step));
  if (side) draft.side = side;
  const section = sectionOf(path);
  if (section instanceof HTMLDetailsElement) section.open = true;
  await nextTick();
  const target = nearest(path) ?? section;
  target?.scrollIntoView({ block: "center" });
  const focusable = target?.matches("input, textarea, select, button, summary") ? target : target?.querySelector<HTMLElement>("input, textarea, select, button, summary");
  focusable?.focus({ preventScroll: true });
}

/** The field itself, else the closest thing around it that is on the screen. */
function nearest(path: string): HTMLElement | null {
  for (let steps = path.split("."); steps.length; steps = steps.slice(0, -1)) {
    const found = document.getElementById(fieldId(steps.join(".")));
    if (found) return found;
  }
  return null;
}

const BASICS = new Set(["code", "title", "event", "event_class", "severity", "urgency", "certainty", "response_level", "ack_minutes", "life_minutes", "evacuates"]);

/** What stands in another field's section. */
const BESIDE: Record<string, string> = { quorum: "roles", climb_minutes: "ladder", quiet_hours: "ladder" };

export function sectionOf(path: string): HTMLElement | null {
  const first = path.split(".")[0]!;
  const section = BASICS.has(first) ? "basics" : (BESIDE[first] ?? first);
  return document.getElementById(`section-${section}`);
}
