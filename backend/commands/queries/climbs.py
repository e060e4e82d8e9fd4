"""The way up of an order's places: what has climbed, to whom, who has taken it over, and what climbs next."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import aliased

from backend.areas.models import Area
from backend.areas.policy import within
from backend.commands import policy
from backend.commands.models.closure import NodeClimb
from backend.commands.queries import answered_nodes
from backend.commands.queries.board_scope import Scope, scope
from backend.core.db import db
from backend.core.http.actor import Actor
from backend.identity.models import Person

AT = ("id", "step", "due_at", "climbed_at", "taken_at")
MOST = 500


def listed(actor: Actor, order_id: UUID, *, node: str | None) -> list[dict[str, Any]]:
    """What waits for somebody first; what ended without climbing is left out."""
    seen = scope(actor, order_id, node)
    return shown(actor, seen)


def one(actor: Actor, order_id: UUID, climb_id: UUID) -> dict[str, Any]:
    seen = scope(actor, order_id, by=policy.WATCH)
    return next(climb for climb in shown(actor, seen) if climb["id"] == climb_id)


def shown(actor: Actor, seen: Scope) -> list[dict[str, Any]]:
    rows = db.session.execute(_rows(seen).limit(MOST)).all()
    answered = answered_nodes.answered(seen.order.id, {row.NodeClimb.area_code for row in rows}) if rows else set()
    return [_shown(actor, row, is_answered=row.NodeClimb.area_code in answered) for row in rows]


def _rows(seen: Scope) -> Select[*tuple[Any, ...]]:
    to, told, taker = aliased(Area), aliased(Person), aliased(Person)
    waits_first = (NodeClimb.climbed_at.is_(None), NodeClimb.taken_at.is_not(None), NodeClimb.climbed_at)
    return (
        select(
            NodeClimb,
            *(Area.name_zh, Area.name_en, Area.level),
            *(to.name_zh.label("to_zh"), to.name_en.label("to_en"), to.level.label("to_level")),
            *(told.name.label("told_name"), told.phone.label("told_phone"), taker.name.label("taker_name")),
        )
        .join(Area, Area.code == NodeClimb.area_code)
        .join(to, to.code == NodeClimb.to_code)
        .outerjoin(told, told.id == NodeClimb.to_person_id)
        .outerjoin(taker, taker.id == NodeClimb.taken_by)
        .where(
            NodeClimb.order_id == seen.order.id,
            NodeClimb.ended_at.is_(None),
            within(seen.subtrees, NodeClimb.area_path),
        )
        .order_by(*waits_first, NodeClimb.due_at, NodeClimb.area_path, NodeClimb.step)
    )


def _shown(actor: Actor, row: Row[Any], *, is_answered: bool) -> dict[str, Any]:
    climb: NodeClimb = row.NodeClimb
    told = {"id": climb.to_person_id, "name": row.told_name, "phone": row.told_phone}
    waits = climb.climbed_at is not None and climb.taken_at is None and not is_answered
    return {
        **{name: getattr(climb, name) for name in AT},
        "place": _place(climb.area_code, row.name_zh, row.name_en, row.level),
        "to": _place(climb.to_code, row.to_zh, row.to_en, row.to_level),
        "told": None if climb.to_person_id is None else told,
        "taken_by": None if climb.taken_by is None else {"id": climb.taken_by, "name": row.taker_name},
        "is_answered": is_answered,
        "may_take": waits and policy.covers_as(actor, climb.to_path, *policy.WATCH),
    }


def _place(code: str, name_zh: str, name_en: str, level: str) -> dict[str, str]:
    return {"area_code": code, "name_zh": name_zh, "name_en": name_en, "level": level}
