"""Codes verified a second on one core: by our two verifiers, by libraries one would pick, by bare ECDSA."""

import base64
import json
import os
import subprocess
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import base45
import cwt
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cwt import COSEKey
from playwright.sync_api import Page, Route

from backend.health.catalogue.reader import ruleset
from backend.health.providers import palm, registry
from backend.health.providers.base import Trust, TrustedKey
from backend.health.providers.palm import Claims
from backend.health.rules import cose, wire
from conformance.hcert import client
from tools import node, paths

NPM = Path(__file__).parent / "npm"
KID = b"bench-01"
COUNT, ROUNDS = int(os.environ.get("CODES", "1000")), 3
MANIFEST = paths.PWA / "dist/.vite/manifest.json"
VERIFIER = "src/features/health/verify/verify.ts"


@dataclass(frozen=True, slots=True)
class Codes:
    key: EllipticCurvePrivateKey
    now: int
    texts: Sequence[str]
    #: signature and what it signs, for whoever does nothing but verify
    signed: Sequence[tuple[bytes, bytes]]

    @property
    def trust(self) -> Trust:
        return Trust((TrustedKey(KID, "palm", self.key.public_key()),), ruleset(), grace_s=3_600)


def make() -> Codes:
    key, now = generate_private_key(SECP256R1()), int(time.time())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    claims = [Claims("palm", os.urandom(12), os.urandom(8), "green", now, now + 3_600) for _ in range(COUNT)]
    texts = [palm.text_of(one, pem, KID) for one in claims]
    opened = [cose.opened(wire.inflated(wire.from_base45(text[4:]))) for text in texts]
    return Codes(key, now, texts, [(one.signature, one.to_verify) for one in opened])


def on_server(codes: Codes) -> dict[str, float]:
    """Codes a second, the best of some rounds taken in turn."""
    ways = {"ours": _ours(codes), "library": _library(codes), "bare": _bare(codes)}
    took = {name: [_seconds(verify_all) for _ in range(ROUNDS)] for name, verify_all in ways.items()}
    return {name: COUNT / min(some) for name, some in took.items()}


def _seconds(act: Callable[[], None]) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def _ours(codes: Codes) -> Callable[[], None]:
    trust = codes.trust

    def verify_all() -> None:
        for text in codes.texts:
            assert registry.verify(text, trust, codes.now).ok

    return verify_all


def _library(codes: Codes) -> Callable[[], None]:
    """As the README of `cwt` shows it, behind `base45` and zlib."""
    public = codes.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    key = COSEKey.from_pem(public.decode(), alg="ES256", kid=KID)

    def verify_all() -> None:
        for text in codes.texts:
            cwt.decode(zlib.decompress(base45.b45decode(text[4:])), key)

    return verify_all


def _bare(codes: Codes) -> Callable[[], None]:
    public, how = codes.key.public_key(), ECDSA(SHA256())
    halves = [(int.from_bytes(one[:32]), int.from_bytes(one[32:]), said) for one, said in codes.signed]
    ready = [(encode_dss_signature(r, s), said) for r, s, said in halves]

    def verify_all() -> None:
        for signature, said in ready:
            public.verify(signature, said, how)

    return verify_all


#: Each way after a warm-up, one code after the other, as a gate does; the best of some rounds taken in turn.
IN_BROWSER = """
    async ({ ours, rival, texts, trust, jwk, now, signed, rounds }) => {
        const found = await import(ours);
        const verify = found.verify ?? Object.values(found).find((it) => it instanceof Function);
        const { open, keyOf } = await import(rival);
        const bytes = (text) => Uint8Array.from(atob(text), (it) => it.charCodeAt(0));
        const how = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
        const [bare, theirs] = [await crypto.subtle.importKey("jwk", jwk, how, false, ["verify"]), await keyOf(jwk)];
        const pairs = signed.map((pair) => pair.map(bytes));
        const ways = {
            ours: async (at) => (await verify(texts[at], trust, now)).why === "ok",
            library: (at) => open(texts[at].slice(4), theirs),
            bare: (at) => crypto.subtle.verify(how, bare, ...pairs[at]),
        };
        const best = {};
        for (let round = 0; round <= rounds; round += 1) {
            for (const [name, way] of Object.entries(ways)) {
                const began = performance.now();
                for (let at = 0; at < texts.length; at += 1) if (!(await way(at))) throw new Error(`${name} refuses`);
                const rate = texts.length / (performance.now() - began) * 1000;
                if (round) best[name] = Math.max(best[name] ?? 0, rate);
            }
        }
        return best;
    }
"""


def in_browser(codes: Codes, page: Page, origin: str) -> dict[str, float]:
    """The built client's own file, beside `@auth0/cose` and what it takes, on a page of the product."""
    rival = bundled()
    page.route("**/bench-rival.js", lambda route: _serve(route, rival))
    page.goto(f"{origin}/sign-in")
    jwk = client.shown(codes.trust)["keys"][0]["jwk"]
    built = json.loads(MANIFEST.read_text())[VERIFIER]["file"]
    found: dict[str, float] = page.evaluate(
        IN_BROWSER,
        {
            "ours": f"/{built}",
            "rival": "/bench-rival.js",
            "texts": list(codes.texts),
            "trust": client.shown(codes.trust),
            "jwk": jwk,
            "now": codes.now,
            "signed": [[base64.b64encode(part).decode() for part in pair] for pair in codes.signed],
            "rounds": ROUNDS,
        },
    )
    return found


def bundled() -> str:
    """The rival as one file, as its user's bundler makes it."""
    if not (NPM / "node_modules" / "@auth0").exists():
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=NPM, env=node.settings(), check=True)
    command = [paths.PWA / "node_modules/.bin/rolldown", "gate-rival.mjs", "--format", "esm", "--platform", "browser"]
    done = subprocess.run(command, cwd=NPM, env=node.settings(), capture_output=True, text=True, check=True)
    return done.stdout


def _serve(route: Route, body: str) -> Any:
    return route.fulfill(body=body, content_type="text/javascript")
