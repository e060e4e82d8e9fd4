"""Places with their codes: where somebody may stand at the gate, and how many came today."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, case, func, select

from backend.areas.models import Area
from backend.areas.policy import within
from backend.areas.rules.validity import BEIJING
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.health import policy
from backend.health.models.gate import CheckIn, Place
from backend.health.rules import drawing

PREFIX = "PP1:"
RECENT = 20
#: A gate's phone shows a choice, not a directory.
MOST = 500


def visible_to(actor: Actor) -> Select[Place]:
    return select(Place).where(policy.may_stand_at(actor))


def one(actor: Actor, place_id: UUID) -> Place:
    found: Place | None = db.session.scalar(visible_to(actor).where(Place.id == place_id))
    return found if found is not None else refuse("place.not_found")


def one_to_keep(actor: Actor, place_id: UUID) -> Place:
    own = within(list(policy.keeps(actor)), Place.area_path)
    found: Place | None = db.session.scalar(select(Place).where(Place.id == place_id, own))
    return found if found is not None else refuse("place.not_found")


def world_time() -> datetime:
    """Partitions go by it, not by the product's movable clock."""
    found: datetime = db.session.execute(select(func.clock_timestamp())).scalar_one()
    return found


def by_code(text: str) -> Place:
    """What somebody scanned at a door, with or without its prefix."""
    code = text.strip().upper().removeprefix(PREFIX)
    found: Place | None = db.session.scalar(select(Place).where(Place.code == code, Place.closed_at.is_(None)))
    return found if found is not None else refuse("place.not_found")


def listed(actor: Actor) -> dict[str, Any]:
    """Those that are open, each with today's counts; his own places first."""
    query = (
        select(Place, Area.name_zh, Area.name_en)
        .join(Area, Area.code == Place.area_code)
        .where(policy.may_stand_at(actor), Place.closed_at.is_(None))
        .order_by(func.length(Place.area_path).desc(), Place.area_path, Place.name, Place.id)
        .limit(MOST)
    )
    rows = db.session.execute(query).all()
    counts = _counts([row.Place.id for row in rows])
    items = [{**_shown(row.Place, row.name_zh, row.name_en), **counts.get(row.Place.id, NONE)} for row in rows]
    return {"items": items}


def whole(actor: Actor, place_id: UUID) -> dict[str, Any]:
    """With its code, for the poster, and the last who came; nobody's name is among it."""
    place = one(actor, place_id)
    area = db.session.get_one(Area, place.area_code)
    return {
        **_shown(place, area.name_zh, area.name_en),
        **_counts([place.id]).get(place.id, NONE),
        "closed_at": place.closed_at,
        "text": f"{PREFIX}{place.code}",
        "qr": drawing.matrix(f"{PREFIX}{place.code}"),
        "recent": _recent(place.id),
    }


NONE = {"passed": 0, "stopped": 0, "double_use": 0}


def _shown(place: Place, name_zh: str, name_en: str) -> dict[str, Any]:
    names = ("id", "name", "area_code")
    return {**{name: getattr(place, name) for name in names}, "area_name_zh": name_zh, "area_name_en": name_en}


def _counts(places: list[UUID]) -> dict[UUID, dict[str, int]]:
    """Today's; who was scanned twice counts once."""
    midnight = datetime.combine(clock.now().astimezone(BEIJING).date(), time(), BEIJING)
    passed = and_(CheckIn.passed, CheckIn.repeats_id.is_(None))
    stopped = and_(~CheckIn.passed, CheckIn.repeats_id.is_(None))
    query = (
        select(
            CheckIn.place_id,
            func.count(case((passed, 1))).label("passed"),
            func.count(case((stopped, 1))).label("stopped"),
            func.count(CheckIn.double_use_of).label("double_use"),
        )
        .where(CheckIn.place_id.in_(places), CheckIn.happened_at >= midnight)
        .group_by(CheckIn.place_id)
    )
    return {
        row.place_id: {"passed": row.passed, "stopped": row.stopped, "double_use": row.double_use}
        for row in db.session.execute(query)
    }


def _recent(place_id: UUID) -> list[dict[str, Any]]:
    query = select(CheckIn).where(CheckIn.place_id == place_id).order_by(CheckIn.happened_at.desc(), CheckIn.id)
    return [check_in_shown(one) for one in db.session.scalars(query.limit(RECENT))]


def check_in_shown(one: CheckIn) -> dict[str, Any]:
    names = ("id", "place_id", "provider", "colour", "why", "passed", "source", "happened_at", "verified_at")
    return {
        **{name: getattr(one, name) for name in names},
        "state": _state(one),
        "recorded_at": one.received_at,
        "repeats": one.repeats_id is not None,
        "double_use": one.double_use_of is not None,
        "differs": one.said_passed is not None and one.said_passed != one.passed,
    }


def visit_shown(one: CheckIn) -> dict[str, Any]:
    """For the person's own screen."""
    name = db.session.get_one(Place, one.place_id).name
    told = {"id": one.id, "state": _state(one), "recorded_at": one.received_at, "place_name": name}
    return {**told, "colour": one.colour, "passed": one.passed, "happened_at": one.happened_at}


def _state(one: CheckIn) -> str:
    return "passed" if one.passed else "stopped"
