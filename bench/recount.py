"""Recounts from rows what became of everybody whom orders went to, beside what their phones have."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any
from uuid import UUID

import psycopg

from backend.commands.rules.receipt_ladder import State
from bench.cockpit import CHANNELS
from bench.order import ask


@dataclass(slots=True)
class Proof:
    """Added up over orders. Each recipient is accepted (or has answered), or named as unreached, or lost."""

    orders: int = 0
    recipients: int = 0
    accepted: int = 0
    answered: int = 0
    unreached: int = 0
    lost: int = 0
    #: the server said that it took the answer, and has none
    answers_lost: int = 0
    #: two notifications beside each other on one phone, or two answers where one was given
    doubled: int = 0
    #: sent again by another sender, and replaced on the phone by their tag
    repeats: int = 0

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.answers_lost or self.doubled)


def still_open(url: str, phones: Connection, order_id: UUID) -> dict[str, int]:
    """What is under way, by its name: nothing once it is settled. While the database is gone, that is."""
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            found: dict[str, int] = dict(
                connection.execute(OPEN, {"order": order_id, "channels": list(CHANNELS)}).fetchall()
            )
    except psycopg.Error:
        return {"databases away": 1}
    if not any(found.values()):
        found = {"answers that phones owe": ask(phones, str(order_id))["owed"]}
    return {name: rows for name, rows in found.items() if rows}


def count(url: str, phones: Connection, order_id: UUID, paths: Mapping[UUID, str], proof: Proof) -> None:
    """`paths`: each person's phone, also of those who lost theirs."""
    seen = ask(phones, str(order_id))
    with psycopg.connect(url) as connection:
        rows = connection.execute(EVERYBODY, {"order": order_id}).fetchall()
        answers = connection.execute(ANSWERS, {"order": order_id, "state": int(State.acknowledged)}).fetchall()
        tally = dict(connection.execute(TALLY, {"order": order_id}).fetchall())
    recount = Counter(state for _, state, _ in rows)
    counted = {state: people for state, people in tally.items() if people}
    if counted != dict(recount):
        raise RuntimeError(f"the counters say {counted}, the rows {dict(recount)}")
    add(proof, rows, answers, seen, paths)


def add(
    proof: Proof,
    rows: list[tuple[Any, ...]],
    answers: list[tuple[Any, ...]],
    seen: Mapping[str, Any],
    paths: Mapping[UUID, str],
) -> None:
    answered = {paths[person] for person, _ in answers}
    reached = {paths[person] for person, state, _ in rows if state >= State.accepted}
    unreached = [person for person, state, channel in rows if state < State.accepted and channel == "none"]
    proof.orders += 1
    proof.recipients += len(rows)
    proof.accepted += len(reached)
    proof.answered += len(answered)
    proof.unreached += len(unreached)
    proof.lost += len(rows) - len(reached) - len(unreached) + len(reached - seen["paths"])
    proof.answers_lost += len(seen["answered"] - answered)
    proof.doubled += seen["doubled"] + sum(times - 1 for _, times in answers)
    proof.repeats += seen["messages"] - len(seen["paths"])


def lines(proof: Proof) -> list[tuple[str, int]]:
    """For people, in the order in which they are asked."""
    return [
        ("orders", proof.orders),
        ("recipients", proof.recipients),
        ("accepted", proof.accepted),
        ("of them answered", proof.answered),
        ("named as unreached", proof.unreached),
        ("lost", proof.lost),
        ("answers lost", proof.answers_lost),
        ("shown twice", proof.doubled),
        ("sent again, replaced on the phone", proof.repeats),
    ]


# A step that is not due yet is not under way: an order's ladder goes on for hours. Nor is one whose channel is closed.
OPEN = """
SELECT 'batches', count(*) FROM delivery_batch WHERE order_id = %(order)s AND done_at IS NULL
UNION ALL
SELECT 'batches of step ' || step || ', ' || channel, count(*) FROM ladder_batch
WHERE order_id = %(order)s AND done_at IS NULL AND due_at <= now() AND channel = ANY(%(channels)s)
GROUP BY step, channel
UNION ALL
SELECT 'messages of step ' || step || ', ' || channel, count(*) FROM delivery_step
WHERE order_id = %(order)s AND state IN ('waiting', 'claimed') GROUP BY step, channel
"""
EVERYBODY = "SELECT person_id, state, channel FROM delivery WHERE order_id = %(order)s"
ANSWERS = "SELECT person_id, count(*) FROM receipt WHERE order_id = %(order)s AND state = %(state)s GROUP BY person_id"
TALLY = "SELECT state, sum(people)::int FROM order_tally WHERE order_id = %(order)s GROUP BY state"
