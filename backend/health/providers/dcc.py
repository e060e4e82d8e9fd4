"""The EU Digital COVID Certificate (HCERT, `HC1:`), verified against a list of certificates that are trusted."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate, ExtendedKeyUsage, ExtensionNotFound

from backend.health.providers.base import Answer, Trust, TrustedKey
from backend.health.providers.believed import Refused, believed
from backend.health.rules import certificate, cose
from backend.health.rules.cose import Signed
from backend.health.rules.wire import Unreadable

EXP, IAT, HCERT = 4, 6, -260
ALGS = frozenset({cose.ES256, cose.PS256})
#: what a signing certificate may certify, in both numberings that are in use
USAGES = {
    f"1.3.6.1.4.1{root}.1847.2021.1.{last}": kind
    for root in ("", ".0")
    for last, kind in ((1, "test"), (2, "vaccination"), (3, "recovery"))
}


class Dcc:
    name = "dcc"
    prefix = "HC1:"

    def verify(self, text: str, trust: Trust, now: int) -> Answer:
        try:
            signed, signers = believed(text, prefix=self.prefix, provider=self.name, algs=ALGS, trust=trust)
            return self._judged(signed, signers, trust, now)
        except Refused as refused:
            return Answer(refused.why, self.name)
        except Unreadable:
            return Answer("format", self.name)

    def _judged(self, signed: Signed, signers: Sequence[TrustedKey], trust: Trust, now: int) -> Answer:
        claims = signed.claims()
        found = content(claims)
        issued_at, expires_at = moment(claims.get(IAT)), moment(claims.get(EXP))
        if certificate.faults(found) or issued_at is None or expires_at is None:
            return Answer("format", self.name)
        entry_id = str(certificate.entry_of(found)["ci"])
        why = self._why(found, signers, trust, now, (issued_at, expires_at))
        colour = "green" if why == "ok" else "unknown"
        named = {**found["nam"], "dob": found["dob"], "kind": certificate.kind_of(found)}
        return Answer(why, self.name, colour, entry_id.encode(), None, issued_at, expires_at, holder=named)

    def _why(
        self, found: Mapping[str, Any], signers: Sequence[TrustedKey], trust: Trust, now: int, times: tuple[int, int]
    ) -> str:
        if times[0] > now + trust.rules.skew_s:
            return "clock"
        # It lives for months: nothing is granted on top.
        if now > times[1]:
            return "expired"
        if not any(may_certify(key.usages, found) for key in signers):
            return "key_usage"
        is_taken = certificate.counts(found, trust.rules.dcc, datetime.fromtimestamp(now, UTC))
        return "ok" if is_taken else "not_accepted"


def content(claims: Mapping[Any, Any]) -> Any:
    hcert = claims.get(HCERT)
    if not isinstance(hcert, Mapping) or not isinstance(hcert.get(1), Mapping):
        raise Unreadable("hcert")
    return hcert[1]


def moment(value: Any) -> int | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return int(value) if is_number and 0 <= value < 2**53 else None


def may_certify(usages: frozenset[str], found: Mapping[str, Any]) -> bool:
    """A certificate that names no usage may certify all."""
    return not usages or certificate.kind_of(found) in usages


def usages_of(signer: Certificate) -> frozenset[str]:
    """Some states' certificates hold another extension that is not quite DER; then the bytes are looked through."""
    try:
        named = {usage.dotted_string for usage in signer.extensions.get_extension_for_class(ExtendedKeyUsage).value}
    except ExtensionNotFound:
        return frozenset()
    except ValueError:
        der = signer.public_bytes(Encoding.DER)
        named = {oid for oid in USAGES if _encoded(oid) in der}
    return frozenset(USAGES[oid] for oid in named & USAGES.keys())


def _encoded(oid: str) -> bytes:
    """The identifier in DER (X.690): seven bits to a byte, the first two numbers in one."""
    first, second, *rest = map(int, oid.split("."))
    body = b"".join(_sevens(number) for number in (first * 40 + second, *rest))
    return bytes([6, len(body)]) + body


def _sevens(number: int) -> bytes:
    parts = [number & 127]
    while number := number >> 7:
        parts.append(number & 127 | 128)
    return bytes(reversed(parts))
