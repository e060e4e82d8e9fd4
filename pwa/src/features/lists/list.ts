/** A list on its way in: the sheet that was read, which column is which, and every cell that was mended. */
import { computed, ref, shallowRef } from "vue";
import type { LineError, SheetLine, SheetShown } from "@/platform/shapes";

export interface Spec { key: string; label: string; needed?: boolean; suggestions?: string[] }
/** Faults that one mending settles: the same value in the same column. */
export interface Group { key: string; column: string; code: string; value: string; zh: string; en: string; lines: number[]; mended: boolean }

/** Instead of a column: the same for every row, or the digits of what the row has in another column. */
export type Fixed = { is: string } | { like: string };

export function useList() {
  const opened = useSheets();
  const { rows, columns } = opened;
  const fixed = ref<Record<string, Fixed>>({});
  const edits = ref(new Map<string, string>());
  /** Which cells were mended since the last check. */
  const fresh = ref(new Set<string>());
  const fields = computed(() => [...Object.keys(columns.value), ...Object.keys(fixed.value).filter((key) => !(key in columns.value))]);

  function open(read: SheetShown[]): void {
    [fixed.value, edits.value] = [{}, new Map()];
    opened.open(read);
  }

  function turnTo(index: number): void {
    edits.value = new Map();
    opened.turnTo(index);
  }

  function text(row: SheetLine, field: string): string {
    const mended = edits.value.get(`${row.line} ${field}`);
    if (mended !== undefined) return mended;
    const column = columns.value[field];
    if (column !== undefined) return row.cells[column] ?? "";
    const same = fixed.value[field];
    if (!same) return "";
    return "is" in same ? same.is : text(row, same.like).replace(/\D/g, "");
  }

  function mend(lines: number[], field: string, value: string): void {
    const next = new Map(edits.value);
    for (const line of lines) next.set(`${line} ${field}`, value);
    edits.value = next;
    fresh.value = new Set([...fresh.value, ...lines.map((line) => `${line} ${field}`)]);
  }

  const lines = computed(() => rows.value.map((row) => ({ line: row.line, cells: fields.value.map((field) => text(row, field)) })));
  const settle = () => void (fresh.value = new Set());
  const groups = (errors: LineError[]) => grouped(errors, new Map(rows.value.map((row) => [row.line, row])), text, fresh.value);
  return { ...opened, fixed, fields, lines, open, turnTo, text, mend, settle, groups };
}

export type List = ReturnType<typeof useList>;

/** What was read: which sheet of it, where its header is, what each column is, which rows are left out. */
function useSheets() {
  const sheets = shallowRef<SheetShown[]>([]);
  const at = ref(0);
  const header = ref(0);
  /** field → its column; what is not here is fixed or left out. */
  const columns = ref<Record<string, number>>({});
  const dropped = ref(new Set<number>());
  const sheet = computed<SheetShown | undefined>(() => sheets.value[at.value]);
  const titles = computed(() => sheet.value?.rows[header.value]?.cells ?? []);
  const width = computed(() => Math.max(0, ...(sheet.value?.rows ?? []).map((row) => row.cells.length)));
  const rows = computed(() => (sheet.value?.rows ?? []).slice(header.value + 1).filter((row) => !dropped.value.has(row.line)));

  function open(read: SheetShown[]): void {
    sheets.value = read;
    const known = read.map((one) => one.fields_guessed.filter(Boolean).length);
    turnTo(known.indexOf(Math.max(...known)));
  }

  function turnTo(index: number): void {
    at.value = index;
    const one = sheets.value[index]!;
    header.value = one.header;
    columns.value = Object.fromEntries(one.fields_guessed.flatMap((field, column) => (field ? [[field, column]] : [])));
    dropped.value = new Set();
  }

  /** A column is one field: who takes it takes it away. */
  function choose(field: string, column: number | null): void {
    const others = Object.entries(columns.value).filter(([key, taken]) => key !== field && taken !== column);
    columns.value = Object.fromEntries([...others, ...(column === null ? [] : [[field, column] as const])]);
  }

  const startAt = (row: number) => void (header.value = row);
  const drop = (lines: number[]) => void (dropped.value = new Set([...dropped.value, ...lines]));
  return { sheets, at, header, columns, sheet, titles, width, rows, open, turnTo, choose, startAt, drop };
}

function grouped(errors: LineError[], rows: Map<number, SheetLine>, text: (row: SheetLine, field: string) => string, fresh: Set<string>): Group[] {
  const found = new Map<string, Group>();
  for (const { line, column, code, zh, en } of errors) {
    const row = rows.get(line);
    // Left out since.
    if (!row) continue;
    const value = column ? text(row, column) : "";
    // Two empty names are two people, two unknown grids of one name are one grid.
    const own = value === "" || code.endsWith("repeated") || code.endsWith("exists") ? line : "";
    const key = [column, code, value, own].join("\u0001");
    const group = found.get(key) ?? { key, column: column ?? "", code, value, zh, en, lines: [], mended: fresh.has(`${line} ${column}`) };
    group.lines.push(line);
    found.set(key, group);
  }
  return [...found.values()];
}

/** A, B … Z, AA: how the program that made the sheet calls its columns. */
export function letter(column: number): string {
  return (column >= 26 ? letter(Math.floor(column / 26) - 1) : "") + String.fromCharCode(65 + (column % 26));
}
