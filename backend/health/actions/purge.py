"""Every night what has had its time is destroyed, and a record says how much it was."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import InstrumentedAttribute

from backend.core import clock
from backend.core.db import db
from backend.core.facts import record
from backend.health.models.declaration import HealthAppeal, HealthDeclaration
from backend.health.models.destruction import HealthDestruction
from backend.health.models.gate import CheckIn
from backend.health.models.isolation import IsolationCase
from backend.health.models.state import HealthCode, HealthState
from backend.health.rules.destroyed import digest
from backend.push.models import Notice, NoticeDelivery

#: Any number that nobody else takes: two purges at once would break the chain.
LOCK = 7_007
#: kind → the column that names its rows, and the one that says how long they are kept
Kinds = Mapping[str, tuple[InstrumentedAttribute[Any], InstrumentedAttribute[Any]]]

KINDS: Kinds = {
    "appeal": (HealthAppeal.id, HealthAppeal.purge_after),
    "check_in": (CheckIn.id, CheckIn.purge_after),
    "code": (HealthCode.id, HealthCode.purge_after),
    "declaration": (HealthDeclaration.id, HealthDeclaration.purge_after),
    "isolation": (IsolationCase.id, IsolationCase.purge_after),
    "state": (HealthState.person_id, HealthState.purge_after),
}


_also: dict[str, tuple[InstrumentedAttribute[Any], InstrumentedAttribute[Any]]] = {}


def also(kinds: Kinds) -> None:
    """Say once, at start, what the rooms above keep of people's health."""
    _also.clear()
    _also.update(kinds)


def purge() -> HealthDestruction | None:
    """None where there was nothing to destroy. Safe to run twice."""
    db.session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    now = clock.now()
    gone = {kind: _destroy(*columns) for kind, columns in KINDS.items()}
    _forget_notices([UUID(one) for one in (*gone["appeal"], *gone["isolation"])])
    # What the rooms above keep is told of only where there was any.
    gone |= {kind: ids for kind, columns in _also.items() if (ids := _destroy(*columns))}
    counts = {kind: len(ids) for kind, ids in gone.items()}
    if not any(counts.values()):
        return None
    newest = select(HealthDestruction).order_by(HealthDestruction.at.desc(), HealthDestruction.id.desc()).limit(1)
    before = db.session.scalar(newest)
    previous = before.sha256 if before is not None else None
    made = HealthDestruction(at=now, counts=counts, previous=previous, sha256=digest(now, counts, gone, previous))
    db.session.add(made)
    db.session.flush()
    record("health.destroyed", ("destruction", made.id), data={"sha256": made.sha256.hex(), "counts": counts})
    return made


def kept() -> dict[str, tuple[int, datetime | None]]:
    """Kind → how many records there are, and when the next of them has had its time."""
    kinds = {**KINDS, **_also}
    found: dict[str, tuple[int, datetime | None]] = {}
    for kind, (_, until) in kinds.items():
        count, first = db.session.execute(select(func.count(), func.min(until))).one()
        found[kind] = (count, first)
    return found


def _destroy(key: InstrumentedAttribute[Any], kept_until: InstrumentedAttribute[Any]) -> list[str]:
    due = delete(key.class_).where(kept_until <= clock.now()).returning(key)
    ids = db.session.scalars(due.execution_options(synchronize_session=False)).all()
    return [one.hex() if isinstance(one, bytes) else str(one) for one in ids]


def _forget_notices(subjects: Sequence[UUID]) -> None:
    """What people were pushed about them."""
    said = select(Notice.id).where(Notice.subject_id.in_(subjects))
    for gone in (
        delete(NoticeDelivery).where(NoticeDelivery.notice_id.in_(said)),
        delete(Notice).where(Notice.subject_id.in_(subjects)),
    ):
        db.session.execute(gone.execution_options(synchronize_session=False))
