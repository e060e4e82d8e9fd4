/** Sending a list of people: checked as a whole, then taken in part by part, because each account costs a slow hash. */
import { ref } from "vue";
import { api, take } from "@/platform/api";
import { told } from "@/platform/told";
import type { Existing, PeopleImport, PeopleReport, SheetLine } from "@/platform/shapes";
import { hold } from "./issued";

const ROWS = 400;
const ACCOUNTS = 20;
type Columns = NonNullable<PeopleImport["columns"]>;
export interface Sent { columns: string[]; rows: SheetLine[]; existing: Existing }

async function ask({ columns, rows, existing }: Sent, dry_run: boolean): Promise<PeopleReport> {
  return take(api.POST("/api/people/import", { body: { columns: columns as Columns, rows, existing, dry_run } }));
}

/** Parts that are each answered before a phone gives up waiting. */
export function parts(columns: string[], rows: SheetLine[]): SheetLine[][] {
  const account = columns.indexOf("username");
  const found: SheetLine[][] = [];
  let accounts = 0;
  for (const row of rows) {
    const opens = account >= 0 && row.cells[account] ? 1 : 0;
    const last = found.at(-1);
    if (!last || last.length >= ROWS || accounts + opens > ACCOUNTS) {
      found.push([row]);
      accounts = opens;
    } else {
      last.push(row);
      accounts += opens;
    }
  }
  return found;
}

export function useImport() {
  const report = ref<PeopleReport | null>(null);
  const busy = ref(false);
  const error = ref("");
  const done = ref(0);
  const all = ref(0);
  const made = ref(NONE);

  function begin(): void {
    [report.value, error.value, done.value, all.value, made.value] = [null, "", 0, 0, NONE];
  }

  async function act<T>(what: () => Promise<T>): Promise<T | undefined> {
    [busy.value, error.value] = [true, ""];
    try {
      return await what();
    } catch (problem) {
      error.value = told(problem);
    } finally {
      busy.value = false;
    }
  }

  const check = (sent: Sent) => act(async () => {
    [report.value, all.value] = [await ask(sent, true), 0];
  });

  /** True when all of it is in. What is in when something fails stays in, and is told by `isIn`: only the rest is sent again. */
  const send = (sent: Sent, isIn: (rows: SheetLine[]) => void) => act(async () => {
    [done.value, all.value] = [0, sent.rows.length];
    for (const rows of parts(sent.columns, sent.rows)) {
      const part = await ask({ ...sent, rows }, false);
      if (part.errors.length) {
        [report.value, all.value] = [part, 0];
        return false;
      }
      await hold(part.issued);
      made.value = sum(made.value, part);
      isIn(rows);
      done.value += rows.length;
    }
    return true;
  });

  return { report, busy, error, done, all, made, begin, check, send };
}

interface Made { created: number; updated: number; left: number }
const NONE: Made = { created: 0, updated: 0, left: 0 };
const sum = (so: Made, { created, updated, rows }: PeopleReport): Made => ({ created: so.created + created, updated: so.updated + updated, left: so.left + rows - created - updated });
