"""The district's own code: a CWT signed with ES256 that holds a colour, two times and two random numbers; no name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cwt import COSE, COSEKey

from backend.health.providers.base import Answer, Trust
from backend.health.providers.believed import Refused, believed
from backend.health.rules import cbor, cose, wire
from backend.health.rules.colours import COLOURS, number_of
from backend.health.rules.wire import Unreadable

#: claims of CWT (RFC 8392), and one of our own from the range that everybody may use
ISS, SUB, EXP, IAT, CTI = 1, 2, 4, 6, 7
COLOUR = -65537
SUBJECT_BYTES, ID_BYTES = 12, 8


@dataclass(frozen=True, slots=True)
class Claims:
    issuer: str
    subject: bytes
    code_id: bytes
    colour: str
    issued_at: int
    expires_at: int


class Palm:
    name = "palm"
    prefix = "PC1:"

    def verify(self, text: str, trust: Trust, now: int) -> Answer:
        try:
            signed, _ = believed(text, prefix=self.prefix, provider=self.name, algs={cose.ES256}, trust=trust)
            claims = read(signed.claims())
        except Refused as refused:
            return Answer(refused.why, self.name)
        except Unreadable:
            return Answer("format", self.name)
        return judged(claims, trust, now)


def judged(claims: Claims, trust: Trust, now: int) -> Answer:
    """Its times and its number; the colour is told whatever is wrong with them, and counts only where nothing is."""
    why = "ok"
    if claims.issued_at > now + trust.rules.skew_s:
        why = "clock"
    elif now > claims.expires_at + trust.grace_s:
        why = "expired"
    elif claims.code_id in trust.revoked:
        why = "revoked"
    return Answer(
        why,
        Palm.name,
        claims.colour,
        claims.subject,
        claims.code_id,
        claims.issued_at,
        claims.expires_at,
        aged=why == "ok" and now > claims.expires_at,
    )


def read(claims: Mapping[Any, Any]) -> Claims:
    colour = _moment(claims.get(COLOUR))
    issuer = claims.get(ISS)
    if not isinstance(issuer, str) or colour >= len(COLOURS):
        raise Unreadable("cwt")
    return Claims(
        issuer=issuer,
        subject=_bytes(claims.get(SUB), SUBJECT_BYTES),
        code_id=_bytes(claims.get(CTI), ID_BYTES),
        colour=COLOURS[colour],
        issued_at=_moment(claims.get(IAT)),
        expires_at=_moment(claims.get(EXP)),
    )


def _bytes(value: Any, size: int) -> bytes:
    if not isinstance(value, bytes) or len(value) != size:
        raise Unreadable("cwt")
    return value


def _moment(value: Any) -> int:
    """A whole number that every browser can hold exactly; there 5 and 5.0 are the same."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not (0 <= value < 2**53 and value % 1 == 0):
        raise Unreadable("cwt")
    return int(value)


def text_of(claims: Claims, pem: str, kid: bytes) -> str:
    """Signed, compressed, ready for the QR code."""
    key = COSEKey.from_pem(pem, alg="ES256", kid=kid)
    payload = {
        ISS: claims.issuer,
        SUB: claims.subject,
        EXP: claims.expires_at,
        IAT: claims.issued_at,
        CTI: claims.code_id,
        COLOUR: number_of(claims.colour),
    }
    signed = COSE.new().encode_and_sign(
        cbor.dumps(payload), key, protected={"alg": "ES256", "kid": kid}, unprotected={}
    )
    assert isinstance(signed, bytes)
    return wire.packed(Palm.prefix, signed)
