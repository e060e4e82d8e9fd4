"""Take reports from devices: many at once, each of them once, in any order of arrival."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from backend.commands.actions import take_receipts_facts, take_receipts_fell_out, take_receipts_help, take_receipts_rows
from backend.commands.queries import standings
from backend.commands.queries.standings import Earlier, Key, Recipient
from backend.commands.rules.receipt_ladder import ANSWERS, Standing, State, after
from backend.commands.rules.receipt_verdict import Kept, Report, happened_at, judge
from backend.core import clock
from backend.core.db import fetch_by_key
from backend.core.errors import Problem


class Taken(NamedTuple):
    """The answer to a report: the person's best state, and when the server first had this report."""

    order_id: UUID
    state: State
    recorded_at: datetime


def take_receipts(reports: Sequence[Report]) -> list[Taken | Problem]:
    """One result per report, in their order: a refused one harms none of the others.

    Rows are held in one order everywhere (an order's progress, recipients, receipts, counters, calls for help), each
    kind by its key: takers never wait for each other in a circle.
    """
    now = clock.now()
    fetch_by_key()
    reached = standings.milestones(reports)
    people = standings.recipients((report.order_id, report.person_id) for report in reports)
    earlier = standings.earlier(reports, people)
    verdicts = [_verdict(report, people, earlier, now) for report in reports]
    fresh = [report for report, verdict in zip(reports, verdicts, strict=True) if verdict == "take"]
    written = take_receipts_rows.write(fresh, now)
    taken = [report for report in fresh if (report.order_id, report.id) in written]
    standing = _folded(taken, people, now)
    moved = take_receipts_rows.move(people, standing)
    take_receipts_help.follow(taken, people, standing, now)
    take_receipts_facts.stamp_firsts(taken, people, reached, now)
    take_receipts_facts.tell(taken, people, moved, now)
    take_receipts_fell_out.follow(taken, people, standing)
    now_at = {key: recipient.standing.state for key, recipient in people.items()}
    now_at |= {key: stands.state for key, stands in standing.items()}
    return [_result(*pair, earlier, written, now_at) for pair in zip(reports, verdicts, strict=True)]


def _verdict(report: Report, people: dict[Key, Recipient], earlier: Earlier, now: datetime) -> str:
    """Judge one report; what is taken counts as earlier for the next one of the same batch."""
    key, by_id = (report.order_id, report.person_id), (report.order_id, report.id)
    recipient = people.get(key)
    if recipient is None:
        return "order.not_found"
    same_id, by_token = earlier.by_id.get(by_id), earlier.by_token.get(key)
    verdict = judge(report, expires=recipient.expires, same_id=same_id, by_token=by_token, now=now)
    if verdict == "take":
        kept = earlier.by_id[by_id] = Kept(report.person_id, report.state, now)
        if report.via == "token" and report.state in ANSWERS:
            earlier.by_token[key] = kept
    return verdict


def _folded(taken: list[Report], people: dict[Key, Recipient], now: datetime) -> dict[Key, Standing]:
    """Where everybody stands who reported."""
    standing: dict[Key, Standing] = {}
    for report in taken:
        key = (report.order_id, report.person_id)
        recipient = people[key]
        at = happened_at(report, sent=recipient.sent, now=now)
        standing[key] = after(standing.get(key, recipient.standing), report.state, at)
    return standing


def _result(
    report: Report, verdict: str, earlier: Earlier, written: set[tuple[UUID, UUID]], now_at: dict[Key, State]
) -> Taken | Problem:
    key, by_id = (report.order_id, report.person_id), (report.order_id, report.id)
    if verdict == "take" and by_id not in written:
        # Somebody else's report of this id was committed since we looked.
        return Problem("receipt.id_taken")
    if verdict not in {"take", "repeat"}:
        return Problem(verdict)
    first = earlier.by_id.get(by_id) or earlier.by_token[key]
    return Taken(report.order_id, now_at[key], first.server_at)
