/** What a person answers on this phone: sealed as theirs, then sent as soon as it can be. */
import { clockOffset } from "@/platform/clock";
import { authorNow, flushNow } from "./outbox-store";
import { sealAnswer, type Answer } from "./sealing";

export async function answer(what: Omit<Answer, "author" | "clock_offset_ms">): Promise<void> {
  await sealAnswer({ ...what, author: authorNow(), clock_offset_ms: clockOffset() });
  void flushNow(true);
}
