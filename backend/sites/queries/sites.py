"""Reads of sites: the list with its counts, and one of them whole. Numbers are masked, but to who has to call."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, case, func, or_, select

from backend.areas import queries as areas
from backend.areas.models import Area
from backend.areas.policy import within
from backend.areas.rules import validity
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.identity.models import Person
from backend.sites import policy
from backend.sites.models.site import ON_LIST, Site, SiteDay, SiteDayPhoto, SiteStep, SiteWorker
from backend.sites.rules import life
from backend.volunteers.rules import masking

NAMES = ("id", "name", "builder", "state", "headcount", "area_code", "measures", "responsible", "working_from")
DAYS = 14


def one(actor: Actor, site_id: UUID, *, hold: bool = False) -> Site:
    query = select(Site).where(Site.id == site_id, policy.sees(actor))
    found: Site | None = db.session.scalar(query.with_for_update() if hold else query)
    return found if found is not None else refuse("site.not_found")


def listed(
    actor: Actor, *, area: str | None, state: str | None, q: str | None, cursor: str | None, limit: int
) -> dict[str, Any]:
    query = _visible(actor, area).add_columns(Area.name_zh, Area.name_en).join(Area, Area.code == Site.area_code)
    if state is not None:
        query = query.where(Site.state == state)
    if q is not None:
        query = query.where(or_(*(name.icontains(q, autoescape=True) for name in (Site.name, Site.builder))))
    found = page(query, by=(Site.area_path, Site.id), cursor=cursor, limit=limit)
    counts = clearings([row.Site.id for row in found["items"]])
    return {**found, "items": [_row(row, counts) for row in found["items"]]}


def counted(actor: Actor, *, area: str | None) -> dict[str, Any]:
    """How many there are in each state, and how their workers stand: all of it counts of rows."""
    of_state = _visible(actor, area).with_only_columns(Site.state, func.count().label("rows")).group_by(Site.state)
    states: dict[str, int] = {row.state: row.rows for row in db.session.execute(of_state)}
    own = _visible(actor, area).with_only_columns(Site.id)
    standing = select(*_standings()).where(SiteWorker.site_id.in_(own), ON_LIST)
    today = validity.day(clock.now())
    written = select(func.count()).where(SiteDay.site_id.in_(own), SiteDay.day == today)
    return {
        "sites": sum(states.values()),
        "states": {state: states.get(state, 0) for state in life.STATES},
        "workers": db.session.execute(standing).one()._asdict(),
        "written_today": db.session.scalar(written.where(SiteDay.submitted_at.is_not(None))),
    }


def clearings(sites: list[UUID]) -> dict[UUID, dict[str, int]]:
    here = (SiteWorker.site_id.in_(sites), ON_LIST)
    query = select(SiteWorker.site_id, *_standings()).where(*here).group_by(SiteWorker.site_id)
    rows = [row._asdict() for row in db.session.execute(query)]
    return {row.pop("site_id"): row for row in rows}


def whole(actor: Actor, site_id: UUID) -> dict[str, Any]:
    """With its steps, its last days, and what the actor may do now."""
    site = one(actor, site_id)
    area = db.session.get_one(Area, site.area_code)
    return {
        **_shown(site, area.name_zh, area.name_en, clearings([site.id])),
        **({"phone": site.phone} if policy.calls(actor, site.area_path) else {}),
        "steps": _steps(site.id),
        "days": _days(site.id),
        "today": validity.day(clock.now()),
        "may": [verb for verb, step in life.STEPS.items() if site.state in step.sources and _may(actor, step, site)],
    }


def _may(actor: Actor, step: life.Step, site: Site) -> bool:
    return policy.may(actor, step.whose, site.area_path)


def _visible(actor: Actor, area: str | None) -> Select[Any]:
    query = select(Site).where(policy.sees(actor))
    if area is None:
        return query
    scope = areas.scope(policy.keeps(actor), area)
    return query.where(within(scope.paths, Site.area_path))


def _standings() -> list[Any]:
    """As `clearing.STATES`: a clearing that has run out is one no more."""
    good = and_(SiteWorker.passed.is_(True), SiteWorker.cleared_until > clock.now())
    old = and_(SiteWorker.passed.is_(True), SiteWorker.cleared_until <= clock.now())
    return [
        func.count().label("total"),
        func.count(case((SiteWorker.passed.is_(None), 1))).label("listed"),
        func.count(case((good, 1))).label("cleared"),
        func.count(case((old, 1))).label("expired"),
        func.count(case((SiteWorker.passed.is_(False), 1))).label("refused"),
    ]


NONE = {"total": 0, "listed": 0, "cleared": 0, "expired": 0, "refused": 0}


def _row(row: Row[Any], counts: dict[UUID, dict[str, int]]) -> dict[str, Any]:
    return _shown(row.Site, row.name_zh, row.name_en, counts)


def _shown(site: Site, name_zh: str, name_en: str, counts: dict[UUID, dict[str, int]]) -> dict[str, Any]:
    return {
        **{name: getattr(site, name) for name in NAMES},
        "phone": masking.phone(site.phone),
        "area_name_zh": name_zh,
        "area_name_en": name_en,
        "workers": counts.get(site.id, NONE),
    }


def _steps(site_id: UUID) -> list[dict[str, Any]]:
    query = (
        select(SiteStep.verb, SiteStep.state, SiteStep.reason, SiteStep.at, Person.name.label("by"))
        .outerjoin(Person, Person.id == SiteStep.by)
        .where(SiteStep.site_id == site_id)
        .order_by(SiteStep.at, SiteStep.id)
    )
    return [row._asdict() for row in db.session.execute(query)]


def _days(site_id: UUID) -> list[dict[str, Any]]:
    query = select(SiteDay).where(SiteDay.site_id == site_id).order_by(SiteDay.day.desc()).limit(DAYS)
    days = db.session.scalars(query).all()
    pictures = _pictures(site_id, [day.day for day in days])
    return [{**_day(day), "photos": pictures.get(day.day, [])} for day in days]


def _day(day: SiteDay) -> dict[str, Any]:
    names = ("day", "present", "abnormal", "disinfected", "note", "submitted_at", "late", "missed_at")
    by = db.session.get(Person, day.submitted_by) if day.submitted_by else None
    return {**{name: getattr(day, name) for name in names}, "submitted_by": by.name if by else None}


def _pictures(site_id: UUID, days: Collection[date]) -> dict[date, list[dict[str, Any]]]:
    query = select(SiteDayPhoto).where(SiteDayPhoto.site_id == site_id, SiteDayPhoto.day.in_(days))
    found: dict[date, list[dict[str, Any]]] = {}
    for photo in db.session.scalars(query.order_by(SiteDayPhoto.added_at, SiteDayPhoto.sha256)):
        found.setdefault(photo.day, []).append({"sha256": photo.sha256, "arrived_at": photo.arrived_at})
    return found
