"""Withdraw a plan: nobody issues from it any more."""

from backend.commands import policy
from backend.commands.actions import plan_versions
from backend.core import clock
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor


def withdraw_plan(actor: Actor, code: str, *, reason: str) -> None:
    policy.check_edits_plans(actor)
    plan = plan_versions.hold(code)
    if plan.withdrawn_at is not None:
        refuse("plan.withdrawn")
    plan.withdrawn_at, plan.withdrawn_by, plan.withdrawn_reason = clock.now(), actor.id, reason
    record("plan.withdrawn", ("plan", code), actor=actor, data={"reason": reason})
