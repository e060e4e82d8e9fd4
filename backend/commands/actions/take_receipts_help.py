"""Open and end calls for help, as the reports of a batch say: counted by everybody who opens the board."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from backend.commands.queries import help_calls
from backend.commands.queries.standings import Key, Recipient
from backend.commands.rules.help import ACTS, ANSWERED, asks
from backend.commands.rules.receipt_ladder import Standing, State
from backend.commands.rules.receipt_verdict import Report, happened_at
from backend.core import facts
from backend.core.db import db, uuid7

SUBJECT = "help_call"


def follow(
    taken: Sequence[Report], people: Mapping[Key, Recipient], standing: Mapping[Key, Standing], now: datetime
) -> None:
    """Asks the database nothing where nobody has ever needed help. The caller holds the people's rows.

    A call that was attended comes back only with a new word from its person.
    """
    concerned = {
        key: stands
        for key, stands in standing.items()
        if State.needs_help in {people[key].standing.answer, stands.answer}
    }
    if not concerned:
        return
    acted = _acted(taken, people, concerned, now)
    asking = {key for key, stands in concerned.items() if asks(stands, acted.get(key))}
    said = _pleas(taken, people, concerned, now)
    _tell("help_call.opened", _open([(key, concerned[key], said[key]) for key in sorted(asking & said.keys())], people))
    _tell("help_call.ended", _end(sorted(concerned.keys() - asking), now))


def _acted(
    taken: Sequence[Report], people: Mapping[Key, Recipient], concerned: Mapping[Key, Standing], now: datetime
) -> dict[Key, datetime]:
    """When each last said that he acts, in this batch or before it."""
    acted = help_calls.acted_at(concerned)
    for report in taken:
        key = (report.order_id, report.person_id)
        if key in concerned and report.state in ACTS:
            at = happened_at(report, sent=people[key].sent, now=now)
            acted[key] = max(acted.get(key, at), at)
    return acted


def _pleas(
    taken: Sequence[Report], people: Mapping[Key, Recipient], concerned: Mapping[Key, Standing], now: datetime
) -> dict[Key, str | None]:
    """Who has said it in this batch, as the newest of his answers; and what he wrote with it."""
    said: dict[Key, str | None] = {}
    for report in taken:
        key = (report.order_id, report.person_id)
        if key not in concerned or report.state is not State.needs_help:
            continue
        if happened_at(report, sent=people[key].sent, now=now) == concerned[key].answered_at:
            said[key] = report.note or said.get(key)
    return said


def _open(calls: Sequence[tuple[Key, Standing, str | None]], people: Mapping[Key, Recipient]) -> list[Row[Any]]:
    """The calls that are new; of one that is open already, only the note changes."""
    if not calls:
        return []
    columns = {
        "ids": [uuid7() for _ in calls],
        "orders": [key[0] for key, _, _ in calls],
        "people": [key[1] for key, _, _ in calls],
        "nodes": [people[key].node_code for key, _, _ in calls],
        "paths": [people[key].node_path for key, _, _ in calls],
        "asked_ats": [stands.answered_at for _, stands, _ in calls],
        "notes": [note for _, _, note in calls],
    }
    return [row for row in db.session.execute(text(OPEN), columns) if row.is_new]


def _end(keys: Sequence[Key], now: datetime) -> list[Row[Any]]:
    if not keys:
        return []
    columns = {"orders": [order_id for order_id, _ in keys], "people": [person_id for _, person_id in keys]}
    return list(db.session.execute(text(END), {**columns, "now": now, "reason": ANSWERED}).all())


def _tell(kind: str, calls: Iterable[Row[Any]]) -> None:
    """A fact for each, of a subject of its own as receipts are; one bell for each order."""
    rows = [_fact(call) for call in calls]
    seq = facts.record_many(kind, SUBJECT, rows)
    for order_id in sorted({row["data"]["order_id"] for row in rows}):
        paths = {row["area_path"] for row in rows if row["data"]["order_id"] == order_id}
        facts.ring(kind, UUID(order_id), seq, sorted(paths))


def _fact(call: Row[Any]) -> dict[str, Any]:
    return {
        "subject_id": call.id,
        "actor_id": call.person_id,
        "area_path": call.node_path,
        "data": {"order_id": str(call.order_id)},
    }


# In the order of the key. Whoever attends holds one of these rows and waits for nobody.
OPEN = """
INSERT INTO help_call (id, order_id, root_id, person_id, node_code, node_path, asked_at, note)
SELECT given.id, given.order_id, orders.root_id, given.person_id, node_code, node_path, asked_at, given.note
FROM unnest(
    CAST(:ids AS uuid[]), CAST(:orders AS uuid[]), CAST(:people AS uuid[]), CAST(:nodes AS text[]),
    CAST(:paths AS text[]), CAST(:asked_ats AS timestamptz[]), CAST(:notes AS text[])
) AS given (id, order_id, person_id, node_code, node_path, asked_at, note)
JOIN orders ON orders.id = given.order_id
ORDER BY given.order_id, given.person_id
ON CONFLICT (order_id, person_id) WHERE ended_at IS NULL DO UPDATE SET note = coalesce(excluded.note, help_call.note)
RETURNING id, order_id, person_id, node_path, xmax = 0 AS is_new
"""

END = """
UPDATE help_call SET ended_at = :now, ended_by = help_call.person_id, ended_reason = :reason
FROM unnest(CAST(:orders AS uuid[]), CAST(:people AS uuid[])) AS given (order_id, person_id)
WHERE help_call.order_id = given.order_id AND help_call.person_id = given.person_id AND help_call.ended_at IS NULL
RETURNING help_call.id, help_call.order_id, help_call.person_id, help_call.node_path
"""
