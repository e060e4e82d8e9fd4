"""An EU certificate read step by step, each with its own answer; the verdict is the first that is not ok."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from backend.health.providers.base import Trust, TrustedKey
from backend.health.providers.believed import Refused, signers_of
from backend.health.rules import certificate, cose, wire
from backend.health.rules.cose import Signed
from backend.health.rules.wire import Unreadable

NAME, PREFIX = "dcc", "HC1:"
EXP, IAT, HCERT = 4, 6, -260
#: The name of a step, and "ok" or what a verdict says where it is the first to refuse.
Step = tuple[str, str]
LAYERS: tuple[tuple[str, Callable[[Any], Any]], ...] = (
    ("prefix", lambda text: wire.without(PREFIX, text)),
    ("base45", wire.from_base45),
    ("zlib", wire.inflated),
)


class Reading:
    """Where a step cannot be made nothing follows; one that only refuses lets the next be looked at for itself."""

    def __init__(self, trust: Trust, now: int) -> None:
        self._trust = trust
        self._now = now
        self.signers: Sequence[TrustedKey] = ()
        #: what was found on the way
        self.content: Mapping[str, Any] = {}
        self.issued_at: int | None = None
        self.expires_at: int | None = None

    def of(self, text: str) -> Iterator[Step]:
        """From the text of a QR code on."""
        data: Any = text
        for name, opened in LAYERS:
            try:
                data = opened(data)
            except Unreadable:
                yield name, "format"
                return
            yield name, "ok"
        yield from self.of_signed(data)

    def of_signed(self, data: bytes) -> Iterator[Step]:
        """From its COSE message on."""
        try:
            signed = cose.opened(data)
        except Unreadable:
            yield "cose", "format"
            return
        yield "cose", "ok"
        yield "signature", self._signature(signed)
        try:
            self._take(signed.claims())
        except Unreadable:
            yield "content", "format"
            return
        yield "content", "ok"
        yield from self._judged()

    def _signature(self, signed: Signed) -> str:
        try:
            self.signers = signers_of(signed, provider=NAME, trust=self._trust)
        except Refused as refused:
            return refused.why
        return "ok"

    def _take(self, claims: Mapping[Any, Any]) -> None:
        self.content = content(claims)
        self.issued_at, self.expires_at = _moment(claims.get(IAT)), _moment(claims.get(EXP))

    def _judged(self) -> Iterator[Step]:
        now = datetime.fromtimestamp(self._now, UTC)
        is_whole = not certificate.faults(self.content, now.date())
        yield "schema", "ok" if is_whole else "format"
        yield "time", self._time()
        usage = certificate.kind_of(self.content)
        # A key that names no usage may certify all.
        may = any(not key.usages or usage in key.usages for key in self.signers)
        yield "key_usage", "ok" if may else "key_usage"
        if is_whole:
            counts = certificate.counts(self.content, self._trust.rules.dcc, now)
            yield "rules", "ok" if counts else "not_accepted"

    def _time(self) -> str:
        if self.issued_at is None or self.expires_at is None:
            return "format"
        if self.issued_at > self._now + self._trust.rules.skew_s:
            return "clock"
        # It lives for months: nothing is granted on top.
        return "expired" if self._now > self.expires_at else "ok"


def content(claims: Mapping[Any, Any]) -> Mapping[str, Any]:
    hcert = claims.get(HCERT)
    found = hcert.get(1) if isinstance(hcert, Mapping) else None
    if not isinstance(found, Mapping):
        raise Unreadable("hcert")
    return found


def _moment(value: Any) -> int | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return int(value) if is_number and 0 <= value < 2**53 else None
