"""What a presented refresh token is: the good one, one whose reply got lost, or a stolen one."""

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

ACCESS_LIFE = timedelta(minutes=15)
REFRESH_LIFE = timedelta(days=30)

#: A reply lost on a bad network leaves the phone with the token before. For this long it gets a
#: fresh one; its successor was never used, or the one presented would not be the one before.
LOST_REPLY = timedelta(seconds=30)

Verdict = Literal["current", "lost_reply", "reused"]


def judge(jti: UUID, *, current: UUID, previous: UUID | None, rotated_at: datetime | None, now: datetime) -> Verdict:
    if jti == current:
        return "current"
    if jti == previous and rotated_at is not None and now - rotated_at <= LOST_REPLY:
        return "lost_reply"
    return "reused"
