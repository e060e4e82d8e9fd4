"""Reads of plans: what is in force, and what a person sees of it."""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import aliased

from backend.commands import policy
from backend.commands.models.plan import Plan, PlanVersion
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.identity.models import Person

EDITOR, WITHDRAWER = aliased(Person), aliased(Person)
CURRENT = (PlanVersion.plan_code == Plan.code) & (PlanVersion.version == Plan.current_version)


class InForce(NamedTuple):
    code: str
    version: int
    content: dict[str, Any]


def one(code: str) -> InForce:
    """What an order is issued from: a withdrawn plan is not found."""
    query = select(Plan.code, PlanVersion.version, PlanVersion.content).join(PlanVersion, CURRENT)
    row = db.session.execute(query.where(Plan.code == code, Plan.withdrawn_at.is_(None))).one_or_none()
    if row is None:
        refuse("plan.not_found")
    return InForce(*row)


def frozen(code: str, version: int) -> dict[str, Any]:
    """The content an order was issued from, in force or not."""
    return db.session.get_one(PlanVersion, (code, version)).content


def listed(actor: Actor, *, withdrawn: bool = False) -> list[dict[str, Any]]:
    """All plans in force, in the order of their codes; the withdrawn ones are their editors' matter."""
    if withdrawn:
        policy.check_edits_plans(actor)
    wanted = Plan.withdrawn_at.is_not(None) if withdrawn else Plan.withdrawn_at.is_(None)
    return [_shown(row) for row in db.session.execute(_readable().where(wanted).order_by(Plan.code))]


def shown(code: str) -> dict[str, Any]:
    """A plan in its version in force, also a withdrawn one, which says so."""
    row = db.session.execute(_readable().where(Plan.code == code)).one_or_none()
    if row is None:
        refuse("plan.not_found")
    return _shown(row)


def _readable() -> Select[*tuple[Any, ...]]:
    return (
        select(Plan, PlanVersion, EDITOR.name, WITHDRAWER.name)
        .join(PlanVersion, CURRENT)
        .outerjoin(EDITOR, EDITOR.id == PlanVersion.edited_by)
        .outerjoin(WITHDRAWER, WITHDRAWER.id == Plan.withdrawn_by)
    )


def _shown(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    plan, version, editor, withdrawer = row
    told = {
        "version": version.version,
        "saved_at": version.loaded_at,
        "source": version.source,
        "edited_by": named(version.edited_by, editor),
        "withdrawn_at": plan.withdrawn_at,
        "withdrawn_by": named(plan.withdrawn_by, withdrawer),
        "withdrawn_reason": plan.withdrawn_reason,
    }
    # Versions of before there were ladders have none.
    return {"ladder": [], **version.content, "code": plan.code, **told}


def named(person_id: UUID | None, name: str) -> dict[str, Any] | None:
    return None if person_id is None else {"id": person_id, "name": name}
