/** COSE_Sign1 as codes carry it: what is signed, by which key, with ES256 or PS256 of the browser's own WebCrypto. */
import { dumps, isBytes, isLabels, loads, untagged, type Labels } from "./cbor";
import { refuse } from "./unreadable";

export const ES256 = -7;
export const PS256 = -37;
const [ALG, KID] = [1, 4];
const [SIGN1, CWT] = [18, 61];
const HOW = {
  [ES256]: { read: { name: "ECDSA", namedCurve: "P-256" }, verify: { name: "ECDSA", hash: "SHA-256" } },
  [PS256]: { read: { name: "RSA-PSS", hash: "SHA-256" }, verify: { name: "RSA-PSS", saltLength: 32 } },
};
type Alg = keyof typeof HOW;

export interface Signed { protected: Uint8Array; payload: Uint8Array; signature: Uint8Array<ArrayBuffer>; alg: Alg; kid: string }

export function opened(data: Uint8Array): Signed {
  const item = untagged(loads(data), CWT, SIGN1);
  if (!Array.isArray(item) || item.length !== 4) refuse("cose");
  const [head, loose, payload, signature] = item as unknown[];
  if (!isBytes(head) || !isBytes(payload) || !isBytes(signature) || !isLabels(loose)) return refuse("cose");
  const inner = head.length ? loads(head) : new Map();
  if (!isLabels(inner)) return refuse("cose");
  const [alg, kid] = [header(inner, loose, ALG), header(inner, loose, KID)];
  if ((alg !== ES256 && alg !== PS256) || !isBytes(kid)) return refuse("cose");
  return { protected: head, payload, signature, alg, kid: hex(kid) };
}

/** What is signed goes first: the other can be changed by anybody. */
const header = (inner: Labels, loose: Labels, label: number) => (inner.has(label) ? inner.get(label) : loose.get(label));

export const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const known = new Map<string, Promise<CryptoKey>>();

/** Importing a key takes as long as a verification: each is imported once. */
function keyOf(jwk: JsonWebKey, alg: Alg): Promise<CryptoKey> {
  const name = `${alg} ${jwk.x ?? jwk.n} ${jwk.y ?? jwk.e}`;
  const found = known.get(name) ?? crypto.subtle.importKey("jwk", jwk, HOW[alg].read, false, ["verify"]);
  known.set(name, found);
  return found;
}

export async function isSignedBy(signed: Signed, jwk: JsonWebKey): Promise<boolean> {
  const fits = signed.alg === ES256 ? jwk.kty === "EC" && jwk.crv === "P-256" : jwk.kty === "RSA";
  if (!fits) return false;
  const said = dumps(["Signature1", signed.protected, new Uint8Array(), signed.payload]);
  return crypto.subtle.verify(HOW[signed.alg].verify, await keyOf(jwk, signed.alg), signed.signature, said);
}
