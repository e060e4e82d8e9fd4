"""Each expectation of a vector, put to the parts of the server's own verifier that answer it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from backend.health.providers import reading, registry
from backend.health.providers.reading import Reading
from backend.health.rules import cbor, certificate, wire
from backend.health.rules.wire import Unreadable
from conformance.hcert.vectors import Vector
from conformance.outcomes import Outcome

#: What a vector of ours is asked beside what the format knows: the answer that a gate would show.
VERDICT = "VERDICT"
#: A verdict believes a certificate that the district's rules do not count, such as one of last year.
BELIEVED = frozenset({"ok", "not_accepted"})
#: Where one of them is expected to fail, a gate must refuse.
REFUSING = (
    "UNPREFIX", "B45DECODE", "COMPRESSION", "VERIFY", "DECODE", "SCHEMAVALIDATION", "EXPIRATIONCHECK", "KEYUSAGE",
)  # fmt: skip


def outcomes(vector: Vector, pictures: Mapping[str, str | None]) -> list[Outcome]:
    """Of every step whose expectation is stated and whose data are there."""
    found = []
    for step, (needs, judge) in STEPS.items():
        expected = vector.expected.get(step)
        if isinstance(expected, bool) and vector.has(*needs):
            found.append(_outcome(vector, step, expected, judge))
    expected = vector.expected.get(PICTURE)
    if isinstance(expected, bool) and vector.id in pictures:
        read = pictures[vector.id]
        said = "" if read else "nothing was read"
        found.append(Outcome(vector.id, PICTURE, expected, read == vector.text("PREFIX"), said))
    if (whole := expected_of_verdict(vector)) is not None:
        found.append(verdict(vector, whole))
    return found


def _outcome(vector: Vector, step: str, expected: bool, judge: Callable[[Vector], str]) -> Outcome:
    try:
        said = judge(vector)
    except (Unreadable, ValueError) as error:
        said = f"unreadable: {error}"
    return Outcome(vector.id, step, expected, said == "ok", said)


def expected_of_verdict(vector: Vector) -> bool | None:
    """Refused where a step is to fail; believed where signature and time are to hold; else nobody says."""
    said = vector.expected
    if not vector.has("PREFIX"):
        return None
    if any(said.get(step) is False for step in REFUSING):
        return False
    return True if said.get("VERIFY") and said.get("EXPIRATIONCHECK") else None


def verdict(vector: Vector, expected: bool) -> Outcome:
    answer = registry.verify(vector.text("PREFIX"), vector.trust, vector.now)
    return Outcome(vector.id, VERDICT, expected, answer.why in BELIEVED, answer.why)


def _prefix(vector: Vector) -> str:
    return _same(wire.without(reading.PREFIX, vector.text("PREFIX")), vector.text("BASE45"))


def _base45(vector: Vector) -> str:
    return _same(wire.from_base45(vector.text("BASE45")), vector.bytes("COMPRESSED"))


def _zlib(vector: Vector) -> str:
    return _same(wire.inflated(vector.bytes("COMPRESSED")), vector.bytes("COSE"))


def _of_cose(step: str) -> Callable[[Vector], str]:
    """What the verifier says of one step, whatever it says of the others."""

    def judge(vector: Vector) -> str:
        said = dict(Reading(vector.trust, vector.now).of_signed(vector.bytes("COSE")))
        return said.get(step) or next(why for why in said.values() if why != "ok")

    return judge


def _cbor(vector: Vector) -> str:
    """What is signed holds what stands beside it as CBOR, and that what stands there as JSON."""
    found = _content(cbor.loads(vector.bytes("CBOR")))
    if vector.has("COSE"):
        looked = Reading(vector.trust, vector.now)
        list(looked.of_signed(vector.bytes("COSE")))
        if _plain(looked.content) != _plain(found):
            return "COSE and CBOR differ"
    return _same(found, vector.fields["JSON"]) if vector.has("JSON") else "ok"


def _json(vector: Vector) -> str:
    """The whole way, from the text of the QR code."""
    looked = Reading(vector.trust, vector.now)
    list(looked.of(vector.text("PREFIX")))
    return _same(looked.content, vector.fields["JSON"])


def _object(vector: Vector) -> str:
    faults = certificate.faults(vector.fields["JSON"], datetime.fromtimestamp(vector.now, UTC).date())
    return " ".join(faults) or "ok"


def _encoded(vector: Vector) -> str:
    return _same(cbor.loads(cbor.dumps(vector.fields["JSON"])), _content(cbor.loads(vector.bytes("CBOR"))))


def _content(found: Any) -> Any:
    """Some vectors give the whole of the claims as CBOR, some the certificate in them."""
    return reading.content(found) if isinstance(found, Mapping) and reading.HCERT in found else found


def _same(found: Any, expected: Any) -> str:
    return "ok" if _plain(found) == _plain(expected) else "differs from what stands beside it"


def _plain(value: Any) -> Any:
    """A tag makes a moment of a text, on one side only."""
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_plain(inner) for inner in value]
    if isinstance(value, str):
        return _moment(value)
    return value


def _moment(text: str) -> Any:
    if "T" not in text:
        return text
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return text


PICTURE = "PICTUREDECODE"
#: step → the fields that it needs, and who judges
STEPS: Mapping[str, tuple[tuple[str, ...], Callable[[Vector], str]]] = {
    "VALIDOBJECT": (("JSON",), _object),
    "ENCODE": (("JSON", "CBOR"), _encoded),
    "UNPREFIX": (("PREFIX", "BASE45"), _prefix),
    "B45DECODE": (("BASE45", "COMPRESSED"), _base45),
    "COMPRESSION": (("COMPRESSED", "COSE"), _zlib),
    "VERIFY": (("COSE",), _of_cose("signature")),
    "DECODE": (("CBOR",), _cbor),
    "VALIDJSON": (("PREFIX", "JSON"), _json),
    "SCHEMAVALIDATION": (("COSE",), _of_cose("schema")),
    "EXPIRATIONCHECK": (("COSE",), _of_cose("time")),
    "KEYUSAGE": (("COSE",), _of_cose("key_usage")),
}
ALL_STEPS = (*STEPS, PICTURE, VERDICT)
