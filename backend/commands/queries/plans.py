"""Reads of plans: the versions in force."""

from typing import Any, NamedTuple

from sqlalchemy import Select, select

from backend.commands.models.plan import Plan, PlanVersion
from backend.core.db import db
from backend.core.errors import refuse


class InForce(NamedTuple):
    code: str
    version: int
    content: dict[str, Any]

    def shown(self) -> dict[str, Any]:
        return {**self.content, "code": self.code, "version": self.version}


def listed() -> list[dict[str, Any]]:
    """All plans in force, in the order of their codes."""
    return [InForce(*row).shown() for row in db.session.execute(_in_force().order_by(Plan.code))]


def one(code: str) -> InForce:
    row = db.session.execute(_in_force().where(Plan.code == code)).one_or_none()
    if row is None:
        refuse("plan.not_found")
    return InForce(*row)


def frozen(code: str, version: int) -> dict[str, Any]:
    """The content an order was issued from, in force or not."""
    return db.session.get_one(PlanVersion, (code, version)).content


def _in_force() -> Select[str, int, dict[str, Any]]:
    return (
        select(Plan.code, PlanVersion.version, PlanVersion.content)
        .join(PlanVersion, (PlanVersion.plan_code == Plan.code) & (PlanVersion.version == Plan.current_version))
        .where(Plan.withdrawn_at.is_(None))
    )
