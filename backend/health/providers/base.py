"""What a provider of check-in credentials says, and what it is told: trusted keys, and what was revoked."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from backend.health.rules.cose import PublicKey
from backend.health.rules.ruleset import RuleSet

Why = Literal[
    "ok", "format", "unknown_key", "signature", "clock", "expired", "revoked", "key_usage", "not_accepted", "unsure"
]


@dataclass(frozen=True, slots=True)
class TrustedKey:
    kid: bytes
    provider: str
    public: PublicKey
    #: what the key may certify; empty: everything
    usages: frozenset[str] = frozenset()
    not_after: int | None = None


@dataclass(frozen=True, slots=True)
class Trust:
    keys: tuple[TrustedKey, ...]
    rules: RuleSet
    grace_s: int
    revoked_keys: frozenset[bytes] = frozenset()
    #: the numbers of single codes
    revoked: Container[bytes] = frozenset()

    def of(self, provider: str, kid: bytes) -> list[TrustedKey]:
        """Kids are short: two keys may share one."""
        return [key for key in self.keys if key.provider == provider and key.kid == kid]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a verifier says of a code; `why` is "ok" or the first thing that is wrong."""

    why: str
    provider: str | None = None
    colour: str = "unknown"
    #: stands for the person at this provider, and is nobody's name
    subject: bytes | None = None
    code_id: bytes | None = None
    issued_at: int | None = None
    expires_at: int | None = None
    #: past its time, and taken because its phone may have had no network
    aged: bool = False
    #: to compare with a paper of the person's; shown, never kept
    holder: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return self.why == "ok"


class Provider(Protocol):
    name: str
    prefix: str

    def verify(self, text: str, trust: Trust, now: int) -> Answer: ...
