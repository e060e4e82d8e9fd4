"""How long a gateway takes for many messages."""

from datetime import timedelta


def time_for(messages: int, per_second: float) -> timedelta:
    """From the first to the last of them leaving; the first leaves at once."""
    return timedelta(seconds=max(0, messages - 1) / per_second)
