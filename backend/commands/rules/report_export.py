"""How the report of a large order is written as a file, and how long it is kept."""

from datetime import timedelta

WRITING, READY, FAILED, EXPIRED = "writing", "ready", "failed", "expired"
EXPORT_STATES = (WRITING, READY, FAILED, EXPIRED)
LANGUAGES = ("zh", "en")
#: Whoever has the file may read all names in it: it does not lie about.
KEPT = timedelta(hours=24)
#: Up to so many recipients a report is handed out at once; beyond, it would hold up others' requests.
AT_ONCE = 5_000
#: recipients at a time, with a word on the progress after each
PAGE = 10_000
#: of one person at the same time
MOST_AT_ONCE = 3
#: the part that is the file itself
FILE = 0
