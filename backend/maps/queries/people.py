"""Who is on duty or standby now where the actor watches, and where each of them checked in."""

from typing import Any

from sqlalchemy import func, select

from backend.areas.models import Area
from backend.areas.policy import within
from backend.core.db import db
from backend.core.http.actor import Actor
from backend.duty import policy
from backend.duty.models import DutyPeriod
from backend.duty.queries.on_duty import is_now
from backend.identity.models import Person
from backend.maps.queries.most import MOST, cut


def there(actor: Actor) -> dict[str, Any]:
    """Who gave no position at check-in stands in the middle of his area, and is said to."""
    lng = func.coalesce(DutyPeriod.lng_wgs84, Area.lng_wgs84).label("lng_wgs84")
    lat = func.coalesce(DutyPeriod.lat_wgs84, Area.lat_wgs84).label("lat_wgs84")
    period = (DutyPeriod.id, DutyPeriod.kind, DutyPeriod.started_at, DutyPeriod.ends_at, DutyPeriod.area_code)
    query = (
        select(*period, lng, lat, DutyPeriod.lng_wgs84.is_not(None).label("is_measured"))
        .add_columns(Person.name, Area.name_zh.label("area_name_zh"), Area.name_en.label("area_name_en"))
        .join(Person, Person.id == DutyPeriod.person_id)
        .join(Area, Area.code == DutyPeriod.area_code)
        .where(within(list(policy.watched(actor)), DutyPeriod.area_path), is_now(), Person.active, lng.is_not(None))
        .order_by(DutyPeriod.area_path, DutyPeriod.id)
        .limit(MOST + 1)
    )
    return cut([row._asdict() for row in db.session.execute(query)])
