"""One step in a submission's life: held, moved by the table, written down with who and why."""

from typing import Any
from uuid import UUID

from backend.commands.models.submission import Submission, SubmissionStep
from backend.commands.queries.submissions import visible_to
from backend.commands.rules import submission as life
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor

#: verb → fact
FACTS = {
    "send": "submission.sent",
    "approve": "submission.approved",
    "refuse": "submission.refused",
    "withdraw": "submission.withdrawn",
    "override": "submission.overridden",
    "expire": "submission.expired",
}


def held(actor: Actor, submission_id: UUID) -> Submission:
    """One that the actor sees, held until the transaction ends: of two who decide at once, the second waits here."""
    if db.session.execute(visible_to(actor).where(Submission.id == submission_id)).one_or_none() is None:
        refuse("submission.not_found")
    return db.session.get_one(Submission, submission_id, with_for_update=True, populate_existing=True)


def move(submission: Submission, verb: str, *, actor: Actor | None, reason: str | None = None) -> None:
    """The held submission becomes what the verb makes of it, or the refusal says what it is already."""
    now = clock.now()
    # The clock's own verb finds what has run out; to everybody else it is settled.
    state = submission.state if verb == "expire" else life.state_of(submission.state, submission.expires_at, now)
    submission.state = life.become(verb, state=state)
    write(submission, verb, actor=actor, reason=reason)


def write(submission: Submission, verb: str, *, actor: Actor | None, reason: str | None = None) -> None:
    who = actor.id if actor else None
    step = {"state": submission.state, "at": clock.now(), "by_id": who, "reason": reason}
    db.session.add(SubmissionStep(submission_id=submission.id, **step))
    db.session.flush()
    data: dict[str, Any] = {"status": submission.status, "plan": submission.plan_code}
    said = {**data, "reason": reason} if reason else data
    record(FACTS[verb], ("submission", submission.id), actor=actor, area_path=submission.area_path, data=said)
