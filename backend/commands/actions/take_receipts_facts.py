"""Say what was reported: a fact for each report, a stamp for each first, one bell for each order."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from backend.commands.models.order import OrderProgress
from backend.commands.queries.standings import Key, Milestones, Recipient
from backend.commands.rules.receipt_ladder import ANSWERS, MILESTONES
from backend.commands.rules.receipt_verdict import Report
from backend.core import facts
from backend.core.db import db

#: The receipts of an order are many: as a subject of their own they stay out of the order's few facts.
SUBJECT = "order_receipts"
#: The least that a person says; what a phone says by itself comes before it.
FIRST_WORD = min(ANSWERS)
FIRSTS = {
    "shown": "order.first_shown",
    "acknowledged": "order.first_acknowledged",
    "arrived": "order.first_arrived",
}


def stamp_firsts(
    taken: Sequence[Report], people: Mapping[Key, Recipient], reached: Mapping[UUID, Milestones], now: datetime
) -> None:
    """Stamp on an order who got it first, acknowledged first, arrived first; the caller holds rows that lack one."""
    for order_id, seen in sorted(reached.items()):
        of_order = [report for report in taken if report.order_id == order_id]
        for name in MILESTONES:
            first = next((report for report in of_order if report.state in MILESTONES[name]), None)
            if first is not None and getattr(seen, name) is None:
                _stamp(first, name, people, now)


def _stamp(first: Report, name: str, people: Mapping[Key, Recipient], now: datetime) -> None:
    order = OrderProgress.order_id == first.order_id
    db.session.execute(update(OrderProgress).where(order).values({f"first_{name}_at": now}))
    row = {
        "subject_id": first.order_id,
        "actor_id": first.person_id,
        "area_path": people[first.order_id, first.person_id].node_path,
        "data": {"receipt_id": str(first.id)},
    }
    facts.record_many(FIRSTS[name], "order", [row])


def tell(taken: Sequence[Report], people: Mapping[Key, Recipient], moved: set[Key], now: datetime) -> None:
    """Record every report; ring once for each order whose counters moved."""
    rows = [_fact(report, people[report.order_id, report.person_id], now) for report in taken]
    seq = facts.record_many("receipt.taken", SUBJECT, rows)
    bells = []
    for order_id in sorted({order_id for order_id, _ in moved}):
        paths = {people[key].node_path for key in moved if key[0] == order_id}
        bells.append(facts.hint("receipt.taken", order_id, seq, sorted(paths)))
    said: dict[UUID, set[UUID]] = {}
    for report in taken:
        if report.state >= FIRST_WORD:
            said.setdefault(report.order_id, set()).add(report.person_id)
    # Whoever answered has it on other devices too: their notifications and lists are to follow.
    for order_id, speakers in sorted(said.items()):
        bells += facts.hints_for("order.mine", order_id, speakers)
    facts.ring_all(bells)


def _fact(report: Report, recipient: Recipient, now: datetime) -> dict[str, object]:
    ends = min(recipient.expires, recipient.ended_at or recipient.expires)
    return {
        "subject_id": report.order_id,
        "actor_id": report.person_id,
        "area_path": recipient.node_path,
        "data": {
            "receipt_id": str(report.id),
            "state": report.state.name,
            "via": report.via,
            "late": now >= ends,
            **({"by": str(report.by_id)} if report.by_id else {}),
        },
    }
