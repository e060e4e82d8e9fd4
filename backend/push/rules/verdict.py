"""Whether a device can be reached, why not, and when it is time to try it again."""

from datetime import datetime, timedelta
from typing import Literal

#: Why nothing reaches a person or a device, in the order in which it is asked; `silent` alone may still be reached.
WHYS = (
    "no_account",
    "never_signed_in",
    "signed_out",
    "unsupported",
    "permission_denied",
    "gone",
    "unsubscribed",
    "silent",
)
Why = Literal[
    "no_account",
    "never_signed_in",
    "signed_out",
    "unsupported",
    "permission_denied",
    "gone",
    "unsubscribed",
    "silent",
]

#: A phone without a sign of life for longer may lie in a drawer: its subscription proves nothing.
SILENT_AFTER = timedelta(days=7)
#: Once a month everybody sees a test arrive.
TEST_EVERY = timedelta(days=31)
#: What a browser's refusals are called.
REFUSED: dict[str | None, Why] = {"unsupported": "unsupported", "denied": "permission_denied"}


def why_not(
    *, permission: str | None, subscribed: bool, gone_reason: str | None, seen_at: datetime, now: datetime
) -> Why | None:
    """Of a device signed in on; None where it can be reached. `gone_reason`: how its last subscription ended."""
    if subscribed:
        return "silent" if now - seen_at > SILENT_AFTER else None
    return REFUSED.get(permission) or ("gone" if gone_reason == "gateway" else "unsubscribed")


def test_due(*, subscribed: bool, shown_at: datetime | None, now: datetime) -> bool:
    """Only what can be reached can be tested."""
    return subscribed and (shown_at is None or now - shown_at > TEST_EVERY)
