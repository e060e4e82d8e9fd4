"""What comes back on a channel: people's answers become receipts, a gateway's report moves the step."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.commands.actions.move_step_tally import move_step_tally
from backend.commands.actions.take_receipts import take_receipts
from backend.commands.ladder.move_on import move_on
from backend.commands.ladder.settle import hold, tell
from backend.commands.queries import standings
from backend.commands.rules.receipt_ladder import State
from backend.commands.rules.receipt_verdict import Report, Via
from backend.core import clock
from backend.push.channels.envelope import Word

#: A word heard twice makes one receipt: its id comes of what was said.
_WORDS = UUID("6f0d5a52-6f8e-5b57-9d0a-5b7a4f6a2c11")
_REPORTS = ("delivered", "undelivered")
_VIA: dict[str, Via] = {"sms": "sms", "voice": "voice", "work_im": "work_im", "app_push": "app_push"}


def hear(session: Session, words: Sequence[Word]) -> None:
    """Words of others than orders' recipients are let pass: they are refused one by one."""
    answers = [_report(word) for word in words if word.state not in _REPORTS]
    reports = [word for word in words if word.state in _REPORTS]
    # What both need is held at once, in the order in which every report holds it.
    standings.milestones(answers)
    standings.recipients((word.subject_id, word.person_id) for word in words)
    if answers:
        take_receipts(answers)
    if reports:
        _move(session, reports)


def _report(word: Word) -> Report:
    said = "|".join((word.channel, word.reference, str(word.person_id), word.state, word.at.isoformat()))
    return Report(
        id=uuid5(_WORDS, said),
        order_id=word.subject_id,
        person_id=word.person_id,
        state=State[word.state],
        device_at=word.at,
        clock_offset_ms=0,
        via=_VIA[word.channel],
    )


def _move(session: Session, words: Sequence[Word]) -> None:
    """A message that arrived has arrived, whatever is said of it before or after."""
    said: dict[tuple[UUID, UUID, str], str] = {}
    for word in words:
        key = (word.subject_id, word.person_id, word.channel)
        said[key] = "delivered" if "delivered" in {word.state, said.get(key)} else "failed"
    columns = {
        "orders": [order_id for order_id, _, _ in said],
        "people": [person_id for _, person_id, _ in said],
        "channels": [channel for _, _, channel in said],
    }
    keys = [tuple(row) for row in session.execute(text(STEPS), columns)]
    rows = [row for row in hold(session, keys) if _moves(row.state, said[row.order_id, row.person_id, row.channel])]
    if not rows:
        return
    states = [said[row.order_id, row.person_id, row.channel] for row in rows]
    keyed = {
        "orders": [row.order_id for row in rows],
        "people": [row.person_id for row in rows],
        "steps": [row.step for row in rows],
    }
    session.execute(text(MOVE), {**keyed, "states": states})
    failed = [row for row, state in zip(rows, states, strict=True) if state == "failed"]
    changes = move_on(session, failed, clock.now())
    for row, state in zip(rows, states, strict=True):
        changes[row.order_id, row.node_code, row.step, row.state] -= 1
        changes[row.order_id, row.node_code, row.step, state] += 1
    move_step_tally(changes)
    tell(rows)


def _moves(state: str, said: str) -> bool:
    """What was not handed out cannot arrive; and a report may be quicker than the gateway's own answer."""
    return state in {"claimed", "accepted"} or (state == "failed" and said == "delivered")


STEPS = """
SELECT delivery_step.order_id, delivery_step.person_id, delivery_step.step
FROM unnest(CAST(:orders AS uuid[]), CAST(:people AS uuid[]), CAST(:channels AS text[]))
    AS asked (order_id, person_id, channel)
JOIN delivery_step USING (order_id, person_id, channel)
"""

MOVE = """
UPDATE delivery_step SET state = said.state, claimed_by = NULL
FROM unnest(CAST(:orders AS uuid[]), CAST(:people AS uuid[]), CAST(:steps AS smallint[]), CAST(:states AS text[]))
    AS said (order_id, person_id, step, state)
WHERE delivery_step.order_id = said.order_id AND delivery_step.person_id = said.person_id
    AND delivery_step.step = said.step
"""
