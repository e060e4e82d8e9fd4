/** Reads any code that a gate may be shown: its prefix says whose it is. */
import { no, type Answer, type Trust } from "./answer";
import { PREFIX as HC1, verifyDcc } from "./dcc";
import { PREFIX as PC1, verifyPalm } from "./palm";

/** `now`: seconds since 1970, by the server's clock. */
export async function verify(text: string, trust: Trust, now: number): Promise<Answer> {
  if (text.startsWith(PC1)) return verifyPalm(text, trust, now);
  if (text.startsWith(HC1)) return verifyDcc(text, trust, now);
  return no("format");
}
