"""Write a new plan."""

from typing import Any

from sqlalchemy.dialects.postgresql import insert

from backend.commands import policy
from backend.commands.actions import plan_versions
from backend.commands.models.plan import Plan
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor


def create_plan(actor: Actor, *, content: dict[str, Any], note: str | None = None) -> str:
    """Version 1, in force at once; returns the plan's code."""
    policy.check_edits_plans(actor)
    code = content["code"]
    plan_versions.check(content, code=code)
    new = insert(Plan).values(code=code, current_version=0).on_conflict_do_nothing().returning(Plan.code)
    if db.session.scalar(new) is None:
        refuse("plan.code_taken")
    plan_versions.save(actor, plan_versions.hold(code), content, note=note, based_on=0)
    return str(code)
