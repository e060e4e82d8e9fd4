"""Take the catalogue's plans in; a changed one becomes a new version, unless it was edited here."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from backend.commands.actions import plan_versions
from backend.commands.models.plan import Plan, PlanVersion
from backend.commands.rules.plan_version import CATALOGUE, digest
from backend.core.db import db
from backend.core.facts import record

LEFT_ALONE = "edited here, left alone"


def load_plans(plans: Sequence[dict[str, Any]]) -> list[str]:
    """Plans as the catalogue's reader gives them; returns a line for each that is new or changed."""
    return [line for plan in plans if (line := _keep(plan)) is not None]


def _keep(content: dict[str, Any]) -> str | None:
    """`code vN`, None where the file says what it said before.

    What people wrote stays in force: a file's new version is kept beside it, and a person decides.
    """
    code = content["code"]
    plan = db.session.get(Plan, code, with_for_update=True)
    if plan is None:
        plan = Plan(code=code, current_version=0)
        db.session.add(plan)
        db.session.flush()
    elif _last_digest(code) == digest(content):
        return None
    is_edited = plan.current_version > 0 and _source(plan) != CATALOGUE
    version = plan_versions.add(plan, content, source=CATALOGUE)
    if not is_edited:
        plan.current_version = version
    record("plan.loaded", ("plan", code), data={"version": version, "in_force": not is_edited})
    return f"{code} v{version}: {LEFT_ALONE}" if is_edited else f"{code} v{version}"


def _last_digest(code: str) -> str | None:
    """Of what the file said when it was last taken in."""
    from_file = (PlanVersion.plan_code == code, PlanVersion.source == CATALOGUE)
    query = select(PlanVersion.digest).where(*from_file).order_by(PlanVersion.version.desc()).limit(1)
    last: str | None = db.session.scalar(query)
    return last


def _source(plan: Plan) -> str:
    return db.session.get_one(PlanVersion, (plan.code, plan.current_version)).source
