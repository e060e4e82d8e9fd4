"""A submission becomes the order of the same id, in the words and from the plan version it was sent with."""

from backend.commands.actions import issue
from backend.commands.actions.issue import Asked
from backend.commands.models.order import Order
from backend.commands.models.submission import Submission
from backend.commands.queries import plans
from backend.commands.queries.plans import InForce
from backend.commands.rules.two_people import Consent
from backend.core.errors import refuse
from backend.identity.queries import actors


def become_order(submission: Submission, *, consent: Consent) -> Order:
    """Its recipients are resolved now, by what its sender commands now."""
    submitter = actors.absent(submission.submitter_id)
    if submitter is None:
        refuse("submission.submitter_gone")
    asked = Asked(
        id=submission.id,
        expires_at=submission.order_expires_at,
        **{name: getattr(submission, name) for name in ("plan_code", "plan_version", "status", "slots", "target")},
        stamps=submission.stamps,
        cause=submission.cause,
    )
    plan = InForce(asked.plan_code, asked.plan_version, plans.frozen(asked.plan_code, asked.plan_version))
    return issue.send(submitter, asked, plan, consent=consent)
