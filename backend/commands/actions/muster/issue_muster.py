"""One tap: the nearest who were asked least are called together by an order of their own."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, bindparam, func, insert, literal, select

from backend.areas.rules.paths import common
from backend.commands.actions import dispatch, issue
from backend.commands.models.muster import Muster, MusterMember
from backend.commands.queries import muster_candidates, musters, plans
from backend.commands.queries.targets import Recipients
from backend.commands.rules import muster as rules
from backend.commands.rules.muster import Candidate
from backend.commands.rules.two_people import Consent
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.identity.models import Person

CRITERIA = ("areas", "skills", "availability", "green")


def issue_muster(actor: Actor, *, id: UUID, override_reason: str | None = None, **asked: Any) -> None:  # noqa: A002 - the field's name in the API
    """Chosen now and not when it was looked at: who has been asked by another muster since is not asked twice."""
    dispatch.check_id(id)
    wanted = musters.wanted(actor, asked)
    found = muster_candidates.found(wanted)
    if not found:
        refuse("muster.nobody")
    called, reserve = found[: asked["wanted"]], found[asked["wanted"] :][: asked["reserve"]]
    draft = _draft(actor, id, asked, override_reason)
    area = common(min(wanted.subtrees), max(wanted.subtrees)) if len(wanted.subtrees) > 1 else wanted.subtrees[0]
    order = issue.send_to(actor, replace(draft, within=area), _recipients(called))
    now = clock.now()
    made = Muster(id=id, area_path=area, wanted=asked["wanted"], found=len(found), place=asked["place"], issued_at=now)
    made.criteria, made.issued_by = {name: asked[name] for name in CRITERIA}, actor.id
    made.lng_wgs84, made.lat_wgs84 = asked["lng_wgs84"], asked["lat_wgs84"]
    db.session.add(made)
    db.session.flush()
    rows = [_row(id, rank, one, now if rank <= len(called) else None) for rank, one in _numbered(called, reserve)]
    db.session.execute(insert(MusterMember), rows)
    data = {"wanted": asked["wanted"], "found": len(found), "called": len(called), "reserve": len(reserve)}
    record("muster.issued", ("order", order.id), actor=actor, area_path=area, data=data)


def _numbered(called: Sequence[Candidate], reserve: Sequence[Candidate]) -> list[tuple[int, Candidate]]:
    return list(enumerate([*called, *reserve], start=1))


def _row(muster_id: UUID, rank: int, one: Candidate, called_at: Any) -> dict[str, Any]:
    who = {"muster_id": muster_id, "person_id": one.person_id, "rank": rank, "called_at": called_at}
    return {**who, "distance_m": one.distance_m, "load": one.load}


def _draft(actor: Actor, order_id: UUID, asked: dict[str, Any], override_reason: str | None) -> dispatch.Draft:
    plan = plans.one(rules.PLAN)
    nobody: dict[str, list[str]] = {"areas": [], "people": []}
    target = {"areas": asked["areas"], "polygon": None, "circle": None, "roles": ["volunteer"], "on_duty": False}
    order = issue.Asked(
        id=order_id,
        plan_code=plan.code,
        plan_version=plan.version,
        status=asked["status"],
        slots={name: asked[name] for name in ("place", "task", "time", "phone")},
        target={**target, "exclude": nobody},
        stamps={},
    )
    return issue.drafted(actor, order, plan, consent=Consent(override_reason=override_reason))


def _recipients(called: Sequence[Candidate]) -> Recipients:
    chosen = bindparam("called", [one.person_id for one in called], ARRAY(Uuid()))
    columns = (Person.id.label("person_id"), Person.area_code.label("node_code"), Person.area_path.label("node_path"))
    return select(*columns, literal("volunteer").label("role")).where(Person.id == func.any(chosen))
