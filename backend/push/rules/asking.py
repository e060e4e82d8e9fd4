"""When it is asked what became of a message, where the gateway says it only then."""

from datetime import timedelta

#: Channel → seconds from acceptance to the first question, and from each to the next. Then nobody asks any more.
ASK_AFTER_S: dict[str, tuple[float, ...]] = {"work_im": (2, 5, 15, 30, 60, 120, 300)}
#: What was accepted longer ago is not asked after, however long no sender was there to ask.
ASKED_FOR = timedelta(hours=24)


def first_wait(channel: str) -> timedelta | None:
    """None: it reports by itself."""
    waits = ASK_AFTER_S.get(channel)
    return timedelta(seconds=waits[0]) if waits else None
