"""Somebody asks for cases as a file; a job writes it."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.incidents.models.export import CaseExport
from backend.incidents.models.incident import Incident
from backend.incidents.queries import exports, lists
from backend.incidents.rules import export as rules
from backend.incidents.rules import reported


def ask(actor: Actor, *, id: UUID, format: str, language: str, **filters: Any) -> None:  # noqa: A002 - the fields' names in the API
    """Of what the actor looks after, narrowed as his list is; twice is once."""
    kept = db.session.get(CaseExport, id)
    if kept is not None:
        if kept.person_id != actor.id:
            refuse("export.bad_id")
        return
    if not reported.is_id(id):
        refuse("export.bad_id")
    if exports.writing(actor) >= rules.MOST_AT_ONCE:
        refuse("export.too_many", most=rules.MOST_AT_ONCE)
    asked = {name: value for name, value in filters.items() if value is not None}
    total = _counted(actor, asked)
    made = CaseExport(id=id, person_id=actor.id, format=format, language=language, filters=asked, rows_total=total)
    made.state, made.rows_done, made.expires_at = rules.WRITING, 0, clock.now() + rules.KEPT
    db.session.add(made)
    db.session.flush()
    data = {"format": format, "filters": asked, "rows": total}
    record("export.asked", ("export", made.id), actor=actor, data=data)


def _counted(actor: Actor, asked: dict[str, Any]) -> int:
    """Up to one more than a file may have."""
    some = lists.narrowed(actor, **asked).with_only_columns(Incident.id).limit(rules.MOST_ROWS + 1)
    total = db.session.scalar(select(func.count()).select_from(some.subquery())) or 0
    if total > rules.MOST_ROWS:
        refuse("export.too_large", most=rules.MOST_ROWS)
    return total
