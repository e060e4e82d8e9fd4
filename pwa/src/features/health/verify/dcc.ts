/** The EU Digital COVID Certificate (HCERT), verified against the certificates that the district trusts. */
import { answered, believed, type Answer, type Trust, type TrustedKey, type Why } from "./answer";
import { isLabels, loads, untagged, type Labels } from "./cbor";
import { ES256, PS256 } from "./cose";
import { refuse } from "./unreadable";

const NAME = "dcc";
export const PREFIX = "HC1:";
const [EXP, IAT, HCERT] = [4, 6, -260];
const KINDS = { v: "vaccination", t: "test", r: "recovery" } as const;
type Group = keyof typeof KINDS;
const COMMON = ["tg", "co", "is", "ci"];
const NEEDS: Record<Group, string[]> = { v: ["vp", "mp", "ma", "dn", "sd", "dt"], t: ["tt", "sc", "tr"], r: ["fr", "df", "du"] };
const NUMBERS = ["dn", "sd"];
/** SNOMED CT: COVID-19, and "not detected". */
const [COVID, NOT_DETECTED] = ["840539006", "260415000"];
/** A day, a month, a year, or unknown, as the schema (1.3.0) has it. */
const BORN = /^((19|20)\d\d(-\d\d){0,2})?$/;
const [HOUR, DAY] = [3_600, 86_400];

export const verifyDcc = (text: string, trust: Trust, now: number): Promise<Answer> => answered(NAME, async () => {
  const [signed, signers] = await believed(text, PREFIX, NAME, [ES256, PS256], trust);
  const claims = loads(signed.payload);
  if (!isLabels(claims)) return refuse("cwt");
  const found = content(claims);
  const [issued_at, expires_at] = [moment(claims.get(IAT)), moment(claims.get(EXP))];
  const { group, entry } = entryOf(found, new Date(now * 1_000).toISOString());
  const why = judged(group, entry, signers, trust, now, issued_at, expires_at);
  const name = found.get("nam") as Labels;
  const holder = { name: [name.get("fn") ?? name.get("fnt"), name.get("gn") ?? name.get("gnt")].filter(Boolean).join(" "), born: String(found.get("dob")), kind: KINDS[group] };
  return { why, provider: NAME, colour: why === "ok" ? "green" : "unknown", subject: String(entry.get("ci")), issued_at, expires_at, aged: false, holder };
});

function content(claims: Labels): Labels {
  const hcert = claims.get(HCERT);
  const found = isLabels(hcert) ? hcert.get(1) : null;
  return isLabels(found) ? found : refuse("hcert");
}

function moment(value: unknown): number {
  return typeof value === "number" && value >= 0 && value <= Number.MAX_SAFE_INTEGER ? Math.floor(value) : refuse("cwt");
}

const isText = (value: unknown) => typeof value === "string" && value !== "";

/** As the schema wants it, or it is none. */
function entryOf(found: Labels, today: string): { group: Group; entry: Labels } {
  const name = found.get("nam");
  if (typeof found.get("ver") !== "string" || !isLabels(name) || !(name.has("fnt") || name.has("fn"))) return refuse("schema");
  // Who has a name has it also as passports write it, where they are given both.
  if (["fn", "gn"].some((part) => (name.has(`${part}t`) && typeof name.get(`${part}t`) !== "string") || (isText(name.get(part)) && name.get(`${part}t`) === ""))) return refuse("schema");
  const born = found.get("dob");
  if (typeof born !== "string" || !BORN.test(born) || born > today.slice(0, born.length)) return refuse("schema");
  const groups = (Object.keys(KINDS) as Group[]).filter((letter) => { const list = found.get(letter); return Array.isArray(list) ? list.length > 0 : Boolean(list); });
  const entries = groups.length === 1 ? found.get(groups[0]!) : null;
  if (!Array.isArray(entries) || entries.length !== 1 || !isLabels(entries[0])) return refuse("schema");
  const [group, entry] = [groups[0]!, entries[0] as Labels];
  const fits = (key: string) => { const value = untagged(entry.get(key), 0); return NUMBERS.includes(key) ? Number.isInteger(value) : isText(value); };
  if (![...COMMON, ...NEEDS[group]].every(fits)) return refuse("schema");
  if (group === "v" && !NUMBERS.every((key) => Number(entry.get(key)) >= 1 && Number(entry.get(key)) <= 9)) return refuse("schema");
  return { group, entry };
}

function judged(group: Group, entry: Labels, signers: TrustedKey[], trust: Trust, now: number, issued_at: number, expires_at: number): Why {
  if (issued_at > now + trust.skew_s) return "clock";
  // It lives for months: nothing is granted on top.
  if (now > expires_at) return "expired";
  if (!signers.some((key) => !key.usages.length || key.usages.includes(KINDS[group]))) return "key_usage";
  return counts(group, entry, trust, now) ? "ok" : "not_accepted";
}

function counts(group: Group, entry: Labels, { dcc }: Trust, now: number): boolean {
  if (entry.get("tg") !== COVID) return false;
  if (group === "t") {
    const [hours, sampled] = [dcc.test_hours[String(entry.get("tt"))], seconds(String(untagged(entry.get("sc"), 0)))];
    return hours !== undefined && entry.get("tr") === NOT_DETECTED && sampled <= now && now <= sampled + hours * HOUR;
  }
  if (group === "v" && Number(entry.get("dn")) < Number(entry.get("sd"))) return false;
  const [from, to] = group === "r" ? dcc.recovery_days : dcc.vaccination_days;
  const since = now - seconds(String(entry.get(group === "r" ? "fr" : "dt")).slice(0, 10));
  return since >= from * DAY && since <= to * DAY;
}

/** A day, or a moment; one that names no zone is in UTC. */
function seconds(text: string): number {
  const zoned = !text.includes("T") || /(Z|[+-]\d\d:?\d\d)$/.test(text);
  return Date.parse(zoned ? text : /[+-]\d\d$/.test(text) ? `${text}:00` : `${text}Z`) / 1_000;
}
