"""Reads of exports: one's own, nobody else's."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.incidents.models.export import CaseExport, CaseExportPart
from backend.incidents.rules import export as rules

NAMES = ("id", "format", "language", "filters", "rows_total", "rows_done", "size_bytes", "asked_at", "ready_at")
#: the part that is the file itself
FILE = 0


def visible_to(actor: Actor) -> Select[CaseExport]:
    return select(CaseExport).where(CaseExport.person_id == actor.id)


def one(actor: Actor, export_id: UUID) -> dict[str, Any]:
    return shown(_one(actor, export_id))


def listed(actor: Actor, *, cursor: str | None, limit: int) -> dict[str, Any]:
    """The newest first."""
    by = (CaseExport.asked_at, CaseExport.id)
    return page(visible_to(actor), by=by, cursor=cursor, limit=limit, descending=True, show=shown)


def one_to_change(actor: Actor, export_id: UUID) -> CaseExport:
    """Held until the transaction ends."""
    held = visible_to(actor).where(CaseExport.id == export_id).with_for_update()
    found: CaseExport | None = db.session.scalar(held)
    return found if found is not None else refuse("export.not_found")


def writing(actor: Actor) -> int:
    own = select(func.count()).where(CaseExport.person_id == actor.id, CaseExport.state == rules.WRITING)
    return db.session.scalar(own) or 0


def file(actor: Actor, export_id: UUID) -> tuple[str, bytes]:
    """Its name and its bytes, until it expires."""
    export = _one(actor, export_id)
    if _state(export) == rules.EXPIRED:
        refuse("export.gone")
    data = db.session.scalar(
        select(CaseExportPart.data).where(CaseExportPart.export_id == export.id, CaseExportPart.no == FILE)
    )
    if export.state != rules.READY or data is None:
        refuse("export.not_ready")
    return f"cases-{export.asked_at:%Y%m%d-%H%M}.{export.format}", data


def shown(export: CaseExport) -> dict[str, Any]:
    whole = {name: getattr(export, name) for name in NAMES}
    return {**whole, "state": _state(export), "expires_at": export.expires_at}


def _one(actor: Actor, export_id: UUID) -> CaseExport:
    found: CaseExport | None = db.session.scalar(visible_to(actor).where(CaseExport.id == export_id))
    return found if found is not None else refuse("export.not_found")


def _state(export: CaseExport) -> str:
    """It expires by the clock, whether or not the sweep has been there."""
    return rules.EXPIRED if export.expires_at <= clock.now() else export.state
