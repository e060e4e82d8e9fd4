"""An export is written page by page, a transaction each, so that its progress can be seen; then put together."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import delete, func, select

from backend.core import clock
from backend.core.db import db
from backend.core.facts import record
from backend.core.http.paging import page
from backend.core.jobs import defer
from backend.core.sheets.table import Cell, csv_of, xlsx_of
from backend.identity.queries import actors
from backend.identity.rules.actor import Actor
from backend.incidents.models.export import CaseExport, CaseExportPart
from backend.incidents.models.incident import Incident
from backend.incidents.queries import categories, lists, rows
from backend.incidents.queries.exports import FILE
from backend.incidents.rules import export as rules
from backend.incidents.rules.words import said


def write(export_id: UUID) -> None:
    """The next page, or the end. Safe to run twice: where it goes on stands in its row, which is held."""
    export = db.session.get(CaseExport, export_id, with_for_update=True, populate_existing=True)
    if export is None or export.state != rules.WRITING:
        return
    actor = actors.absent(export.person_id)
    if actor is None or export.expires_at <= clock.now():
        export.state = rules.FAILED
        return
    _next_page(actor, export)
    if export.next_cursor is None:
        _put_together(export)
    else:
        defer("incidents.write_export", subject_id=str(export.id))


def _next_page(actor: Actor, export: CaseExport) -> None:
    by = (Incident.recorded_at, Incident.id)
    query = lists.narrowed(actor, **export.filters)
    found = page(query, by=by, cursor=export.next_cursor, limit=rules.PAGE, descending=True)
    cells = [rules.row(_whole(case, one), export.language) for case, one in _pairs(found["items"])]
    part = 1 + (_last_part(export) or 0)
    db.session.add(CaseExportPart(export_id=export.id, no=part, data=orjson.dumps(cells)))
    export.rows_done += len(cells)
    export.next_cursor = found["next_cursor"]
    db.session.flush()


def _pairs(items: list[Any]) -> Iterator[tuple[dict[str, Any], Incident]]:
    return zip(rows.shown(items), (item.Incident for item in items), strict=True)


def _whole(case: dict[str, Any], incident: Incident) -> dict[str, Any]:
    """What a list does not show."""
    more = {name: getattr(incident, name) for name in ("handled_at", "ended_at", "reworks", "rating")}
    category = case["category"]
    return {**case, **more, "category": {**category, **categories.class_of(category["code"])}}


def _last_part(export: CaseExport) -> int | None:
    return db.session.scalar(select(func.max(CaseExportPart.no)).where(CaseExportPart.export_id == export.id))


def _put_together(export: CaseExport) -> None:
    head = rules.head(export.language)
    data = (
        csv_of(head, _written(export))
        if export.format == "csv"
        else xlsx_of(said(rules.NAME, export.language), head, _written(export))
    )
    pages = CaseExportPart.export_id == export.id
    db.session.execute(delete(CaseExportPart).where(pages))
    db.session.expire_all()
    db.session.add(CaseExportPart(export_id=export.id, no=FILE, data=data))
    export.state, export.ready_at, export.size_bytes = rules.READY, clock.now(), len(data)
    export.expires_at = clock.now() + rules.KEPT
    record("export.written", ("export", export.id), data={"rows": export.rows_done, "person_id": str(export.person_id)})


def _written(export: CaseExport) -> Iterator[list[Cell]]:
    """A page at a time."""
    for no in range(1, 1 + (_last_part(export) or 0)):
        data = db.session.scalar(
            select(CaseExportPart.data).where(CaseExportPart.export_id == export.id, CaseExportPart.no == no)
        )
        yield from orjson.loads(data or b"[]")
