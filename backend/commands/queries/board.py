"""The board: who has answered an order, place by place, read from counters; its cost knows no recipients."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from backend.commands.models.order import Order, OrderProgress
from backend.commands.queries import board_places, orders, retraction, stand_ins
from backend.commands.queries.board_places import Totals, answers
from backend.commands.queries.board_scope import Scope, scope
from backend.commands.rules.closure import has_answered, is_overdue
from backend.commands.rules.lifecycle import CLEARED
from backend.commands.rules.receipt_ladder import State
from backend.commands.rules.stopwatch import ALLOWED_S, ANSWERED_ALLOWED_S, seconds_between, tapped
from backend.core import clock
from backend.core.db import db
from backend.core.http.actor import Actor


@dataclass(frozen=True, slots=True)
class Line:
    """A place with what is counted there."""

    place: Row[Any]
    totals: Totals
    asks_help: int
    answered: bool
    overdue: bool
    substitutes: list[dict[str, Any]]


def board(actor: Actor, order_id: UUID, *, node: str | None = None) -> dict[str, Any]:
    """`node`: the place to look into; by default the smallest one that holds all the actor sees of the order."""
    seen = scope(actor, order_id, node)
    progress = db.session.get_one(OrderProgress, order_id, populate_existing=True)
    tops, below = _split(seen, _lines(seen, progress), is_whole=node is None)
    whole = sum((Counter(top.totals) for top in tops), Counter())
    times = _stamps(seen.order, progress)
    return {
        "order": orders.shown(seen.row),
        "node": tops[0].place.area_code if len(tops) == 1 else None,
        "place": _named(tops[0].place) if len(tops) == 1 else None,
        "responsible": _responsible(tops[0].place) if len(tops) == 1 else None,
        "substitutes": tops[0].substitutes if len(tops) == 1 else [],
        "at": clock.now(),
        "stamps": times,
        "seconds_to_accepted": seconds_between(times["opened"], times["accepted"]),
        "seconds_allowed": ALLOWED_S,
        "answered_allowed": ANSWERED_ALLOWED_S,
        "totals": _by_name(whole),
        "people": sum(top.place.people for top in tops),
        "answered": _answered(whole),
        "asks_help": sum(top.asks_help for top in tops),
        # A correction that had nobody to correct has no places, and no answer either.
        "is_answered": bool(tops) and all(top.answered for top in tops),
        "all_answered": bool(tops) and all(line.answered for line in [*tops, *below]),
        "is_overdue": any(top.overdue for top in tops),
        "deadline_at": min((top.place.deadline_at for top in tops), default=None),
        "resent_at": max((top.place.resent_at for top in tops if top.place.resent_at), default=None),
        "quorum": seen.order.quorum,
        "retraction": retraction.retraction(seen.order, progress),
        "nodes": [_shown(line) for line in below],
    }


def _lines(seen: Scope, progress: OrderProgress) -> list[Line]:
    now = clock.now()
    places = board_places.places(seen)
    codes = [place.area_code for place in places]
    totals, asking = board_places.totals(seen.order.id, codes), board_places.asking(seen, codes)
    standing_in = stand_ins.shown(seen.order.id, codes)
    lines = []
    for place in places:
        its = totals[place.area_code]
        substitutes = standing_in.get(place.area_code, [])
        answered = answers(place, its, stood_in=stand_ins.any_acknowledged(substitutes))
        overdue = is_overdue(answered=answered, deadline_at=place.deadline_at, at=now, ended_at=progress.ended_at)
        lines.append(Line(place, its, asking.get(place.area_code, 0), answered, overdue, substitutes))
    return lines


def _split(seen: Scope, lines: Sequence[Line], *, is_whole: bool) -> tuple[list[Line], list[Line]]:
    """What is looked into, and the places listed below it."""
    tops = [line for line in lines if line.place.area_path in seen.subtrees]
    below = [line for line in lines if line.place.area_path not in seen.subtrees]
    if is_whole:
        # Grants that lie apart have no place in common; and one without places below it stands for itself.
        below = below if len(tops) == 1 and below else tops
    return tops, below


def _stamps(order: Order, progress: OrderProgress) -> dict[str, datetime | None]:
    """Of what many people do, the first; of what gateways take, the last."""
    return tapped(order.stamps) | {
        "approved": order.approved_at,
        "queued": progress.queued_at,
        "accepted": progress.all_accepted_at,
        "shown": progress.first_shown_at,
        "acknowledged": progress.first_acknowledged_at,
        "arrived": progress.first_arrived_at,
        "cleared": progress.ended_at if progress.ended_reason == CLEARED else None,
    }


def _shown(line: Line) -> dict[str, Any]:
    place = line.place
    return {
        **_named(place),
        "people": place.people,
        "answered_people": _answered(line.totals),
        "asks_help": line.asks_help,
        "totals": _by_name(line.totals),
        "answered": line.answered,
        "deadline_at": place.deadline_at,
        "is_overdue": line.overdue,
        "resent_at": place.resent_at,
        "responsible": _responsible(place),
        "substitutes": line.substitutes,
    }


def _named(place: Row[Any]) -> dict[str, Any]:
    return {name: getattr(place, name) for name in ("area_code", "name_zh", "name_en", "level")}


def _responsible(place: Row[Any]) -> dict[str, Any] | None:
    """His state is null where the order did not go to him: the place cannot be answered then."""
    if place.id is None:
        return None
    state = None if place.state is None else State(place.state).name
    return {"id": place.id, "name": place.name, "phone": place.phone, "state": state}


def _answered(totals: Totals) -> int:
    return sum(people for state, people in totals.items() if has_answered(state))


def _by_name(totals: Totals) -> dict[str, int]:
    return {state.name: totals.get(state, 0) for state in State}
