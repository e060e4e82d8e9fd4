// What one would pick for a COSE code in a browser: base45, pako and @auth0/cose, as their READMEs show them.
import { Sign1 } from "@auth0/cose";
import { decode } from "@digitalbazaar/base45";
import { inflate } from "pako";

export const keyOf = (jwk) => crypto.subtle.importKey("jwk", jwk, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);

export async function open(text, key) {
    const sign1 = Sign1.decode(inflate(decode(text)));
    await sign1.verify(key);
    return sign1.payload;
}
