"""Who must hear of a case: its unit, its grid's workers, the nearest desk, the street, the district."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, select

from backend.areas.rules.paths import ancestors
from backend.core.db import db
from backend.identity.models import Person, RoleGrant
from backend.incidents import policy
from backend.incidents.models.incident import Incident
from backend.incidents.models.unit import UnitMember
from backend.incidents.rules import lifecycle

#: how deep the district and its streets stand
DISTRICT, STREET = 1, 2
OFFICERS = ("duty_officer", "commander")


def actors_of(incident: Incident) -> set[UUID]:
    """Who must act next: the unit with the grid's worker, or the desk."""
    if incident.state in lifecycle.WITH_THE_UNIT:
        return unit(incident) | workers(incident)
    return desk(incident)


def unit(incident: Incident) -> set[UUID]:
    query = (
        select(UnitMember.person_id)
        .join(Person, Person.id == UnitMember.person_id)
        .where(UnitMember.unit_id == incident.unit_id, Person.active)
    )
    return set(db.session.scalars(query))


def workers(incident: Incident) -> set[UUID]:
    return _nearest(incident.area_path, (policy.WORKER,))


def desk(incident: Incident) -> set[UUID]:
    """The nearest duty officers; where there are none, the nearest commanders."""
    return _nearest(incident.area_path, ("duty_officer",)) or _nearest(incident.area_path, ("commander",))


def checkers(incident: Incident) -> set[UUID]:
    return _nearest(incident.area_path, ("verifier",)) or desk(incident)


def at_level(incident: Incident, depth: int) -> set[UUID]:
    """Officers and commanders of the street, or of the district, that it lies in."""
    chain = [*ancestors(incident.area_path), incident.area_path]
    return _holders(RoleGrant.area_path == chain[min(depth, len(chain)) - 1], OFFICERS)


def reporters(ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Case → who reported it, of these and of those merged into them."""
    either = Incident.id.in_(ids) | Incident.merged_into_id.in_(ids)
    return {
        row.id: row.reporter_id for row in db.session.execute(select(Incident.id, Incident.reporter_id).where(either))
    }


def _nearest(path: str, roles: Sequence[str]) -> set[UUID]:
    """Of the places at and above, the deepest that has somebody."""
    query = (
        select(RoleGrant.area_path)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.area_path.in_([path, *ancestors(path)]), *_live(roles))
        .order_by(RoleGrant.area_path.desc())
        .limit(1)
    )
    deepest = db.session.scalar(query)
    return set() if deepest is None else _holders(RoleGrant.area_path == deepest, roles)


def _holders(where: ColumnElement[bool], roles: Sequence[str]) -> set[UUID]:
    query = select(RoleGrant.person_id).join(Person, Person.id == RoleGrant.person_id).where(where, *_live(roles))
    return set(db.session.scalars(query))


def _live(roles: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    return (RoleGrant.role.in_(roles), RoleGrant.revoked_at.is_(None), Person.active.is_(True))
