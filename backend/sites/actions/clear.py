"""Workers are cleared or refused: one by the code that he shows, or many by what is known of their colours."""

from datetime import datetime
from uuid import UUID

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.health.providers.base import Answer
from backend.health.providers.palm import Palm
from backend.health.queries import verifying
from backend.health.rules import sealing
from backend.health.rules.half_days import half_day
from backend.health.settings import settings
from backend.sites.models.site import Site, SiteWorker
from backend.sites.queries import sites
from backend.sites.queries import workers as listed
from backend.sites.rules import clearing, life
from backend.sites.rules.clearing import Verdict


def by_record(actor: Actor, site_id: UUID, *, workers: list[UUID] | None) -> None:
    """Those that are named, or everybody who is not cleared now."""
    site = _open(actor, site_id)
    found = listed.to_clear(site.id, workers)
    if workers is not None and len(found) < len(set(workers)):
        refuse("site.worker_not_found")
    known, now = listed.known(found), clock.now()
    for one in found:
        row = known.get((one.name, one.phone))
        is_good = row is not None and row.valid_until is not None and row.valid_until > now
        colour = row.colour if row is not None and is_good else "unknown"
        until = row.valid_until if row is not None else None
        decide(one, clearing.on_record(colour, until, is_known=row is not None, now=now), "record", by=actor.id)
    _said(actor, site, len(found))


def by_code(actor: Actor, site_id: UUID, worker_id: UUID, *, code: str, source: str) -> SiteWorker:
    """The server verifies it for itself; a code stands for one person, who is not two workers."""
    site, now = _open(actor, site_id), clock.now()
    one = listed.one(site.id, worker_id)
    answer = verifying.answer(code, source=source, at=now)
    hashed = None
    if answer.subject is not None and answer.provider is not None:
        hashed = sealing.hash_of(settings().secret, answer.provider, answer.subject)
    is_his = _is_his(one, answer, now) and (hashed is None or not listed.is_used(one, hashed))
    one.code_hash = hashed if is_his else None
    decide(one, clearing.by_code(answer.colour, answer.why, is_his=is_his, now=now), "code", by=actor.id)
    _said(actor, site, 1)
    return one


def _is_his(one: SiteWorker, answer: Answer, now: datetime) -> bool:
    """A code of our own of whom we know is his by its subject, which is another one every day; else nobody can tell."""
    row = listed.known([one]).get((one.name, one.phone))
    if row is None or answer.provider != Palm.name or answer.subject is None:
        return True
    made_at = datetime.fromtimestamp(answer.issued_at, now.tzinfo) if answer.issued_at is not None else now
    return sealing.subject_of(settings().secret, row.person_id, half_day(made_at).day) == answer.subject


def _open(actor: Actor, site_id: UUID) -> Site:
    site = sites.one(actor, site_id, hold=True)
    return site if site.state in life.CLEARS else refuse("site.no_clearing")


def decide(one: SiteWorker, verdict: Verdict, source: str, *, by: UUID | None) -> None:
    now = clock.now()
    one.passed, one.colour, one.why, one.source = verdict.passed, verdict.colour, verdict.why, source
    one.cleared_until, one.decided_at, one.decided_by = verdict.until, now, by
    one.purge_after = now + clearing.KEPT_FOR


def _said(actor: Actor, site: Site, count: int) -> None:
    db.session.flush()
    record("site.workers_judged", ("site", site.id), actor=actor, area_path=site.area_path, data={"workers": count})
