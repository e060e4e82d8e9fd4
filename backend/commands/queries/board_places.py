"""The places of a board: those looked into and those directly below them, with their counters summed by path."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from backend.areas.models import Area
from backend.areas.rules.paths import LAST
from backend.commands.models.delivery import Delivery
from backend.commands.models.help_call import HelpCall
from backend.commands.models.order import OrderNode, OrderTally
from backend.commands.queries.board_scope import Scope
from backend.commands.rules.closure import has_acknowledged, is_answered
from backend.commands.rules.receipt_ladder import State
from backend.core.db import db
from backend.identity.models import Person

#: state → people whose best state it is; every person is counted once
Totals = Mapping[int, int]
NODE = ("area_code", "area_path", "level", "people", "quorum", "deadline_at", "resent_at")


def places(seen: Scope) -> list[Row[Any]]:
    """With their responsible people and how far those are."""
    opened = seen.subtrees if len(seen.subtrees) == 1 else []
    given = {"order_id": seen.order.id, "subtrees": seen.subtrees, "opened": opened}
    return list(db.session.execute(_places(), given).all())


def totals(order_id: UUID, codes: Sequence[str]) -> Mapping[str, Totals]:
    """Counters summed over each place and all below it, by path."""
    found: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for code, state, people in db.session.execute(_totals(), {"order_id": order_id, "codes": codes}):
        found[code][state] = people
    return found


def asking(seen: Scope, codes: Sequence[str]) -> Mapping[str, int]:
    """How many ask for help now, place by place. It costs what is asked, not what was sent."""
    given = {"root_id": seen.order.root_id, "order_id": seen.order.id, "codes": codes}
    return {row.area_code: row.people for row in db.session.execute(_asking(), given)}


def answers(place: Row[Any], totals: Totals, *, stood_in: bool) -> bool:
    """Whether the place has answered: its responsible person, or who stands in for him, and its quorum."""
    acknowledged = sum(people for state, people in totals.items() if has_acknowledged(state))
    responsible = State.acknowledged if stood_in else place.state
    return is_answered(people=place.people, acknowledged=acknowledged, quorum=place.quorum, responsible=responsible)


# Built once each: fifty boards ask every two seconds, and putting a statement together takes as long as its answer.
@cache
def _places() -> Select[*tuple[Any, ...]]:
    parent = func.left(OrderNode.area_path, func.length(OrderNode.area_path) - func.length(OrderNode.area_code) - 1)
    his = (Delivery.order_id == OrderNode.order_id) & (Delivery.person_id == Person.id)
    looked_into = OrderNode.area_path.in_(bindparam("subtrees", expanding=True))
    query: Select[*tuple[Any, ...]] = (
        select(
            *(getattr(OrderNode, name) for name in NODE),
            *(Area.name_zh, Area.name_en, Person.id, Person.name, Person.phone, Delivery.state),
        )
        .join(Area, Area.code == OrderNode.area_code)
        .outerjoin(Person, Person.id == OrderNode.responsible_person_id)
        .outerjoin(Delivery, his)
        .where(OrderNode.order_id == bindparam("order_id"))
        .where(looked_into | parent.in_(bindparam("opened", expanding=True)))
        .order_by(OrderNode.area_path)
    )
    return query


@cache
def _totals() -> Select[str, int, int]:
    top, place = aliased(OrderNode), aliased(OrderNode)
    below = (place.order_id == top.order_id) & _below(top.area_path, place.area_path)
    counted = (OrderTally.order_id == place.order_id) & (OrderTally.node_code == place.area_code)
    return (
        select(top.area_code, OrderTally.state, func.sum(OrderTally.people))
        .join(place, below)
        .join(OrderTally, counted)
        .where(top.order_id == bindparam("order_id"), top.area_code.in_(bindparam("codes", expanding=True)))
        .group_by(top.area_code, OrderTally.state)
    )


@cache
def _asking() -> Select[str, int]:
    here = (HelpCall.root_id == bindparam("root_id")) & HelpCall.ended_at.is_(None)
    return (
        select(OrderNode.area_code, func.count().label("people"))
        .join(HelpCall, here & _below(OrderNode.area_path, HelpCall.node_path))
        .where(OrderNode.order_id == bindparam("order_id"))
        .where(OrderNode.area_code.in_(bindparam("codes", expanding=True)))
        .group_by(OrderNode.area_code)
    )


def _below(top: InstrumentedAttribute[str], path: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    return path.between(top, func.concat(top, LAST))
