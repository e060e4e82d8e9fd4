"""What came back on the channels outside: kept first, then matched with its message and told to whoever sent it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import structlog
from sqlalchemy import Select, bindparam, delete, insert, select, text, update
from sqlalchemy.orm import Session

from backend.core import clock
from backend.core.db import uuid7
from backend.push.channels.envelope import Report, Word
from backend.push.models import ChannelReport
from backend.push.rules.replies import Answer
from backend.push.sender.life import BELL

#: So many at a time: a storm of reports must not hold up the messages.
AT_ONCE = 1_000
_LOOK_AGAIN_AFTER = timedelta(seconds=2)
#: After it the message was never ours, or is forgotten.
_KEPT_FOR = timedelta(minutes=10)
_ANSWERS: tuple[Answer, ...] = ("acknowledged", "declined", "needs_help")
log = structlog.get_logger()


def put(session: Session, reports: Sequence[Report]) -> None:
    """Keep them and wake the senders; the caller commits."""
    if not reports:
        return
    now = clock.now()
    rows = [{"id": uuid7(), **_kept(report), "received_at": now, "due_at": now} for report in reports]
    session.execute(insert(ChannelReport), rows)
    session.execute(text(f"NOTIFY {BELL}"))


def take(session: Session) -> list[Word] | None:
    """Words of the reports whose message is known; None when none waits. The caller commits."""
    now = clock.now()
    waiting = session.scalars(_due(), {"now": now}).all()
    if not waiting:
        return None
    found = session.execute(text(MATCH), {"ids": [report.id for report in waiting]}).all()
    known = {row.report_id for row in found}
    _put_off(session, [report for report in waiting if report.id not in known], now)
    session.execute(delete(ChannelReport).where(ChannelReport.id.in_(known)))
    return [word for statement, said in _by_kind(found) for word in _news(session, statement, said)]


# Built once: senders ask it ten times a second in the middle of an order, and nearly always nothing waits.
@cache
def _due() -> Select[ChannelReport]:
    due = select(ChannelReport).where(ChannelReport.due_at <= bindparam("now"))
    return due.order_by(ChannelReport.id).limit(AT_ONCE).with_for_update(skip_locked=True)


def _by_kind(found: Sequence[Any]) -> list[tuple[str, list[Any]]]:
    answers = [row for row in found if row.said in _ANSWERS]
    return [(REPORTED, [row for row in found if row.said not in _ANSWERS]), (ANSWERED, answers)]


def _put_off(session: Session, strangers: Sequence[ChannelReport], now: datetime) -> None:
    old = [report.id for report in strangers if report.received_at <= now - _KEPT_FOR]
    young = [report.id for report in strangers if report.received_at > now - _KEPT_FOR]
    if old:
        log.info("channels.reports_of_nobody", reports=len(old))
        session.execute(delete(ChannelReport).where(ChannelReport.id.in_(old)))
    if young:
        later = update(ChannelReport).where(ChannelReport.id.in_(young)).values(due_at=now + _LOOK_AGAIN_AFTER)
        session.execute(later.execution_options(synchronize_session=False))


def _news(session: Session, statement: str, said: Sequence[Any]) -> list[Word]:
    """Only what was not said before: gateways repeat, and so do people. Of several at once the last counts."""
    last = {row.message_id: row for row in said}
    if not last:
        return []
    columns = {
        "ids": list(last),
        "states": [row.said for row in last.values()],
        "times": [row.at for row in last.values()],
    }
    news = [last[message_id] for message_id in session.scalars(text(statement), columns)]
    return [
        Word(row.channel, row.subject_id, row.person_id, row.said, row.at, row.reference or "", row.pressed)
        for row in news
    ]


def _kept(report: Report) -> dict[str, Any]:
    names = ("channel", "state", "reference", "address", "at")
    return {**{name: getattr(report, name) for name in names}, "pressed": dict(report.pressed)}


# By number it is the newest message that is still in force: nobody answers an order of last week.
MATCH = """
SELECT report.id AS report_id, report.channel, report.state AS said, report.pressed, report.at,
    message.id AS message_id, message.subject_id, message.person_id, message.reference
FROM channel_report AS report CROSS JOIN LATERAL (
    (SELECT id, subject_id, person_id, reference FROM channel_message
    WHERE channel = report.channel AND reference = report.reference AND report.reference <> ''
        AND (report.address = '' OR address = report.address) LIMIT 1)
    UNION ALL
    (SELECT id, subject_id, person_id, reference FROM channel_message
    WHERE channel = report.channel AND address = report.address AND report.reference = ''
        AND expires_at > report.at AND state NOT IN ('waiting', 'refused')
    ORDER BY created_at DESC LIMIT 1)
) AS message
WHERE report.id = ANY(:ids) ORDER BY report.id
"""

REPORTED = """
UPDATE channel_message SET state = given.state, reported_at = given.at, ask_at = NULL
FROM unnest(CAST(:ids AS uuid[]), CAST(:states AS text[]), CAST(:times AS timestamptz[])) AS given (id, state, at)
WHERE channel_message.id = given.id AND channel_message.state IN ('sending', 'accepted', 'undelivered')
    AND channel_message.state <> given.state
RETURNING channel_message.id
"""

ANSWERED = """
UPDATE channel_message SET answer = given.state, answered_at = given.at
FROM unnest(CAST(:ids AS uuid[]), CAST(:states AS text[]), CAST(:times AS timestamptz[])) AS given (id, state, at)
WHERE channel_message.id = given.id AND channel_message.answer IS DISTINCT FROM given.state
RETURNING channel_message.id
"""
