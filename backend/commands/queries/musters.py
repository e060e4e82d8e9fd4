"""Musters as those see them who command there: the choice before the tap, the line afterwards."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from backend.areas.models import Area
from backend.areas.policy import within
from backend.commands import policy
from backend.commands.models.delivery import Delivery
from backend.commands.models.muster import Muster, MusterMember
from backend.commands.models.order import Order, OrderProgress
from backend.commands.queries import muster_candidates, targets
from backend.commands.queries.muster_candidates import Wanted
from backend.commands.rules import lifecycle
from backend.commands.rules import muster as rules
from backend.commands.rules.muster import Candidate
from backend.commands.rules.receipt_ladder import State
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.identity.models import Person
from backend.volunteers.models.register import Volunteer
from backend.volunteers.rules import masking
from backend.volunteers.rules.words import SKILLS

COLUMNS = (
    Muster.id, Muster.place, Muster.wanted, Muster.found, Muster.criteria, Muster.issued_at, Muster.lng_wgs84,
    Muster.lat_wgs84, Order.expires, Order.status, OrderProgress.ended_reason,
)  # fmt: skip

#: what somebody of the line says, by his state
SAYS = {
    **dict.fromkeys((State.acknowledged, State.en_route), "coming"),
    **dict.fromkeys((State.arrived, State.done, State.safe), "arrived"),
    **dict.fromkeys((State.declined, State.needs_help), "declined"),
}
STANDINGS = ("coming", "arrived", "declined", "silent", "reserve")


def wanted(actor: Actor, asked: Mapping[str, Any]) -> Wanted:
    """Inside the subtrees that the actor commands; a foreign area is not found."""
    return Wanted(
        subtrees=targets.subtrees_of(asked["areas"], policy.commanded(actor)),
        skills=asked["skills"],
        availability=asked["availability"],
        green=asked["green"],
        lng=asked["lng_wgs84"],
        lat=asked["lat_wgs84"],
    )


def preview(actor: Actor, **asked: Any) -> dict[str, Any]:
    """Who would be asked and why, who stands by, and how many there are."""
    found = muster_candidates.found(wanted(actor, asked))
    called, reserve = found[: asked["wanted"]], found[asked["wanted"] :][: asked["reserve"]]
    shown = [(one, False) for one in called[: rules.SHOWN]] + [(one, True) for one in reserve[: rules.SHOWN]]
    people = _people(one.person_id for one, _ in shown)
    items = [
        {**people[one.person_id], **_why(one, asked["skills"]), "rank": rank, "is_reserve": is_reserve}
        for rank, (one, is_reserve) in enumerate(shown, start=1)
        if one.person_id in people
    ]
    return {"found": len(found), "called": len(called), "reserve": len(reserve), "items": items}


def listed(actor: Actor, *, cursor: str | None, limit: int) -> dict[str, Any]:
    """The newest first."""
    found = page(visible_to(actor), by=(Muster.issued_at, Muster.id), cursor=cursor, limit=limit, descending=True)
    counts = _counts([row.id for row in found["items"]])
    return {**found, "items": [_shown(row, counts[row.id]) for row in found["items"]]}


def one(actor: Actor, muster_id: UUID) -> dict[str, Any]:
    """With its line, as far as it is shown."""
    row = db.session.execute(visible_to(actor).where(Muster.id == muster_id)).one_or_none()
    if row is None:
        refuse("muster.not_found")
    return {**_shown(row, _counts([row.id])[row.id]), "items": _line(row)}


def visible_to(actor: Actor) -> Select[*tuple[Any, ...]]:
    """Of the places that he watches over, and those he issued himself."""
    own = within(list(actor.paths_as(*policy.WATCH)), Muster.area_path)
    query = select(*COLUMNS).join(Order, Order.id == Muster.id).join(OrderProgress, OrderProgress.order_id == Muster.id)
    return query.where(own | (Muster.issued_by == actor.id))


def _shown(row: Any, counts: dict[str, int]) -> dict[str, Any]:
    names = ("id", "place", "wanted", "found", "criteria", "issued_at", "status", "lng_wgs84", "lat_wgs84")
    state = lifecycle.state_of(row.ended_reason, row.expires, clock.now())
    line = {name: counts.get(name, 0) for name in STANDINGS}
    return {**{name: getattr(row, name) for name in names}, "state": state, "line": rules.line(line, row.wanted)}


def _joined(*columns: Any) -> Select[*tuple[Any, ...]]:
    delivery = (Delivery.order_id == MusterMember.muster_id) & (Delivery.person_id == MusterMember.person_id)
    return select(*columns).select_from(MusterMember).outerjoin(Delivery, delivery)


def _counts(ids: Sequence[UUID]) -> dict[UUID, Counter[str]]:
    found: dict[UUID, Counter[str]] = {one: Counter() for one in ids}
    is_reserve = MusterMember.called_at.is_(None)
    key = (MusterMember.muster_id, is_reserve, Delivery.state)
    query = _joined(*key, func.count()).where(MusterMember.muster_id.in_(ids)).group_by(*key)
    for muster_id, reserve, state, count in db.session.execute(query):
        found[muster_id][_standing(reserve, state)] += count
    return found


def _standing(reserve: bool, state: int | None) -> str:
    return "reserve" if reserve else SAYS.get(State(state or 0), "silent")


def _line(row: Any) -> list[dict[str, Any]]:
    columns = (MusterMember, Delivery.state)
    query = _joined(*columns).where(MusterMember.muster_id == row.id).order_by(MusterMember.rank)
    found = db.session.execute(query.limit(2 * rules.SHOWN)).all()
    people = _people(member.person_id for member, _ in found)
    return [
        {
            **people[member.person_id],
            **_why(member, row.criteria["skills"], people[member.person_id]["skills"]),
            "rank": member.rank,
            "is_reserve": member.called_at is None,
            "standing": _standing(member.called_at is None, state),
            "called_at": member.called_at,
            "stands_in": member.for_person_id is not None,
        }
        for member, state in found
        if member.person_id in people
    ]


def _why(one: Candidate | MusterMember, skills: Sequence[str], own: Sequence[str] | None = None) -> dict[str, Any]:
    held = own if own is not None else getattr(one, "skills", ())
    word = next((SKILLS[skill] for skill in skills if skill in held), None)
    said = (word.zh, word.en.lower()) if word else ()
    return {
        "distance_m": one.distance_m,
        "times_asked": one.load,
        "reason": rules.reason(one.distance_m, one.load, said),
    }


def _people(ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """Masked as the register is: whoever has to call somebody says why."""
    columns = (Person.id, Person.name, Person.phone, Volunteer.skills, Area.name_zh, Area.name_en, Area.code)
    query = select(*columns).join(Area, Area.code == Person.area_code)
    query = query.outerjoin(Volunteer, Volunteer.person_id == Person.id).where(Person.id.in_(list(ids)))
    return {
        row.id: {
            "person_id": row.id,
            "name": masking.name(row.name),
            "phone": masking.phone(row.phone),
            "skills": list(row.skills or []),
            "area": {"code": row.code, "name_zh": row.name_zh, "name_en": row.name_en},
        }
        for row in db.session.execute(query)
    }
