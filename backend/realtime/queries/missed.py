"""What somebody missed: the facts of his places since the transaction he came back with."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, or_, select, text
from sqlalchemy.orm import InstrumentedAttribute

from backend.areas.policy import within
from backend.areas.rules.paths import ancestors
from backend.core.db import db
from backend.core.facts import Fact
from backend.realtime.rules import frames
from backend.realtime.rules.audience import NEWS, Place

#: Who missed more is told to pull everything.
MOST = 1_000


def floor() -> int:
    """The oldest transaction still running: everything below it is seen by every later query."""
    return int(db.session.execute(text("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")).scalar_one())


def missed(place: Place, last_event_id: str | None) -> list[bytes]:
    """The first frames of a stream. One that never was open has missed nothing."""
    now = floor()
    if last_event_id is None:
        return [frames.hello(now)]
    cursor = frames.cursor_of(last_event_id)
    # A cursor of the future is from another database, restored or replaced since.
    if cursor is None or cursor > now:
        return [frames.resync(now), frames.hello(now)]
    rows = db.session.execute(_since(place, cursor)).all()
    if len(rows) > MOST:
        return [frames.resync(now), frames.hello(now)]
    return [*_hints(rows, now), frames.hello(now)]


def _since(place: Place, cursor: int) -> Select[*tuple[Any, ...]]:
    column: InstrumentedAttribute[Any] = Fact.area_path
    above = {path for own in place.paths for path in ancestors(own)}
    return (
        select(Fact.kind, Fact.subject_id, Fact.seq, Fact.xid)
        .where(or_(*[Fact.kind.startswith(news) for news in NEWS]))
        .where(Fact.xid >= cursor, or_(within(list(place.paths), column), column.in_(above)))
        .order_by(Fact.xid, Fact.seq)
        .limit(MOST + 1)
    )


def _hints(rows: Sequence[Row[Any]], now: int) -> list[bytes]:
    """Several facts about one thing are one hint, at the place of the last; no id skips what still runs."""
    latest = {(row.kind, row.subject_id): row for row in rows}
    in_order = sorted(latest.values(), key=lambda row: (row.xid, row.seq))
    return [frames.hint(row.kind, row.subject_id, row.seq, min(row.xid, now)) for row in in_order]
