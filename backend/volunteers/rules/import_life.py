"""The life of a list that is taken into the register, and how each of its lines is judged."""

from datetime import timedelta

READING, JUDGING, JUDGED, TAKING_IN, TAKEN_IN, FAILED = (
    "reading", "judging", "judged", "taking_in", "taken_in", "failed",
)  # fmt: skip
STATES = (READING, JUDGING, JUDGED, TAKING_IN, TAKEN_IN, FAILED)
#: somebody waits for the worker
RUNNING = (READING, JUDGING, TAKING_IN)

#: new: nobody like that is known · changed, same: a known volunteer · similar: perhaps a known one, a person decides ·
#: duplicate: an earlier line says it already · refused: not taken in, with the reason
VERDICTS = ("new", "changed", "same", "similar", "duplicate", "refused")
#: What becomes of similar ones that nobody has decided about.
SIMILAR = ("apart", "same")

#: Bytes of a list; a hundred thousand volunteers as JSON take twenty million.
MOST_BYTES = 64 * 1024 * 1024
MOST_ROWS = 200_000
#: lines per transaction of taking in: the progress moves on after each
PAGE = 20_000
#: Names and numbers that wait for somebody's decision do not wait forever.
KEPT = timedelta(days=7)
