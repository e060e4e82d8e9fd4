"""When each place of an order was answered, from the recipients' own rows: it costs what the order has recipients."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from backend.commands.queries import board_places, stand_ins
from backend.commands.queries.board_scope import Scope, scope
from backend.commands.rules.closure import has_acknowledged, needed
from backend.commands.rules.receipt_ladder import State
from backend.commands.rules.stopwatch import ANSWERED_ALLOWED_S, seconds_between
from backend.core.db import db
from backend.core.http.actor import Actor


def answered_places(actor: Actor, order_id: UUID, *, node: str | None) -> dict[str, Any]:
    """The place looked into and those directly below it; and how long all of them took, once all have answered."""
    seen = scope(actor, order_id, node)
    places = board_places.places(seen)
    moments = _moments(seen, places)
    answered_at = max(filter(None, moments), default=None) if places and all(moments) else None
    return {
        "items": [{"area_code": place.area_code, "answered_at": at} for place, at in zip(places, moments, strict=True)],
        "answered_at": answered_at,
        "seconds_to_answered": seconds_between(seen.order.sent, answered_at),
        "answered_allowed": ANSWERED_ALLOWED_S,
    }


def _moments(seen: Scope, places: Sequence[Row[Any]]) -> list[datetime | None]:
    """When the last person that was needed acknowledged: the one who makes the quorum, or the responsible one."""
    leads = {place.id for place in places if has_acknowledged(place.state)}
    columns = {
        "order_id": seen.order.id,
        "codes": [place.area_code for place in places],
        "needed": [needed(place.people, place.quorum) for place in places],
        "leads": sorted(leads),
        "acknowledged": State.acknowledged,
        "unsettled": [State.declined, State.needs_help],
    }
    quorum = {row.code: row.answered_at for row in db.session.execute(text(QUORUM), columns)}
    led = {row.person_id: row.answered_at for row in db.session.execute(text(LEADS), columns)}
    stood_in = stand_ins.acknowledged([seen.order.id])
    return [
        _moment(
            needed(place.people, place.quorum),
            quorum.get(place.area_code),
            _earlier(led.get(place.id), stood_in.get((seen.order.id, place.area_code))),
        )
        for place in places
    ]


def _earlier(*moments: datetime | None) -> datetime | None:
    """Whoever of them acknowledged first: the responsible person, or who stands in for him."""
    return min(filter(None, moments), default=None)


def _moment(needed_people: int, quorum: datetime | None, led: datetime | None) -> datetime | None:
    if led is None or (needed_people and quorum is None):
        return None
    return max(quorum or led, led)


# Each recipient counts in his own place and in every place above it that is asked for.
QUORUM = """
SELECT code, answered_at FROM (
    SELECT place.code, place.needed, delivery.answered_at,
        row_number() OVER (PARTITION BY place.code ORDER BY delivery.answered_at) AS number
    FROM delivery
    CROSS JOIN LATERAL unnest(string_to_array(rtrim(delivery.node_path, '.'), '.')) AS above (code)
    JOIN unnest(CAST(:codes AS text[]), CAST(:needed AS integer[])) AS place (code, needed) USING (code)
    WHERE delivery.order_id = :order_id AND delivery.state >= :acknowledged
        AND delivery.state <> ALL(CAST(:unsettled AS smallint[])) AND delivery.answered_at IS NOT NULL
) AS counted WHERE number = needed
"""

LEADS = """
SELECT person_id, answered_at FROM delivery
WHERE order_id = :order_id AND person_id = ANY(CAST(:leads AS uuid[]))
"""
