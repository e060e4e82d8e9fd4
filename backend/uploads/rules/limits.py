"""How large a photo may be, how long an unfinished one is waited for, and how many of those somebody may have."""

from datetime import timedelta

#: A phone sends 400 KB as a rule; the original where it could not make a smaller one.
MOST_BYTES = 20 * 1024 * 1024
#: A fortnight after its last byte; whoever comes later begins anew.
WAITS = timedelta(days=14)
#: An upload that is over is remembered for as long, so that its phone hears "gone" and not "unknown".
REMEMBERED = timedelta(days=45)
#: A photo that nothing refers to by then is thrown away; one that something does is asked about again so much later.
UNCLAIMED = 2 * REMEMBERED
ASKED_AGAIN = timedelta(days=30)
#: More than any queue that a phone can hold.
MOST_UNFINISHED = 200
