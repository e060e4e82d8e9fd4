"""A site is written down, corrected, and taken a step further."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.areas import queries as areas
from backend.areas.rules import validity
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.sites import policy
from backend.sites.actions import tell
from backend.sites.models.site import Site, SiteStep, SiteWorker
from backend.sites.queries import sites
from backend.sites.rules import life

VERSION = 7
#: In these its keeper may still correct it.
OPEN = ("draft", "returned", "refused")


def draft(actor: Actor, *, id: UUID, area_code: str, **told: Any) -> Site:  # noqa: A002 - the field's name in the API
    """Twice is once."""
    kept = db.session.get(Site, id)
    if kept is not None:
        return kept if kept.created_by == actor.id else refuse("site.bad_id")
    if id.version != VERSION:
        refuse("site.bad_id")
    area = areas.current(area_code)
    if area is None or not policy.keeps_at(actor, area.path):
        refuse("area.not_found")
    made = Site(id=id, area_code=area.code, area_path=area.path, created_by=actor.id, **told)
    db.session.add(made)
    db.session.flush()
    record("site.drafted", ("site", made.id), actor=actor, area_path=made.area_path)
    return made


def edit(actor: Actor, site_id: UUID, **told: Any) -> None:
    """Until it is heard, and where it was sent back; what a phone cannot show whole is left out and stays."""
    site = sites.one(actor, site_id, hold=True)
    if site.state not in OPEN:
        refuse("site.cannot_become", state=site.state)
    for name, value in told.items():
        setattr(site, name, value)
    record("site.edited", ("site", site.id), actor=actor, area_path=site.area_path)


def take_step(actor: Actor, site_id: UUID, *, verb: str, reason: str | None) -> None:
    site = sites.one(actor, site_id, hold=True)
    step, target = life.STEPS[verb], life.after(site.state, verb)
    if not policy.may(actor, step.whose, site.area_path):
        refuse("site.not_yours")
    if step.reason and not reason:
        refuse("site.reason")
    _check(actor, site, verb)
    site.state = target
    if verb in {"start", "resume"}:
        site.working_from = validity.day(clock.now())
    db.session.add(SiteStep(site_id=site.id, verb=verb, state=target, reason=reason, by=actor.id))
    db.session.flush()
    data = {"state": target, "reason": reason}
    record(life.FACTS[verb], ("site", site.id), actor=actor, area_path=site.area_path, data=data)
    tell.stepped(site, verb)


def _check(actor: Actor, site: Site, verb: str) -> None:
    if verb == "apply" and set(life.MEASURES) - set(site.measures):
        refuse("site.measures")
    if verb == "approve" and _last(site.id, "check") == actor.id:
        refuse("site.same_person")
    if verb == "start":
        good = (SiteWorker.site_id == site.id, SiteWorker.cleared_until > clock.now())
        if db.session.scalar(select(SiteWorker.id).where(*good).limit(1)) is None:
            refuse("site.nobody_cleared")


def _last(site_id: UUID, verb: str) -> UUID | None:
    query = select(SiteStep.by).where(SiteStep.site_id == site_id, SiteStep.verb == verb)
    found: UUID | None = db.session.scalar(query.order_by(SiteStep.at.desc(), SiteStep.id.desc()).limit(1))
    return found
