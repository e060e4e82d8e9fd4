"""The EU Digital COVID Certificate (HCERT, `HC1:`), verified against a list of certificates that are trusted."""

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate, ExtendedKeyUsage, ExtensionNotFound

from backend.health.providers.base import Answer, Trust
from backend.health.providers.reading import NAME, PREFIX, Reading
from backend.health.rules import certificate

#: What is said of a certificate that was issued by whom it says: then it is told what it holds.
JUDGED = frozenset({"ok", "clock", "expired", "key_usage", "not_accepted"})
#: what a signing certificate may certify, in both numberings that are in use
USAGES = {
    f"1.3.6.1.4.1{root}.1847.2021.1.{last}": kind
    for root in ("", ".0")
    for last, kind in ((1, "test"), (2, "vaccination"), (3, "recovery"))
}


class Dcc:
    name = NAME
    prefix = PREFIX

    def verify(self, text: str, trust: Trust, now: int) -> Answer:
        reading = Reading(trust, now)
        why = next((why for _, why in reading.of(text) if why != "ok"), "ok")
        if why not in JUDGED:
            return Answer(why, self.name)
        found = reading.content
        named = {**found["nam"], "dob": found["dob"], "kind": certificate.kind_of(found)}
        subject = str(certificate.entry_of(found)["ci"]).encode()
        colour = "green" if why == "ok" else "unknown"
        return Answer(why, self.name, colour, subject, None, reading.issued_at, reading.expires_at, holder=named)


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
