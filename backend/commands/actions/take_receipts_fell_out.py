"""Say who fell out that was needed: one responsible, standing in, on duty or of a muster declines or needs help."""

from collections.abc import Mapping, Sequence

from sqlalchemy import text

from backend.commands.actions.take_receipts_facts import SUBJECT
from backend.commands.queries.standings import Key, Recipient
from backend.commands.rules.receipt_ladder import Standing, State
from backend.commands.rules.receipt_verdict import Report
from backend.core import clock, facts
from backend.core.db import db

OUT = frozenset({State.declined, State.needs_help})


def follow(taken: Sequence[Report], people: Mapping[Key, Recipient], standing: Mapping[Key, Standing]) -> None:
    """A job follows each and pulls in a substitute. Asks the database nothing where nobody has fallen out."""
    said = {(report.order_id, report.person_id) for report in taken if report.state in OUT}
    out = sorted(key for key in said if standing[key].state in OUT)
    if not out:
        return
    columns = {"orders": [key[0] for key in out], "people": [key[1] for key in out], "now": clock.now()}
    needed = {(row.order_id, row.person_id) for row in db.session.execute(text(NEEDED), columns)}
    rows = [_fact(key, people[key], standing[key]) for key in out if key in needed]
    facts.record_many("recipient.fell_out", SUBJECT, rows)


def _fact(key: Key, recipient: Recipient, stands: Standing) -> dict[str, object]:
    data = {"person_id": str(key[1]), "state": stands.state.name}
    return {"subject_id": key[0], "actor_id": key[1], "area_path": recipient.node_path, "data": data}


NEEDED = """
SELECT given.order_id, given.person_id
FROM unnest(CAST(:orders AS uuid[]), CAST(:people AS uuid[])) AS given (order_id, person_id)
WHERE EXISTS (SELECT FROM order_node WHERE order_node.order_id = given.order_id
        AND order_node.responsible_person_id = given.person_id)
    OR EXISTS (SELECT FROM substitute WHERE substitute.order_id = given.order_id
        AND substitute.person_id = given.person_id)
    OR EXISTS (SELECT FROM duty_period WHERE duty_period.person_id = given.person_id AND duty_period.kind = 'duty'
        AND duty_period.ended_at IS NULL AND duty_period.ends_at > :now)
    OR EXISTS (SELECT FROM muster_member WHERE muster_member.muster_id = given.order_id
        AND muster_member.person_id = given.person_id)
"""
