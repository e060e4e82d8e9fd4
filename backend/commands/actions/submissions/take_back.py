"""What its sender may do with a submission alone: withdraw it, or override in an emergency, with a reason."""

from typing import Any
from uuid import UUID

from backend.commands.actions.submissions import become_order, step, tell
from backend.commands.models.submission import Submission
from backend.commands.queries import plans, submissions
from backend.commands.rules.two_people import Consent
from backend.core.errors import refuse
from backend.core.http.actor import Actor


def withdraw(actor: Actor, submission_id: UUID) -> dict[str, Any]:
    submission = _own(actor, submission_id)
    step.move(submission, "withdraw", actor=actor)
    return _told(actor, submission)


def override(actor: Actor, submission_id: UUID, *, reason: str) -> dict[str, Any]:
    """The order goes out without the second person; the reason stays on it for all to see."""
    submission = _own(actor, submission_id)
    step.move(submission, "override", actor=actor, reason=reason)
    become_order.become_order(submission, consent=Consent(override_reason=reason))
    return _told(actor, submission)


def _own(actor: Actor, submission_id: UUID) -> Submission:
    submission = step.held(actor, submission_id)
    if submission.submitter_id != actor.id:
        refuse("submission.not_yours")
    return submission


def _told(actor: Actor, submission: Submission) -> dict[str, Any]:
    title = plans.frozen(submission.plan_code, submission.plan_version)["title"]
    tell.settled(submission, title, by=actor, reason=None)
    return submissions.one(actor, submission.id)
