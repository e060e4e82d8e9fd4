"""Readings are taken: the same twice is one, another figure of a time that is over is a correction with a trace."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import text

from backend.areas.rules.paths import codes, common
from backend.core.db import db
from backend.core.facts import record, record_many, ring
from backend.core.http.actor import Actor
from backend.indicators.actions import roll_up
from backend.indicators.actions.write import Written, write
from backend.indicators.queries.tree import history, tree
from backend.indicators.rules.reading import New
from backend.indicators.rules.tree import Tree

#: Any number that nobody else takes: a whole and its parts are written by one at a time, so that they agree.
LOCK = 7_045


class Taken(NamedTuple):
    taken: int
    same: int
    corrected: int


def take(
    given: Sequence[New], *, actor: Actor | None = None, reason: str | None = None, is_routine: bool = False
) -> Taken:
    """Written with everything that is rolled up of them; each key once, its area and its indicator known.

    What is routine wakes open screens and is no fact: nothing happened but that the clock went on.
    """
    if not given:
        return Taken(0, 0, 0)
    db.session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    areas = tree()
    by = actor.id if actor else None
    done = level = write(given, by=by, reason=reason)
    past = history()
    while above := roll_up.above(areas, past, level.changed):
        level = write(above, by=by, reason=reason)
    if done.changed and is_routine:
        ring("readings.taken", "now", 0, [node.path for node in areas.nodes.values() if node.parent is None])
    elif done.changed:
        _record(areas, given, done, actor, reason)
    return Taken(len(done.changed) - len(done.corrected), len(given) - len(done.changed), len(done.corrected))


def _record(areas: Tree, given: Sequence[New], done: Written, actor: Actor | None, reason: str | None) -> None:
    """One fact for all that came together, under the smallest area above them, and one for each correction."""
    paths = sorted({areas.nodes[one.area_code].path for one in given})
    top = common(paths[0], paths[-1]) or None
    sources = sorted({one.source for one in given})
    counts = {"changed": len(done.changed), "corrected": len(done.corrected)}
    data = {**counts, "sources": sources, "reason": reason}
    record("readings.taken", ("readings", codes(top)[-1] if top else "all"), actor=actor, area_path=top, data=data)
    rows = [
        {
            "subject_id": f"{key.indicator}@{key.area_code}",
            "area_path": areas.nodes[key.area_code].path,
            "data": {"starts_at": key.starts_at.isoformat(), "before": before, "after": after, "reason": reason},
        }
        for key, before, after in done.corrected
    ]
    record_many("reading.corrected", "reading", rows, actor=actor)
