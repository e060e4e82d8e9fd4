"""People in isolation at home, for boards: how their half-days stand. Who it is stands in the case alone."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, select

from backend.areas.rules import validity
from backend.core import clock
from backend.core.db import db
from backend.health.models.isolation import IsolationCase, IsolationEntry, IsolationErrand, IsolationMember
from backend.modules.queries.sources.record import Record, known

#: So much of its id names a case on a board.
CODE = 6


def ids() -> list[UUID]:
    return list(db.session.scalars(select(IsolationCase.id).order_by(IsolationCase.id)))


def read(wanted: Sequence[UUID]) -> list[Record]:
    cases = db.session.scalars(select(IsolationCase).where(IsolationCase.id.in_(wanted))).all()
    halves, errands, teams = _half_days(wanted), _errands(wanted), _teams(wanted)
    return [
        Record(
            one.id,
            one.area_code,
            one.area_path,
            one.opened_at,
            known(
                {
                    "code": one.id.hex[-CODE:].upper(),
                    "opened_on": validity.day(one.opened_at).isoformat(),
                    "until_on": validity.day(one.until).isoformat(),
                    "ended_on": validity.day(one.ended_at).isoformat() if one.ended_at else None,
                    "outcome": one.outcome,
                    **halves.get(one.id, {}),
                    "errands": errands.get(one.id, 0),
                    "team": teams.get(one.id, 0),
                }
            ),
        )
        for one in cases
    ]


def _half_days(wanted: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """Unwell: those of them for which somebody told of a symptom."""
    is_entered = IsolationEntry.entered_at.is_not(None)
    is_missed = IsolationEntry.entered_at.is_(None) & (IsolationEntry.due_at <= clock.now())
    is_unwell = func.jsonb_array_length(func.coalesce(IsolationEntry.symptoms, func.jsonb_build_array())) > 0
    counts = {
        "half_days": func.count(),
        "entered": func.count(case((is_entered, 1))),
        "missed": func.count(case((is_missed, 1))),
        "unwell": func.count(case((is_entered & is_unwell, 1))),
    }
    query = select(IsolationEntry.case_id, *(count.label(name) for name, count in counts.items()))
    rows = db.session.execute(query.where(IsolationEntry.case_id.in_(wanted)).group_by(IsolationEntry.case_id))
    return {row.case_id: {name: getattr(row, name) for name in counts} for row in rows}


def _errands(wanted: Sequence[UUID]) -> dict[UUID, int]:
    waiting = (IsolationErrand.case_id.in_(wanted), IsolationErrand.done_at.is_(None))
    query = select(IsolationErrand.case_id, func.count()).where(*waiting).group_by(IsolationErrand.case_id)
    return {row[0]: row[1] for row in db.session.execute(query)}


def _teams(wanted: Sequence[UUID]) -> dict[UUID, int]:
    own = IsolationMember.case_id.in_(wanted)
    query = select(IsolationMember.case_id, func.count()).where(own).group_by(IsolationMember.case_id)
    return {row[0]: row[1] for row in db.session.execute(query)}
