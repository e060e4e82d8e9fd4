"""What a process has loaded stays: Python's collector need not look through it again and again while people wait."""

import gc

#: New objects before it looks: hundreds of messages, or of requests, and not a few of them.
OBJECTS = 50_000


def spare_what_is_loaded() -> None:
    """Call it once everything is loaded, before the work begins.

    A sender with 1,000 messages in hand spent two fifths of its time on looking whether they were garbage.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS, 20, 20)
