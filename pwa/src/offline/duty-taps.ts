/** Check-ins and check-outs that the server has not seen: beside the outbox, where no wipe and nobody else's taps reach them. */
import { db } from "./outbox-db";
import { keep, kept } from "./read-db";

/** Where they lay before, together and in what is wiped. */
const FORMER = "duty_taps";
const key = (author: string | null) => `duty_taps:${author ?? ""}`;

export async function keptTaps<T extends { author: string | null }>(author: string | null): Promise<T[]> {
  const text = await (await db()).get("meta", key(author));
  const own = text ? (JSON.parse(String(text)) as T[]) : [];
  const former = (await kept<T[]>(FORMER).catch(() => undefined)) ?? [];
  const moved = [...former.filter((tap) => tap.author === author), ...own];
  if (moved.length === own.length) return own;
  await keepTaps(author, moved);
  await keep(FORMER, former.filter((tap) => tap.author !== author));
  return moved;
}

export async function keepTaps(author: string | null, taps: object[]): Promise<void> {
  await (await db()).put("meta", JSON.stringify(taps), key(author));
}
