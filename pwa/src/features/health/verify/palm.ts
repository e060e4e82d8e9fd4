/** The district's own code: a CWT that holds a colour, two times and two random numbers; no name. */
import { answered, believed, type Answer, type Colour, type Trust, type Why } from "./answer";
import { isBytes, isLabels, loads, type Labels } from "./cbor";
import { ES256, hex } from "./cose";
import { refuse } from "./unreadable";

const NAME = "palm";
export const PREFIX = "PC1:";
const [ISS, SUB, EXP, IAT, CTI, COLOUR] = [1, 2, 4, 6, 7, -65537];
const COLOURS: Colour[] = ["unknown", "green", "yellow", "red"];
const [SUBJECT_BYTES, ID_BYTES] = [12, 8];

interface Claims { subject: string; id: string; colour: Colour; issued_at: number; expires_at: number }

export const verifyPalm = (text: string, trust: Trust, now: number): Promise<Answer> => answered(NAME, async () => {
  const [signed] = await believed(text, PREFIX, NAME, [ES256], trust);
  const claims = read(loads(signed.payload));
  const why = judged(claims, trust, now);
  const { colour, subject, issued_at, expires_at } = claims;
  return { why, provider: NAME, colour, subject, issued_at, expires_at, aged: why === "ok" && now > expires_at };
});

function judged(claims: Claims, trust: Trust, now: number): Why {
  if (claims.issued_at > now + trust.skew_s) return "clock";
  if (now > claims.expires_at + trust.grace_s) return "expired";
  return isRevoked(trust.revoked, claims.id) ? "revoked" : "ok";
}

/** Eight bytes each, in order, in Base64. As a text of bytes: a long list is not spelt out anew for each code. */
function isRevoked(list: string, id: string): boolean {
  const all = atob(list);
  const wanted = id.replace(/../g, (two) => String.fromCharCode(parseInt(two, 16)));
  for (let at = all.indexOf(wanted); at >= 0; at = all.indexOf(wanted, at + 1)) if (at % ID_BYTES === 0) return true;
  return false;
}

function read(claims: unknown): Claims {
  if (!isLabels(claims)) return refuse("cwt");
  const colour = COLOURS[moment(claims, COLOUR)];
  if (typeof claims.get(ISS) !== "string" || !colour) return refuse("cwt");
  return { subject: bytes(claims, SUB, SUBJECT_BYTES), id: bytes(claims, CTI, ID_BYTES), colour, issued_at: moment(claims, IAT), expires_at: moment(claims, EXP) };
}

function bytes(claims: Labels, label: number, size: number): string {
  const value = claims.get(label);
  return isBytes(value) && value.length === size ? hex(value) : refuse("cwt");
}

function moment(claims: Labels, label: number): number {
  const value = claims.get(label);
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : refuse("cwt");
}
