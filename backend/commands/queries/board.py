"""The board: who has answered an order, place by place, read from counters; its cost knows no recipients."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import aliased

from backend.areas.models import Area
from backend.areas.rules.paths import LAST
from backend.commands.models.delivery import Delivery
from backend.commands.models.order import OrderNode, OrderProgress, OrderTally
from backend.commands.queries import orders
from backend.commands.queries.board_scope import Scope, scope
from backend.commands.rules.closure import has_acknowledged, has_answered, is_answered
from backend.commands.rules.lifecycle import CLEARED
from backend.commands.rules.receipt_ladder import State
from backend.commands.rules.stopwatch import ALLOWED_S, seconds_between, tapped
from backend.core import clock
from backend.core.db import db
from backend.core.http.actor import Actor
from backend.identity.models import Person

#: state → people whose best state it is; every person is counted once
Totals = Mapping[int, int]


def board(actor: Actor, order_id: UUID, *, node: str | None = None) -> dict[str, Any]:
    """`node`: the place to look into; by default the smallest one that holds all the actor sees of the order."""
    seen = scope(actor, order_id, node)
    places = _places(seen)
    totals = _totals(order_id, [place.area_code for place in places])
    tops = [place for place in places if place.area_path in seen.subtrees]
    below = [place for place in places if place.area_path not in seen.subtrees]
    if node is None:
        # Grants that lie apart have no place in common; and one without places below it stands for itself.
        below = below if len(tops) == 1 and below else tops
    whole = sum((Counter(totals[top.area_code]) for top in tops), Counter())
    progress = db.session.get_one(OrderProgress, order_id, populate_existing=True)
    times = _stamps(seen.order.stamps, progress)
    return {
        "order": orders.shown(seen.row),
        "node": tops[0].area_code if len(tops) == 1 else None,
        "place": _named(tops[0]) if len(tops) == 1 else None,
        "at": clock.now(),
        "stamps": times,
        "seconds_to_accepted": seconds_between(times["opened"], times["accepted"]),
        "seconds_allowed": ALLOWED_S,
        "totals": _by_name(whole),
        "people": sum(top.people for top in tops),
        "answered": _answered(whole),
        # A correction that had nobody to correct has no places, and no answer either.
        "is_answered": bool(tops) and all(_is_answered(top, totals[top.area_code]) for top in tops),
        "quorum": seen.order.quorum,
        "nodes": [_shown(place, totals[place.area_code]) for place in below],
    }


def _places(seen: Scope) -> list[Row[Any]]:
    """The places looked into and those directly below them, with their responsible people."""
    parent = func.left(OrderNode.area_path, func.length(OrderNode.area_path) - func.length(OrderNode.area_code) - 1)
    his = (Delivery.order_id == OrderNode.order_id) & (Delivery.person_id == Person.id)
    opened = seen.subtrees if len(seen.subtrees) == 1 else []
    query: Select[*tuple[Any, ...]] = (
        select(
            *(getattr(OrderNode, name) for name in ("area_code", "area_path", "level", "people", "quorum")),
            *(Area.name_zh, Area.name_en, Person.id, Person.name, Person.phone, Delivery.state),
        )
        .join(Area, Area.code == OrderNode.area_code)
        .outerjoin(Person, Person.id == OrderNode.responsible_person_id)
        .outerjoin(Delivery, his)
        .where(OrderNode.order_id == seen.order.id, OrderNode.area_path.in_(seen.subtrees) | parent.in_(opened))
        .order_by(OrderNode.area_path)
    )
    return list(db.session.execute(query).all())


def _totals(order_id: UUID, codes: list[str]) -> Mapping[str, Totals]:
    """Counters summed over each place and all below it, by path."""
    top, place = aliased(OrderNode), aliased(OrderNode)
    below = (place.order_id == top.order_id) & place.area_path.between(top.area_path, func.concat(top.area_path, LAST))
    counted = (OrderTally.order_id == place.order_id) & (OrderTally.node_code == place.area_code)
    query = (
        select(top.area_code, OrderTally.state, func.sum(OrderTally.people))
        .join(place, below)
        .join(OrderTally, counted)
        .where(top.order_id == order_id, top.area_code.in_(codes))
        .group_by(top.area_code, OrderTally.state)
    )
    totals: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for code, state, people in db.session.execute(query):
        totals[code][state] = people
    return totals


def _stamps(by_phone: Mapping[str, str | None], progress: OrderProgress) -> dict[str, datetime | None]:
    """Of what many people do, the first; of what gateways take, the last."""
    return tapped(by_phone) | {
        "queued": progress.queued_at,
        "accepted": progress.all_accepted_at,
        "shown": progress.first_shown_at,
        "acknowledged": progress.first_acknowledged_at,
        "arrived": progress.first_arrived_at,
        "cleared": progress.ended_at if progress.ended_reason == CLEARED else None,
    }


def _shown(place: Row[Any], totals: Totals) -> dict[str, Any]:
    return {
        **_named(place),
        "people": place.people,
        "answered_people": _answered(totals),
        "totals": _by_name(totals),
        "answered": _is_answered(place, totals),
        "responsible": _responsible(place),
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


def _is_answered(place: Row[Any], totals: Totals) -> bool:
    acknowledged = sum(people for state, people in totals.items() if has_acknowledged(state))
    return is_answered(people=place.people, acknowledged=acknowledged, quorum=place.quorum, responsible=place.state)


def _by_name(totals: Totals) -> dict[str, int]:
    return {state.name: totals.get(state, 0) for state in State}
