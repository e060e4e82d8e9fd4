"""Reads of a plan's versions: who wrote which, when and why; what one says; what differs between two."""

from typing import Any

from sqlalchemy import Row, Select, select

from backend.commands.models.plan import Plan, PlanVersion
from backend.commands.queries.plans import named
from backend.commands.rules import plan_diff
from backend.core.db import db
from backend.core.errors import refuse
from backend.identity.models import Person


def listed(code: str) -> list[dict[str, Any]]:
    """The newest first."""
    rows = db.session.execute(_of(code).order_by(PlanVersion.version.desc())).all()
    if not rows:
        refuse("plan.not_found")
    return [_shown(row) for row in rows]


def one(code: str, version: int) -> dict[str, Any]:
    row = db.session.execute(_of(code).where(PlanVersion.version == version)).one_or_none()
    if row is None:
        refuse("plan.version_not_found")
    return {**_shown(row), "content": {"ladder": [], **row.PlanVersion.content}}


def diff(code: str, version: int, *, against: int | None = None) -> dict[str, Any]:
    """From `against`, the version before unless another is named, to this one; the first differs from nothing."""
    earlier = version - 1 if against is None else against
    before = {} if against is None and earlier == 0 else one(code, earlier)["content"]
    changes = plan_diff.differences(before, one(code, version)["content"])
    return {"version": version, "against": earlier, "changes": changes}


def _of(code: str) -> Select[*tuple[Any, ...]]:
    return (
        select(PlanVersion, Plan.current_version, Person.name)
        .join(Plan, Plan.code == PlanVersion.plan_code)
        .outerjoin(Person, Person.id == PlanVersion.edited_by)
        .where(PlanVersion.plan_code == code)
    )


def _shown(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    version, in_force, editor = row
    return {
        "version": version.version,
        "saved_at": version.loaded_at,
        "source": version.source,
        "edited_by": named(version.edited_by, editor),
        "note": version.note,
        "in_force": version.version == in_force,
    }
