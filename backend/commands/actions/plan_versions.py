"""What all changes of a plan share: the plan held until the transaction ends, and its next version."""

from typing import Any

from sqlalchemy import func, select

from backend.commands.models.plan import Plan, PlanVersion
from backend.commands.rules import plan_content
from backend.commands.rules.plan_faults import Fault, fault
from backend.commands.rules.plan_version import EDITOR, digest
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor


def hold(code: str) -> Plan:
    """Of two people who change a plan at once, one waits and then sees what the other did."""
    plan = db.session.get(Plan, code, with_for_update=True, populate_existing=True)
    if plan is None:
        refuse("plan.not_found")
    return plan


def add(plan: Plan, content: dict[str, Any], *, source: str, **said: Any) -> int:
    """Write the plan's next version and return its number; it is not in force yet."""
    last = db.session.scalar(select(func.max(PlanVersion.version)).where(PlanVersion.plan_code == plan.code))
    version = (last or 0) + 1
    row = PlanVersion(
        plan_code=plan.code, version=version, content=content, digest=digest(content), source=source, **said
    )
    db.session.add(row)
    db.session.flush()
    return version


def save(actor: Actor, plan: Plan, content: dict[str, Any], *, note: str | None, based_on: int, **more: Any) -> None:
    """Put an editor's content in force; what is in force already makes no version."""
    if plan.current_version != based_on:
        refuse("plan.changed", version=plan.current_version)
    in_force = db.session.get(PlanVersion, (plan.code, plan.current_version))
    if in_force is not None and in_force.digest == digest(content):
        return
    plan.current_version = add(plan, content, source=EDITOR, edited_by=actor.id, note=note)
    data = {"version": plan.current_version, "based_on": based_on, **more}
    record("plan.edited", ("plan", plan.code), actor=actor, data=data)


def check(content: dict[str, Any], *, code: str) -> None:
    """Refuse what nothing can be issued from, and name every fault."""
    faults: list[Fault] = plan_content.faults(content)
    if content["code"] != code:
        faults.append(fault("code", "another_code"))
    if faults:
        refuse("plan.unfit", faults=[found.shown() for found in faults])
