"""Offer a withdrawn plan again, in the version that was in force."""

from backend.commands import policy
from backend.commands.actions import plan_versions
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor


def restore_plan(actor: Actor, code: str) -> None:
    policy.check_edits_plans(actor)
    plan = plan_versions.hold(code)
    if plan.withdrawn_at is None:
        refuse("plan.not_withdrawn")
    plan.withdrawn_at, plan.withdrawn_by, plan.withdrawn_reason = None, None, None
    record("plan.restored", ("plan", code), actor=actor)
