"""Who hears of a submission: those who may decide when it comes, and its sender when it is settled."""

from backend.commands.models.submission import Submission
from backend.commands.queries import deciders
from backend.commands.rules import notices
from backend.core import clock
from backend.core.db import db
from backend.core.http.actor import Actor
from backend.identity.models import Person
from backend.push.actions.notices import notify, withdraw


def ask(submission: Submission, plan_title: dict[str, str]) -> None:
    submitter = db.session.get_one(Person, submission.submitter_id)
    notify(
        [other.id for other in deciders.deciders(submission.area_path, but=submission.submitter_id)],
        kind="submission.pending",
        subject_id=submission.id,
        texts=notices.asking(plan_title, submission.status, who=submitter.name, people=submission.people),
        navigate=f"/command/submissions/{submission.id}",
        expires_at=submission.expires_at,
    )


def settled(submission: Submission, plan_title: dict[str, str], *, by: Actor | None, reason: str | None) -> None:
    """Nobody is asked any more; and the sender learns of what he did not do himself."""
    withdraw(submission.id)
    if by is not None and by.id == submission.submitter_id:
        return
    who = "" if by is None else db.session.get_one(Person, by.id).name
    notify(
        [submission.submitter_id],
        kind=f"submission.{submission.state}",
        subject_id=submission.id,
        texts=notices.settled(plan_title, submission.status, state=submission.state, who=who, reason=reason),
        navigate=notices.page_of(submission.id, submission.state),
        expires_at=clock.now() + notices.LIFE,
    )
