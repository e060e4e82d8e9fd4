"""By which channels people can be reached now: a building block to join to, for any number of people."""

from datetime import timedelta

from sqlalchemy import Subquery, false, func, select, true, union_all

from backend.core import clock
from backend.identity.models import SessionFamily
from backend.push.models import PushDevice, Subscription

#: A device that gave a sign of life within this time has an open screen.
LIVE_FOR = timedelta(minutes=5)
#: Joined to push_device: the device's session with the person who reported lives. An ended one shows nobody anything.
SIGNED_IN = (
    (SessionFamily.device_id == PushDevice.device_id)
    & (SessionFamily.person_id == PushDevice.person_id)
    & SessionFamily.revoked_at.is_(None)
)


def reachable_people() -> Subquery:
    """One row per person whom anything reaches: person_id, webpush, live (both true or false).

    Outer join it: who has no row is reached by nothing.
    """
    by_push = select(Subscription.person_id.label("person_id"), true().label("webpush"), false().label("live")).where(
        Subscription.gone_at.is_(None)
    )
    by_screen = (
        select(PushDevice.person_id, false(), true())
        .join(SessionFamily, SIGNED_IN)
        .where(PushDevice.seen_at > clock.now() - LIVE_FOR)
    )
    ways = union_all(by_push, by_screen).subquery("ways")
    return (
        select(
            ways.c.person_id,
            func.bool_or(ways.c.webpush).label("webpush"),
            func.bool_or(ways.c.live).label("live"),
        )
        .group_by(ways.c.person_id)
        .subquery("reachable")
    )
