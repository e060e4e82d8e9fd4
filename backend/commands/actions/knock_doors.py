"""Ask a neighbour to go to those whom no channel got a word out of."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from backend.commands.actions.move_step_tally import move_step_tally
from backend.commands.ladder import silent
from backend.commands.ladder.begin import begin
from backend.commands.queries import door_knocks
from backend.commands.queries.neighbours import Neighbour, neighbours
from backend.commands.rules import door_knocks as rules
from backend.commands.rules.ladder import DOOR_KNOCK
from backend.core import clock, facts
from backend.core.db import db, uuid7
from backend.push.actions.notices import notify

#: people at a time, so that those of a later order need not wait for all of an earlier one
AT_ONCE = 2_000
Line = Row[*tuple[Any, ...]]


def knock_doors() -> int:
    """Safe to run twice, and by two workers at once; returns how many people: after a full hand more may wait."""
    now = clock.now()
    rows = silent.due(db.session(), DOOR_KNOCK, AT_ONCE, now)
    if not rows:
        return 0
    chosen = neighbours((row.order_id, row.node_code, row.node_path) for row in rows)
    knocks = _write(rows, chosen, now)
    begin(db.session(), {(row.order_id, row.step) for row in rows}, now)
    _record(knocks)
    _notify(knocks)
    return len(rows)


def _write(rows: Sequence[Line], chosen: dict[tuple[UUID, str], Neighbour], now: datetime) -> list[Line]:
    """The doors, and the step of each person: told of, or nobody to go."""
    goes = [chosen[row.order_id, row.node_code] for row in rows]
    columns = {
        "ids": [uuid7() for _ in rows],
        "orders": [row.order_id for row in rows],
        "people": [row.person_id for row in rows],
        "nodes": [row.node_code for row in rows],
        "paths": [row.node_path for row in rows],
        "workers": [one.worker_id for one in goes],
        "reasons": [one.reason for one in goes],
        "froms": [one.from_code for one in goes],
    }
    knocks = list(db.session.execute(text(WRITE), {**columns, "now": now}).all())
    steps = {
        "orders": columns["orders"],
        "people": columns["people"],
        "nodes": columns["nodes"],
        "steps": [row.step for row in rows],
        "states": ["accepted" if one.worker_id else "failed" for one in goes],
    }
    changes: defaultdict[tuple[UUID, str, int, str], int] = defaultdict(int)
    for row in db.session.execute(text(STEPS), {**steps, "now": now, "channel": DOOR_KNOCK}):
        changes[tuple(row)] += 1
    move_step_tally(changes)
    return knocks


def _record(knocks: Sequence[Line]) -> None:
    """A fact for each, of a subject of its own; one bell for each order and each who goes."""
    rows = [
        {
            "subject_id": knock.id,
            "area_path": knock.node_path,
            "data": {"order_id": str(knock.order_id), "person_id": str(knock.person_id), "reason": knock.reason},
        }
        for knock in knocks
    ]
    seq = facts.record_many("door_knock.opened", "door_knock", rows)
    for order_id in sorted({knock.order_id for knock in knocks}):
        paths = {knock.node_path for knock in knocks if knock.order_id == order_id}
        facts.ring("door_knock.opened", order_id, seq, sorted(paths))
        workers = {knock.worker_id for knock in knocks if knock.order_id == order_id and knock.worker_id}
        facts.ring_people("door_knock.mine", order_id, workers)


def _notify(knocks: Sequence[Line]) -> None:
    """One notice for each who goes and each order, with all the names that wait for him."""
    for order_id, worker_id in sorted({(knock.order_id, knock.worker_id) for knock in knocks if knock.worker_id}):
        order, names = door_knocks.waiting(order_id, worker_id)
        headlines = {language: order.texts[language]["headline"] for language in ("zh", "en")}
        notify(
            [worker_id],
            kind=rules.KIND,
            subject_id=rules.subject_of(order_id),
            texts=rules.asking(headlines, order.status, names),
            navigate=rules.PAGE,
            expires_at=order.expires,
        )


WRITE = """
INSERT INTO door_knock (id, order_id, person_id, node_code, node_path, worker_id, reason, from_code, created_at)
SELECT given.*, CAST(:now AS timestamptz) FROM unnest(
    CAST(:ids AS uuid[]), CAST(:orders AS uuid[]), CAST(:people AS uuid[]), CAST(:nodes AS text[]),
    CAST(:paths AS text[]), CAST(:workers AS uuid[]), CAST(:reasons AS text[]), CAST(:froms AS text[])
) AS given
ON CONFLICT (order_id, person_id) DO NOTHING
RETURNING id, order_id, person_id, node_path, worker_id, reason
"""

STEPS = """
INSERT INTO delivery_step (order_id, person_id, node_code, step, state, channel, claimed_at, accepted_at, tries)
SELECT given.*, :channel, CAST(:now AS timestamptz),
    CASE WHEN given.state = 'accepted' THEN CAST(:now AS timestamptz) END, 1
FROM unnest(
    CAST(:orders AS uuid[]), CAST(:people AS uuid[]), CAST(:nodes AS text[]), CAST(:steps AS smallint[]),
    CAST(:states AS text[])
) AS given (order_id, person_id, node_code, step, state)
ON CONFLICT (order_id, person_id, step) DO NOTHING
RETURNING order_id, node_code, step, state
"""
