"""Whose colour has turned since he was cleared is cleared no more, without anybody's asking; nobody is cleared so."""

from collections import Counter
from uuid import UUID

from sqlalchemy import and_, select

from backend.core import clock
from backend.core.db import db
from backend.core.facts import record
from backend.health.models.state import HealthState
from backend.identity.models import Person
from backend.sites.actions import tell
from backend.sites.actions.clear import decide
from backend.sites.models.site import ON_LIST, Site, SiteWorker
from backend.sites.rules import clearing, life

#: What nobody works with; a colour that has only grown old lasts as long as its clearing.
TURNED = ("yellow", "red")


def recheck() -> int:
    """Safe to run twice: who is refused is not looked at again. Returns how many were."""
    now = clock.now()
    same = and_(Person.name == SiteWorker.name, Person.phone == SiteWorker.phone, Person.active)
    query = (
        select(SiteWorker, HealthState.colour)
        .join(Site, Site.id == SiteWorker.site_id)
        .join(Person, same)
        .join(HealthState, HealthState.person_id == Person.id)
        .where(SiteWorker.cleared_until > now, ON_LIST, Site.state.in_(life.CLEARS))
        .where(HealthState.colour.in_(TURNED), HealthState.valid_until > now)
        .order_by(SiteWorker.id)
        .with_for_update(of=SiteWorker)
    )
    found = db.session.execute(query).all()
    # Two people may have the name and the number of one worker.
    turned = {row.SiteWorker: row.colour for row in found}
    for one, colour in turned.items():
        decide(one, clearing.on_record(colour, None, is_known=True, now=now), "record", by=None)
    db.session.flush()
    _said(Counter(one.site_id for one in turned))
    return len(turned)


def _said(counts: Counter[UUID]) -> None:
    for site in db.session.scalars(select(Site).where(Site.id.in_(counts)).order_by(Site.id)):
        data = {"workers": counts[site.id]}
        record("site.workers_turned", ("site", site.id), area_path=site.area_path, data=data)
        tell.turned(site)
