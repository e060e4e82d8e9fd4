"""Reads of lists on their way into the register: one's own, nobody else's."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Select, select

from backend.core.db import db
from backend.core.errors import Problem, refuse
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.core.sheets.table import Cell, csv_of
from backend.volunteers.models.register_import import RegisterImport, RegisterRow
from backend.volunteers.rules import import_life

NAMES = (
    *("id", "file_name", "size_bytes", "state", "rows_total", "rows_done", "similar", "sent_at", "judged_at"),
    *("taken_in_at", "expires_at"),
)
#: what the sender may look at and carry away: all but what is taken in as it stands
TO_LOOK_AT = ("refused", "similar", "duplicate", "changed")


def visible_to(actor: Actor) -> Select[RegisterImport]:
    return select(RegisterImport).where(RegisterImport.person_id == actor.id)


def one(actor: Actor, import_id: UUID) -> dict[str, Any]:
    return shown(_one(actor, import_id))


def one_to_change(actor: Actor, import_id: UUID) -> RegisterImport:
    """Held until the transaction ends."""
    held = visible_to(actor).where(RegisterImport.id == import_id).with_for_update()
    found: RegisterImport | None = db.session.scalar(held)
    return found if found is not None else refuse("register.not_found")


def listed(actor: Actor, *, cursor: str | None, limit: int) -> dict[str, Any]:
    """The newest first."""
    by = (RegisterImport.sent_at, RegisterImport.id)
    return page(visible_to(actor), by=by, cursor=cursor, limit=limit, descending=True, show=shown)


def shown(row: RegisterImport) -> dict[str, Any]:
    counts = {verdict: row.counts.get(verdict, 0) for verdict in import_life.VERDICTS}
    return {**{name: getattr(row, name) for name in NAMES}, "counts": counts, "problem": _problem(row.problem)}


def lines(actor: Actor, import_id: UUID, *, verdict: str | None, cursor: str | None, limit: int) -> dict[str, Any]:
    """The lines of a verdict in the order of the file, each with what is wrong or would change."""
    query = select(RegisterRow).where(RegisterRow.import_id == _one(actor, import_id).id)
    if verdict is not None:
        query = query.where(RegisterRow.verdict == verdict)
    return page(query, by=(RegisterRow.no,), cursor=cursor, limit=limit, show=line)


def line(row: RegisterRow) -> dict[str, Any]:
    """As the sender's own file says it: he has the file."""
    columns = ("no", "name", "phone", "external_id", "area_code", "verdict", "found_by", "same_as")
    whole = {name: getattr(row, name) for name in columns}
    return {**whole, "changes": list(row.changes), "faults": [_fault(*fault) for fault in row.faults]}


def report(actor: Actor, import_id: UUID, *, language: str) -> bytes:
    """The lines that were refused, are similar or repeat another one, as CSV."""
    row = _one(actor, import_id)
    query = select(RegisterRow).where(RegisterRow.import_id == row.id, RegisterRow.verdict.in_(TO_LOOK_AT))
    found = db.session.scalars(query.order_by(RegisterRow.no).execution_options(yield_per=5_000))
    return csv_of(HEADS[language], _cells(found, language))


HEADS = {
    "zh": ("行", "结果", "列", "原因", "姓名", "手机号", "重复于行", "更正"),
    "en": ("Line", "Result", "Column", "Reason", "Name", "Phone", "Repeats line", "Corrects"),
}
VERDICTS = {
    "refused": {"zh": "未接受", "en": "refused"},
    "similar": {"zh": "疑似重复", "en": "similar"},
    "duplicate": {"zh": "重复", "en": "duplicate"},
    "changed": {"zh": "更新", "en": "changed"},
}


def _cells(rows: Any, language: str) -> Iterator[list[Cell]]:
    for row in rows:
        said = VERDICTS[row.verdict][language]
        behind: list[Cell] = [row.name, row.phone, row.same_as, ", ".join(row.changes)]
        faults = [_fault(*fault) for fault in row.faults] or [{"column": "", "zh": "", "en": ""}]
        for fault in faults:
            yield [row.no, said, fault["column"], fault[language], *behind]


def _one(actor: Actor, import_id: UUID) -> RegisterImport:
    found: RegisterImport | None = db.session.scalar(visible_to(actor).where(RegisterImport.id == import_id))
    return found if found is not None else refuse("register.not_found")


def _fault(column: str | None, code: str, details: dict[str, Any]) -> dict[str, Any]:
    problem = Problem(code, **details)
    return {"column": column, "code": code, "zh": problem.title("zh"), "en": problem.title("en")}


def _problem(kept: str | None) -> dict[str, Any] | None:
    if kept is None:
        return None
    code, details = orjson.loads(kept)
    return _fault(None, code, details)
