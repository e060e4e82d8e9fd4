"""Reads of submissions: one's own, and those one may decide over or could have."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, select

from backend.areas.models import Area
from backend.areas.policy import within
from backend.areas.rules.paths import codes
from backend.commands import policy
from backend.commands.models.submission import Submission, SubmissionStep
from backend.commands.queries import deciders, plans, resolved, targets
from backend.commands.queries.resolved import WAYS, Ladder
from backend.commands.rules import submission as life
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.identity.models import Person
from backend.identity.queries import actors

#: columns as they are shown, without change
SHOWN = (
    "id",
    "status",
    "plan_code",
    "plan_version",
    "texts",
    "target",
    "slots",
    "people",
    "sent_at",
    "expires_at",
    "cause",
)
OF_PLAN = ("event", "event_class", "severity", "response_level", "title")
#: who may decide is named, so that somebody can be called; more are counted
NAMED_AT_MOST = 10


def visible_to(actor: Actor) -> Select[*tuple[Any, ...]]:
    own = list(actor.paths_as(*policy.WATCH))
    mine_or_there = (Submission.submitter_id == actor.id) | within(own, Submission.area_path)
    return (
        select(Submission, Person.name.label("submitter_name"), Person.phone.label("submitter_phone"))
        .join(Person, Person.id == Submission.submitter_id)
        .where(mine_or_there)
    )


def one(actor: Actor, submission_id: UUID) -> dict[str, Any]:
    """With who may decide over it and how its recipients are reached now."""
    row = db.session.execute(visible_to(actor).where(Submission.id == submission_id)).one_or_none()
    if row is None:
        refuse("submission.not_found")
    submission = row.Submission
    others = deciders.deciders(submission.area_path, but=submission.submitter_id)
    [shown] = _shown(actor, [row])
    return {
        **shown,
        "deciders": [other._asdict() for other in others[:NAMED_AT_MOST]],
        "deciders_total": len(others),
        "reach": _reach(submission),
    }


def listed(actor: Actor, *, state: str | None, cursor: str | None, limit: int) -> dict[str, Any]:
    """The newest first."""
    query = visible_to(actor)
    if state is not None:
        query = query.where(_is(state, clock.now()))
    found = page(query, by=(Submission.sent_at, Submission.id), cursor=cursor, limit=limit, descending=True)
    return {**found, "items": _shown(actor, found["items"])}


def _is(state: str, now: datetime) -> ColumnElement[bool]:
    if state == life.PENDING:
        return (Submission.state == state) & (Submission.expires_at > now)
    if state == life.EXPIRED:
        return (Submission.state == state) | (Submission.state == life.PENDING) & (Submission.expires_at <= now)
    return Submission.state == state


def _reach(submission: Submission) -> dict[str, int] | None:
    """Null once it is settled: the order's board says more then."""
    submitter = actors.absent(submission.submitter_id)
    if submitter is None or life.state_of(submission.state, submission.expires_at, clock.now()) != life.PENDING:
        return None
    scope = targets.scope(submission.target, policy.commanded(submitter))
    plan = plans.frozen(submission.plan_code, submission.plan_version)
    leaves = resolved.leaves(targets.recipients(scope), Ladder.of(plan, status=submission.status))
    return {way: sum(getattr(leaf, way) for leaf in leaves) for way in WAYS}


def _shown(actor: Actor, rows: Sequence[Row[Any]]) -> list[dict[str, Any]]:
    submissions = [row.Submission for row in rows]
    areas = _areas(submissions)
    steps = _steps(submission.id for submission in submissions)
    return [{**_one(actor, row), "area": areas[row.Submission.id], "steps": steps[row.Submission.id]} for row in rows]


def _one(actor: Actor, row: Row[Any]) -> dict[str, Any]:
    submission: Submission = row.Submission
    plan = plans.frozen(submission.plan_code, submission.plan_version)
    state = life.state_of(submission.state, submission.expires_at, clock.now())
    return {
        **{name: getattr(submission, name) for name in SHOWN},
        **{name: plan[name] for name in OF_PLAN},
        "stamps": submission.stamps,
        "state": state,
        "submitter": {"id": submission.submitter_id, "name": row.submitter_name, "phone": row.submitter_phone},
        "is_mine": submission.submitter_id == actor.id,
        "may_decide": state == life.PENDING and policy.may_decide(actor, submission),
    }


def _areas(submissions: Iterable[Submission]) -> dict[UUID, dict[str, Any]]:
    """The place of each; its code may since have been succeeded, its name stays."""
    code_of = {submission.id: codes(submission.area_path)[-1] for submission in submissions}
    query = select(Area.code, Area.name_zh, Area.name_en, Area.level).where(Area.code.in_(set(code_of.values())))
    named = {row.code: row._asdict() for row in db.session.execute(query)}
    return {submission_id: named[code] for submission_id, code in code_of.items()}


def _steps(ids: Iterable[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    query = (
        select(SubmissionStep, Person.name)
        .outerjoin(Person, Person.id == SubmissionStep.by_id)
        .where(SubmissionStep.submission_id.in_(list(ids)))
        .order_by(SubmissionStep.id)
    )
    steps: defaultdict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for step, name in db.session.execute(query):
        who = None if step.by_id is None else {"id": step.by_id, "name": name}
        steps[step.submission_id].append({"state": step.state, "at": step.at, "who": who, "reason": step.reason})
    return steps
