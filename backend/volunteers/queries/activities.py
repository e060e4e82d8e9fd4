"""Activities as volunteers find them and hosts keep them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select

from backend.areas.models import Area
from backend.areas.policy import within
from backend.areas.rules.paths import ancestors, outermost
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.identity.models import Person
from backend.volunteers import policy
from backend.volunteers.models.activity import Activity, Signup
from backend.volunteers.queries import certificates
from backend.volunteers.queries.my_place import clashes, places_in_line
from backend.volunteers.rules import activity_life as life
from backend.volunteers.rules import masking

NAMES = (*("id", "state", "title", "description", "place", "host_id", "starts_at", "ends_at", "capacity", "reason"),)
WHENS = ("coming", "past", "mine")


def visible_to(actor: Actor) -> Select[Activity]:
    """What is on for the places where he volunteers or works, what he hosts, and where he signed up."""
    return select(Activity).where(_sees(actor))


def _sees(actor: Actor) -> ColumnElement[bool]:
    hosted = within(list(policy.hosted(actor)), Activity.area_path)
    mine = Activity.id.in_(select(Signup.activity_id).where(Signup.person_id == actor.id))
    # A volunteer of a grid is asked by its community, its street and the district as well.
    homes = {path for own in actor.paths_as(policy.VOLUNTEER) for path in (own, *ancestors(own))}
    open_to = Activity.area_path.in_(homes) & (Activity.state != life.DRAFT)
    return or_(hosted, mine, open_to, Activity.host_id == actor.id)


def listed(
    actor: Actor,
    *,
    when: str,
    cursor: str | None,
    limit: int,
    near: bool = False,
    hosted: bool = False,
    skill: str | None = None,
) -> dict[str, Any]:
    """Coming: the next first; past: the last first; mine: those I have a place in or wait for."""
    query, now = visible_to(actor), clock.now()
    if near:
        query = query.where(within(_neighbourhoods(actor), Activity.area_path))
    if hosted:
        query = query.where(Activity.host_id == actor.id)
    if skill is not None:
        query = query.where(Activity.skills.contains([skill]))
    if when == "mine":
        held = select(Signup.activity_id).where(Signup.person_id == actor.id, Signup.state != life.WITHDRAWN)
        query = query.where(Activity.id.in_(held))
    else:
        is_past = Activity.ends_at <= now
        query = query.where(is_past if when == "past" else ~is_past & (Activity.state != life.CANCELLED))
    by = (Activity.starts_at, Activity.id)
    found = page(query, by=by, cursor=cursor, limit=limit, descending=when != "coming")
    return {**found, "items": shown(actor, found["items"])}


def _neighbourhoods(actor: Actor) -> list[str]:
    """Where he volunteers or works, and what stands right above it: a grid's community."""
    homes = actor.paths_as(policy.VOLUNTEER, *policy.HOSTS)
    return outermost((ancestors(home) or [home])[-1] for home in homes)


def one(actor: Actor, activity_id: UUID) -> dict[str, Any]:
    return shown(actor, [_one(visible_to(actor), activity_id)])[0]


def one_to_change(actor: Actor, activity_id: UUID) -> Activity:
    """Its host's, or of whoever hosts in its place; held until the transaction ends."""
    hosted = within(list(policy.hosted(actor)), Activity.area_path) | (Activity.host_id == actor.id)
    return _one(select(Activity).where(hosted).with_for_update(), activity_id)


def one_to_join(actor: Actor, activity_id: UUID) -> Activity:
    """Held: of two who want the last place one gets it."""
    return _one(visible_to(actor).where(Activity.state != life.DRAFT).with_for_update(), activity_id)


def _one(query: Select[Activity], activity_id: UUID) -> Activity:
    found: Activity | None = db.session.scalar(query.where(Activity.id == activity_id))
    return found if found is not None else refuse("activity.not_found")


def shown(actor: Actor, activities: Sequence[Activity]) -> list[dict[str, Any]]:
    ids = [activity.id for activity in activities]
    counts = _counts(ids)
    own = {
        signup.activity_id: signup
        for signup in db.session.scalars(
            select(Signup).where(Signup.activity_id.in_(ids), Signup.person_id == actor.id)
        )
    }
    clash, in_line = clashes(actor.id, activities), places_in_line(actor.id, ids)
    codes = {activity.area_code for activity in activities}
    areas = {area.code: area for area in db.session.scalars(select(Area).where(Area.code.in_(codes)))}
    return [
        {
            **{name: getattr(activity, name) for name in NAMES},
            "skills": list(activity.skills),
            "area": _area(areas[activity.area_code]),
            "taken": sum(counts.get((activity.id, state), 0) for state in life.TAKES),
            "waiting": counts.get((activity.id, life.WAITING), 0),
            "mine": None if activity.id not in own else signup_shown(own[activity.id]),
            "waiting_place": in_line.get(activity.id),
            "clash": clash.get(activity.id),
            "hosts": policy.hosts(actor, activity.area_path) or activity.host_id == actor.id,
        }
        for activity in activities
    ]


def _counts(ids: Sequence[UUID]) -> dict[tuple[UUID, str], int]:
    key = (Signup.activity_id, Signup.state)
    query = select(*key, func.count()).where(Signup.activity_id.in_(ids)).group_by(*key)
    return {(activity_id, state): count for activity_id, state, count in db.session.execute(query)}


def _area(area: Area) -> dict[str, str]:
    return {"code": area.code, "name_zh": area.name_zh, "name_en": area.name_en}


def signup_shown(signup: Signup) -> dict[str, Any]:
    names = ("id", "state", "signed_at", "in_at", "out_at", "minutes", "confirmed_at", "note", "entered_why")
    return {**{name: getattr(signup, name) for name in names}, "flags": list(signup.flags)}


def roster(actor: Actor, activity_id: UUID) -> list[dict[str, Any]]:
    """Who has a place and who waits, in the order in which they signed up; the host knows their names."""
    activity = one_to_change(actor, activity_id)
    query = (
        select(Signup, Person.name, Person.phone)
        .join(Person, Person.id == Signup.person_id)
        .where(Signup.activity_id == activity.id, Signup.state != life.WITHDRAWN)
        .order_by(Signup.signed_at, Signup.id)
    )
    return [
        {**signup_shown(signup), "person_id": signup.person_id, "name": name, "phone": masking.phone(phone)}
        for signup, name, phone in db.session.execute(query)
    ]


def hours(actor: Actor) -> dict[str, Any]:
    """One's own hours, the newest first: confirmed, waiting for the host, or refused by him; the first count."""
    query = (
        select(Signup, Activity)
        .join(Activity, Activity.id == Signup.activity_id)
        .where(Signup.person_id == actor.id, Signup.state.in_(life.SERVED))
        .order_by(Activity.starts_at.desc(), Signup.id)
        .limit(200)
    )
    items = [
        {
            **signup_shown(signup),
            **{name: getattr(activity, name) for name in ("title", "place", "starts_at")},
            "certificate": certificates.page_of(signup) if signup.state == life.CONFIRMED else None,
        }
        for signup, activity in db.session.execute(query)
    ]
    total = select(func.coalesce(func.sum(Signup.minutes), 0))
    own = total.where(Signup.person_id == actor.id, Signup.state == life.CONFIRMED)
    return {"minutes": db.session.scalar(own) or 0, "items": items}
