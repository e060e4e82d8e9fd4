"""What every signed code goes through: read, its key known and not revoked, its signature good."""

from collections.abc import Collection, Sequence

from backend.health.providers.base import Trust, TrustedKey
from backend.health.rules import cose, wire
from backend.health.rules.cose import Signed
from backend.health.rules.wire import Unreadable


class Refused(Exception):
    """`why`: the first thing that is wrong."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def believed(
    text: str, *, prefix: str, provider: str, algs: Collection[int], trust: Trust
) -> tuple[Signed, Sequence[TrustedKey]]:
    """With the keys that have signed it."""
    try:
        signed = cose.opened(wire.inflated(wire.from_base45(wire.without(prefix, text))))
    except Unreadable as unreadable:
        raise Refused("format") from unreadable
    if signed.alg not in algs:
        raise Refused("format")
    return signed, signers_of(signed, provider=provider, trust=trust)


def signers_of(signed: Signed, *, provider: str, trust: Trust) -> Sequence[TrustedKey]:
    """Kids are short, so there may be two."""
    if signed.kid in trust.revoked_keys:
        raise Refused("revoked")
    keys = trust.of(provider, signed.kid)
    if not keys:
        raise Refused("unknown_key")
    signers = [key for key in keys if cose.is_signed_by(signed, key.public)]
    if not signers:
        raise Refused("signature")
    return signers
