"""Makes codes of every kind, good and spoilt in every way, each with what the server says of it."""

import random
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import base45
import cbor2
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as generate_rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from backend.health.catalogue.reader import ruleset
from backend.health.providers import palm, registry
from backend.health.providers.base import Trust, TrustedKey
from backend.health.rules.wire import packed
from conformance.hcert import client

NOW = 1_772_000_000
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
NAMES: tuple[Any, ...] = (
    {"fn": "M", "fnt": "M"},
    {"fn": "M", "fnt": "M"},
    {"fn": "M", "fnt": "M"},
    {"fn": "M"},
    {"fnt": "M", "gnt": ""},
    {"fnt": "M", "gn": "😀", "gnt": ""},
    {"fn": [], "fnt": ""},
    {"fnt": "M", "gnt": 5},
    {"gn": "M"},
    {"fnt": 1},
    {},
)
BORN = (
    "1998-02-26",
    "1998-02-26",
    "1998-02-26",
    "2026-02-25",
    "2026-02-26",
    "2027",
    "1998-02",
    "1998",
    "",
    "no",
    "1815-08-24",
    "1998-2",
    "1998-02-26\n",
    "１９９８",
)
ODD: tuple[Any, ...] = (None, True, 0, -1, 1.0, 1.5, 2**53, 2**60, "1", b"1", [], {}, cbor2.CBORTag(18, 1))


@dataclass(frozen=True, slots=True)
class Maker:
    """Keys of all sorts, and a die that always falls the same way."""

    dice: random.Random
    ours: EllipticCurvePrivateKey
    stolen: EllipticCurvePrivateKey
    foreign: EllipticCurvePrivateKey
    rsa: RSAPrivateKey
    trust: Trust

    def palm(self, **changes: Any) -> dict[Any, Any]:
        issued = NOW - self.dice.choice((0, 10, 299, 301, 4_000, 20_000, -30, -100))
        claims = {
            palm.ISS: "palm", palm.SUB: self.dice.randbytes(12), palm.EXP: issued + 300, palm.IAT: issued,
            palm.CTI: self.dice.choice((b"revoked!", self.dice.randbytes(8))), palm.COLOUR: self.dice.randrange(4),
        }  # fmt: skip
        return {**claims, **changes}

    def dcc(self, **changes: Any) -> dict[Any, Any]:
        day = (datetime.fromtimestamp(NOW, UTC) - timedelta(days=self.dice.choice((1, 15, 100, 200, 400)))).date()
        sampled = datetime.fromtimestamp(NOW - self.dice.choice((3_600, 200_000, 400_000, -60)), UTC)
        common = {"tg": "840539006", "co": "AT", "is": "Amt", "ci": f"URN:UVCI:{self.dice.randrange(9)}"}
        entry = self.dice.choice(
            (
                ("v", {"vp": "1", "mp": "2", "ma": "3", "dn": self.dice.randrange(1, 3), "sd": 2, "dt": str(day)}),
                ("t", {"tt": "LP6464-4", "sc": f"{sampled:%Y-%m-%dT%H:%M:%SZ}", "tr": "260415000"}),
                ("r", {"fr": str(day), "df": str(day), "du": str(day)}),
            )
        )
        content = {
            "ver": "1.3.0", "dob": self.dice.choice(BORN),
            "nam": self.dice.choice(NAMES), entry[0]: [{**common, **entry[1], **changes}],
        }  # fmt: skip
        return {1: "AT", 4: NOW + self.dice.choice((-10, 1_000)), 6: NOW - 100, -260: {1: content}}


def maker(seed: int) -> Maker:
    ours, stolen, foreign = (generate_private_key(SECP256R1()) for _ in range(3))
    rsa = generate_rsa(65_537, 2_048)
    keys = (
        TrustedKey(b"our-key1", "palm", ours.public_key()),
        TrustedKey(b"stolen-1", "palm", stolen.public_key()),
        TrustedKey(b"foreign1", "dcc", foreign.public_key(), frozenset({"test", "vaccination"})),
        TrustedKey(b"foreign2", "dcc", rsa.public_key()),
        TrustedKey(b"our-key1", "palm", foreign.public_key()),
    )
    trust = Trust(keys, ruleset(), 3_600, frozenset({b"stolen-1"}), frozenset({b"revoked!", b"aaaabbbb"}))
    return Maker(random.Random(seed), ours, stolen, foreign, rsa, trust)


def signed(key: Any, payload: bytes, protected: dict[Any, Any], loose: dict[Any, Any] | None = None) -> list[Any]:
    head = cbor2.dumps(protected)
    said = cbor2.dumps(["Signature1", head, b"", payload])
    if isinstance(key, RSAPrivateKey):
        return [head, loose or {}, payload, key.sign(said, PSS(MGF1(SHA256()), 32), SHA256())]
    r, s = decode_dss_signature(key.sign(said, ECDSA(SHA256())))
    return [head, loose or {}, payload, r.to_bytes(32) + s.to_bytes(32)]


def good(made: Maker) -> str:
    return packed("PC1:", cbor2.dumps(cbor2.CBORTag(18, signed(made.ours, cbor2.dumps(made.palm()), HEAD))))


HEAD = {1: -7, 4: b"our-key1"}


def other_key(made: Maker) -> str:
    kid = made.dice.choice((b"stolen-1", b"nobody-1", b"our-key1", b"foreign1"))
    key = made.dice.choice((made.stolen, made.foreign))
    return packed("PC1:", cbor2.dumps(cbor2.CBORTag(18, signed(key, cbor2.dumps(made.palm()), {1: -7, 4: kid}))))


def odd_claims(made: Maker) -> str:
    claims = made.palm()
    name = made.dice.choice(list(claims))
    if made.dice.random() < 0.3:
        del claims[name]
    else:
        claims[name] = made.dice.choice(ODD)
    payload = made.dice.choice((cbor2.dumps(claims), cbor2.dumps(claims) + b"\x00", cbor2.dumps([claims]), b""))
    return packed("PC1:", cbor2.dumps(cbor2.CBORTag(18, signed(made.ours, payload, HEAD))))


def odd_envelope(made: Maker) -> str:
    payload = cbor2.dumps(made.palm())
    protected, loose = made.dice.choice(
        (
            ({1: -7}, {4: b"our-key1"}), ({}, dict(HEAD)), ({4: b"our-key1"}, {1: -7}), (dict(HEAD), {4: b"nobody-1"}),
            ({1: -7, 4: b"nobody-1"}, {4: b"our-key1"}), ({1: -37, 4: b"our-key1"}, {}), ({1: -8, 4: b"our-key1"}, {}),
            ({1: "ES256", 4: b"our-key1"}, {}), ({1: -7, 4: "our-key1"}, {}), ({1: -7}, {}),
        )
    )  # fmt: skip
    item: Any = signed(made.ours, payload, protected, loose)
    if made.dice.random() < 0.4:
        item[made.dice.randrange(4)] = made.dice.choice(ODD)
    wrapped = made.dice.choice(
        (item, cbor2.CBORTag(18, item), cbor2.CBORTag(61, cbor2.CBORTag(18, item)), cbor2.CBORTag(17, item), [item])
    )
    return packed("PC1:", cbor2.dumps(wrapped))


def spoilt_text(made: Maker) -> str:
    text, at, letter = good(made), made.dice.randrange(0, 200), made.dice.choice(ALPHABET)
    return made.dice.choice(
        (
            text[:at] + letter + text[at + 1 :], text[:at] + text[at + 1 :], text[:at] + letter + text[at:],
            text[:at], text.lower(), text + letter, text + letter * 2, text + letter * 3, text.replace("PC1", "HC1"),
            text.replace("PC1:", ""), f" {text}", f"{text}\n", text[:at] + "é" + text[at:], text * 30,
        )
    )  # fmt: skip


def spoilt_bytes(made: Maker) -> str:
    """A bit turned, or something cut off or put behind, at one of the two lower layers."""
    data = zlib.decompress(base45.b45decode(good(made)[4:]))
    inner = made.dice.random() < 0.5
    data = data if inner else zlib.compress(data, 9)
    at = made.dice.randrange(len(data))
    turned = data[:at] + bytes([data[at] ^ (1 << made.dice.randrange(8))]) + data[at + 1 :]
    data = made.dice.choice((turned, turned, data[:at], data + made.dice.randbytes(3), data[:at] + data[at + 1 :]))
    return packed("PC1:", data) if inner else "PC1:" + base45.b45encode(data).decode()


def certificate(made: Maker) -> str:
    key, kid, alg = made.dice.choice(
        (
            (made.foreign, b"foreign1", -7),
            (made.rsa, b"foreign2", -37),
            (made.rsa, b"foreign1", -37),
            (made.ours, b"foreign1", -7),
        )
    )
    field = made.dice.choice(("tg", "tr", "ci", "co", "x"))
    changes = {field: made.dice.choice(("840539006", "260415000", "", 5, None))} if made.dice.random() < 0.4 else {}
    payload = cbor2.dumps(made.dcc(**changes))
    return packed("HC1:", cbor2.dumps(cbor2.CBORTag(18, signed(key, payload, {1: alg, 4: kid}))))


KINDS: tuple[Callable[[Maker], str], ...] = (
    good, other_key, odd_claims, odd_envelope, spoilt_text, spoilt_bytes, certificate,
)  # fmt: skip


def codes(count: int, seed: int = 6) -> dict[str, Any]:
    """The trust list as phones have it, and for each code the answer of the server."""
    made = maker(seed)
    texts = [KINDS[number % len(KINDS)](made) for number in range(count)]
    answers = [client.told(registry.verify(text, made.trust, NOW)) for text in texts]
    told = [{"text": text, "answer": answer} for text, answer in zip(texts, answers, strict=True)]
    return {"now": NOW, "trust": client.shown(made.trust), "codes": told}
