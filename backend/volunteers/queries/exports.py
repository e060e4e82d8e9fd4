"""Reads of files of the register: one's own, nobody else's."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.volunteers.models.register_export import RegisterExport
from backend.volunteers.rules import register_export as rules

NAMES = ("id", "format", "language", "filters", "reason", "rows", "asked_at", "ready_at", "expires_at")


def visible_to(actor: Actor) -> Select[RegisterExport]:
    return select(RegisterExport).where(RegisterExport.person_id == actor.id)


def one(actor: Actor, export_id: UUID) -> dict[str, Any]:
    return shown(_one(visible_to(actor), export_id))


def listed(actor: Actor, *, cursor: str | None, limit: int) -> dict[str, Any]:
    """The newest first."""
    by = (RegisterExport.asked_at, RegisterExport.id)
    return page(visible_to(actor), by=by, cursor=cursor, limit=limit, descending=True, show=shown)


def one_to_change(actor: Actor, export_id: UUID) -> RegisterExport:
    """Held until the transaction ends."""
    return _one(visible_to(actor).with_for_update(), export_id)


def file(actor: Actor, export_id: UUID) -> tuple[str, bytes]:
    """Its name and its bytes, until it expires."""
    export = _one(visible_to(actor), export_id)
    if _state(export) == rules.EXPIRED:
        refuse("register_export.gone")
    if export.data is None:
        refuse("register_export.not_ready")
    return f"volunteers-{export.asked_at:%Y%m%d-%H%M}.{export.format}", export.data


def shown(export: RegisterExport) -> dict[str, Any]:
    return {**{name: getattr(export, name) for name in NAMES}, "state": _state(export)}


def _one(query: Select[RegisterExport], export_id: UUID) -> RegisterExport:
    found: RegisterExport | None = db.session.scalar(query.where(RegisterExport.id == export_id))
    return found if found is not None else refuse("register_export.not_found")


def _state(export: RegisterExport) -> str:
    """It expires by the clock, whether or not the sweep has been there."""
    return rules.EXPIRED if export.expires_at <= clock.now() else export.state
