"""Lay out, when an order is issued, where each of its places climbs to while it has not answered, and when."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import text

from backend.commands.models.order import Order
from backend.commands.rules import climbing
from backend.commands.rules.drill_life import TEST_PLAN
from backend.commands.rules.lifecycle import LAST_WORDS
from backend.commands.rules.muster import PLAN as MUSTER
from backend.core.db import db


def lay_out(order: Order, plan: Mapping[str, Any]) -> None:
    """Nobody is woken for a last word or a test of the lines; who does not come to a muster is replaced by the next."""
    if order.kind in LAST_WORDS or order.plan_code in {TEST_PLAN, MUSTER}:
        return
    columns = {
        "order_id": order.id,
        "whole": order.area_path,
        "sent": order.sent,
        "levels": list(climbing.LEVELS),
        "minutes": climbing.minutes(plan),
    }
    db.session.execute(text(LAY_OUT), columns)


LAY_OUT = """
INSERT INTO node_climb (order_id, area_code, area_path, step, to_code, to_path, due_at)
SELECT node.order_id, node.area_code, node.area_path, step.no, area.code, area.path,
    CAST(:sent AS timestamptz) + step.minutes * interval '1 minute'
FROM order_node AS node
CROSS JOIN LATERAL string_to_array(rtrim(node.area_path, '.'), '.') AS codes
CROSS JOIN unnest(CAST(:minutes AS float8[])) WITH ORDINALITY AS step (minutes, no)
JOIN area ON area.code = codes[cardinality(codes) - step.no]
WHERE node.order_id = :order_id AND node.area_path >= :whole AND node.area_path < :whole || '~'
    AND (node.level = ANY(CAST(:levels AS text[])) OR node.area_path = :whole)
"""
