"""Decide over a submission: approve it, and its order goes out in the same moment; or refuse it with a reason."""

from typing import Any
from uuid import UUID

from backend.commands import policy
from backend.commands.actions.submissions import become_order, step, tell
from backend.commands.models.submission import Submission
from backend.commands.queries import plans, submissions
from backend.commands.rules.two_people import Consent
from backend.core import clock
from backend.core.errors import refuse as refuse_by_name
from backend.core.http.actor import Actor


def approve(actor: Actor, submission_id: UUID) -> dict[str, Any]:
    """Issued by who submitted it, approved by the actor."""
    submission = _to_decide(actor, submission_id)
    step.move(submission, "approve", actor=actor)
    order = become_order.become_order(submission, consent=Consent(approved_by=actor.id, approved_at=clock.now()))
    # Somebody may have moved into the target since, from a place that the actor does not look after.
    if not policy.covers_as(actor, order.area_path, *policy.WATCH):
        refuse_by_name("actor.forbidden")
    return _told(actor, submission, reason=None)


def refuse(actor: Actor, submission_id: UUID, *, reason: str) -> dict[str, Any]:
    submission = _to_decide(actor, submission_id)
    step.move(submission, "refuse", actor=actor, reason=reason)
    return _told(actor, submission, reason=reason)


def _to_decide(actor: Actor, submission_id: UUID) -> Submission:
    submission = step.held(actor, submission_id)
    if submission.submitter_id == actor.id:
        refuse_by_name("submission.not_yourself")
    if not policy.may_decide(actor, submission):
        refuse_by_name("actor.forbidden")
    return submission


def _told(actor: Actor, submission: Submission, *, reason: str | None) -> dict[str, Any]:
    title = plans.frozen(submission.plan_code, submission.plan_version)["title"]
    tell.settled(submission, title, by=actor, reason=reason)
    return submissions.one(actor, submission.id)
