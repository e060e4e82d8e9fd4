"""People in isolation at home: who sees whom, how their half-days stand, who looks after them."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select

from backend.areas import queries as areas
from backend.areas.models import Area
from backend.areas.policy import within
from backend.areas.rules.paths import ancestors
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.health import policy
from backend.health.catalogue.reader import ruleset
from backend.health.models.isolation import IsolationCase, IsolationEntry, IsolationErrand, IsolationMember
from backend.health.models.state import HealthState
from backend.health.rules.colouring import sentence
from backend.health.rules.half_days import named
from backend.identity.models import Person, RoleGrant


def visible_to(actor: Actor) -> Select[IsolationCase]:
    return select(IsolationCase).where(policy.sees_case(actor))


def running(person_id: UUID) -> IsolationCase | None:
    own = select(IsolationCase).where(IsolationCase.person_id == person_id, IsolationCase.ended_at.is_(None))
    found: IsolationCase | None = db.session.scalar(own)
    return found


def last_ended(person_id: UUID) -> IsolationCase | None:
    own = select(IsolationCase).where(IsolationCase.person_id == person_id, IsolationCase.ended_at.is_not(None))
    found: IsolationCase | None = db.session.scalar(own.order_by(IsolationCase.ended_at.desc()).limit(1))
    return found


def one_to_change(actor: Actor, case_id: UUID, *, officer: bool = False) -> IsolationCase:
    """Held until the transaction ends; what has ended stays as it is."""
    query = visible_to(actor).where(IsolationCase.id == case_id)
    if officer:
        query = query.where(within(list(policy.keeps(actor)), IsolationCase.area_path))
    found: IsolationCase | None = db.session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if found is None:
        refuse("isolation.not_found")
    if found.ended_at is not None:
        refuse("isolation.ended")
    return found


def one(actor: Actor, case_id: UUID) -> IsolationCase:
    found: IsolationCase | None = db.session.scalar(visible_to(actor).where(IsolationCase.id == case_id))
    return found if found is not None else refuse("isolation.not_found")


def mine(actor: Actor) -> IsolationCase:
    """The one that runs, else the last that ran."""
    return running(actor.id) or last_ended(actor.id) or refuse("isolation.not_found")


def own_or_cared_for(actor: Actor, case_id: UUID) -> IsolationCase:
    own = running(actor.id)
    return own if own is not None and own.id == case_id else one_to_change(actor, case_id)


def team_ids(case_id: UUID) -> set[UUID]:
    return set(db.session.scalars(select(IsolationMember.person_id).where(IsolationMember.case_id == case_id)))


def who_may_care(case: IsolationCase) -> set[UUID]:
    """Everybody with such a role on the person's place or above it."""
    chain = [*ancestors(case.area_path), case.area_path]
    query = (
        select(RoleGrant.person_id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.area_path.in_(chain), RoleGrant.role.in_(policy.TEAM), RoleGrant.revoked_at.is_(None))
        .where(Person.active)
    )
    return set(db.session.scalars(query)) - {case.person_id}


def listed(actor: Actor, *, area: str | None, ended: bool, cursor: str | None, limit: int) -> dict[str, Any]:
    """Those with a missed half-day tell so; the newest first."""
    scope = areas.scope(policy.looks_after(actor), area)
    is_over = IsolationCase.ended_at.is_not(None)
    query: Select[*tuple[Any, ...]] = (
        select(IsolationCase, Person.name, Area.name_zh, Area.name_en, HealthState.colour, _missed().label("missed"))
        .join(Person, Person.id == IsolationCase.person_id)
        .join(Area, Area.code == IsolationCase.area_code)
        .outerjoin(HealthState, HealthState.person_id == IsolationCase.person_id)
        .where(within(scope.paths, IsolationCase.area_path), is_over if ended else ~is_over)
    )
    return page(query, by=(IsolationCase.id,), cursor=cursor, limit=limit, descending=True, show=_row)


def _missed() -> Any:
    late = (IsolationEntry.case_id == IsolationCase.id, IsolationEntry.entered_at.is_(None))
    count = select(func.count()).where(*late, IsolationEntry.due_at <= clock.now())
    return count.correlate(IsolationCase).scalar_subquery()


def _row(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    case = row.IsolationCase
    return {
        **_brief(case),
        "person": {"id": case.person_id, "name": row.name},
        "area_name_zh": row.name_zh,
        "area_name_en": row.name_en,
        "colour": row.colour or "unknown",
        "missed": row.missed,
    }


def _brief(case: IsolationCase) -> dict[str, Any]:
    names = ("id", "area_code", "opened_at", "until", "ended_at", "outcome", "note")
    return {name: getattr(case, name) for name in names}


def shown(case: IsolationCase) -> dict[str, Any]:
    """Whole, for whoever looks after it and for the person himself."""
    person, area = db.session.get_one(Person, case.person_id), db.session.get_one(Area, case.area_code)
    state, rules = db.session.get(HealthState, case.person_id), ruleset()
    entries = _entries(case.id)
    return {
        **_brief(case),
        "person": {"id": person.id, "name": person.name, "phone": person.phone},
        "area_name_zh": area.name_zh,
        "area_name_en": area.name_en,
        "colour": state.colour if state else "unknown",
        "reasons": [sentence(reason, rules) for reason in case.reasons],
        "missed": sum(entry["state"] == "missed" for entry in entries),
        "entries": entries,
        "team": _team(case.id),
        "errands": _errands(case.id),
    }


def _entries(case_id: UUID) -> list[dict[str, Any]]:
    query = select(IsolationEntry).where(IsolationEntry.case_id == case_id)
    entries = sorted(db.session.scalars(query), key=lambda one: named(one.day, one.half))
    names = ("day", "half", "due_at", "entered_at", "temperature", "symptoms", "note", "climb_level")
    return [{**{name: getattr(one, name) for name in names}, "state": _state(one)} for one in entries]


def _state(entry: IsolationEntry) -> str:
    if entry.entered_at is not None:
        return "entered"
    now = clock.now()
    if entry.due_at <= now:
        return "missed"
    return "open" if named(entry.day, entry.half).begins_at <= now else "ahead"


def _team(case_id: UUID) -> list[dict[str, Any]]:
    query = (
        select(Person.id, Person.name, Person.phone)
        .join(IsolationMember, IsolationMember.person_id == Person.id)
        .where(IsolationMember.case_id == case_id)
        .order_by(Person.name, Person.id)
    )
    return [row._asdict() for row in db.session.execute(query)]


def _errands(case_id: UUID) -> list[dict[str, Any]]:
    query = select(IsolationErrand).where(IsolationErrand.case_id == case_id).order_by(IsolationErrand.id)
    names = ("id", "what", "asked_at", "done_at")
    return [{name: getattr(one, name) for name in names} for one in db.session.scalars(query)]
