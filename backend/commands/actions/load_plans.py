"""Take plans in; a changed one becomes a new version."""

import hashlib
from collections.abc import Sequence
from typing import Any

import orjson

from backend.commands.models.plan import Plan, PlanVersion
from backend.core.db import db
from backend.core.facts import record


def load_plans(plans: Sequence[dict[str, Any]]) -> list[str]:
    """Plans as the catalogue's reader gives them; returns `code vN` of those that are new or changed."""
    return [f"{plan['code']} v{version}" for plan in plans if (version := _keep(plan)) is not None]


def _keep(content: dict[str, Any]) -> int | None:
    """The new version's number, None where nothing changed."""
    code = content["code"]
    digest = hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()
    plan = db.session.get(Plan, code, with_for_update=True)
    if plan is None:
        plan = Plan(code=code, current_version=0)
        db.session.add(plan)
        db.session.flush()
    elif db.session.get_one(PlanVersion, (code, plan.current_version)).digest == digest:
        return None
    plan.current_version += 1
    db.session.add(PlanVersion(plan_code=code, version=plan.current_version, content=content, digest=digest))
    db.session.flush()
    record("plan.loaded", ("plan", code), data={"version": plan.current_version})
    return plan.current_version
