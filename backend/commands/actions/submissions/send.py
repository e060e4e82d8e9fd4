"""Submit an order to a second person: frozen as it is, told to everybody who may decide."""

from typing import Any

from sqlalchemy import select

from backend.areas.rules.paths import common
from backend.commands.actions import dispatch
from backend.commands.actions.dispatch import Draft
from backend.commands.actions.issue import Asked, drafted, plan_of, recipients
from backend.commands.actions.submissions import step, tell
from backend.commands.models.submission import Submission
from backend.commands.queries import resolved, submissions
from backend.commands.rules import submission as life
from backend.commands.rules.two_people import NOBODY
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor


def send(actor: Actor, **asked: Any) -> dict[str, Any]:
    """Refuses what issuing would refuse; the submission as shown."""
    wanted = Asked(**asked)
    dispatch.check_id(wanted.id)
    if db.session.scalar(select(Submission.id).where(Submission.id == wanted.id)) is not None:
        refuse("order.id_taken")
    plan = plan_of(wanted)
    draft = drafted(actor, wanted, plan, consent=NOBODY)
    submission = _written(actor, wanted, draft)
    step.write(submission, "send", actor=actor)
    shown = submissions.one(actor, submission.id)
    if not shown["deciders_total"]:
        refuse("submission.nobody_may_decide")
    tell.ask(submission, plan.content["title"])
    return shown


def _written(actor: Actor, asked: Asked, draft: Draft) -> Submission:
    leaves = resolved.leaves(recipients(actor, asked), resolved.Ladder())
    if not leaves:
        refuse("order.resolves_to_nobody")
    paths = [leaf.node_path for leaf in leaves]
    now = clock.now()
    frozen = {name: getattr(draft, name) for name in ("id", "status", "plan_code", "plan_version", "texts", "cause")}
    made = Submission(
        **frozen,
        **{name: dispatch.plain(getattr(draft, name)) for name in ("slots", "target", "stamps")},
        state=life.PENDING,
        submitter_id=actor.id,
        area_path=common(min(paths), max(paths)),
        people=sum(leaf.people for leaf in leaves),
        order_expires_at=asked.expires_at,
        sent_at=now,
        expires_at=now + life.LIFE,
    )
    db.session.add(made)
    db.session.flush()
    return made
