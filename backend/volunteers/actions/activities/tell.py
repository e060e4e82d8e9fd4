"""What happens to an activity is told to those it is about: as a fact, which push follows."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from backend.areas.rules.validity import BEIJING
from backend.core import clock
from backend.core.facts import record
from backend.volunteers.models.activity import Activity
from backend.volunteers.rules.activity_notices import notice

LIFE = timedelta(hours=24)


def tell(activity: Activity, what: str, people: Collection[UUID]) -> None:
    if not people:
        return
    when = f"{activity.starts_at.astimezone(BEIJING):%m-%d %H:%M}"
    data = {
        "people": sorted(str(one) for one in people),
        "notice": f"activity.{what}",
        "texts": notice(what, title=activity.title, place=activity.place, when=when),
        "navigate": f"/activities/{activity.id}",
        "expires_at": (clock.now() + LIFE).isoformat(),
    }
    record("activity.told", ("activity", activity.id), area_path=activity.area_path, data=data)
