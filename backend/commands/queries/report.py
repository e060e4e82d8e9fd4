"""The after-action report of an order: final once it has ended, preliminary before; of the actor's part of it."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, tuple_

from backend.areas.models import Area
from backend.areas.policy import within
from backend.commands import policy
from backend.commands.models.delivery import Delivery
from backend.commands.models.help_call import HelpCall
from backend.commands.models.order import OrderNode, OrderProgress
from backend.commands.queries import climbs, drill_result, forecast, ladder, orders, retraction, stand_ins, timeline
from backend.commands.queries.board_scope import Scope, scope
from backend.commands.queries.recipients import acknowledged
from backend.commands.rules import lifecycle
from backend.commands.rules import report as rule
from backend.commands.rules.lifecycle import CLEARED
from backend.commands.rules.receipt_ladder import State
from backend.commands.rules.stopwatch import tapped
from backend.core import clock
from backend.core.db import db
from backend.core.http.actor import Actor
from backend.identity.models import Person

NAMED_AT_MOST = 500


def report(actor: Actor, order_id: UUID) -> dict[str, Any]:
    seen = scope(actor, order_id)
    progress = db.session.get_one(OrderProgress, order_id, populate_existing=True)
    by_name = sees_names(actor, seen)
    shown = orders.shown(seen.row)
    score = drill_result.of_order(seen.order, subtrees=seen.subtrees)
    ended = progress.ended_at if progress.ended_reason == CLEARED else None
    return {
        "order": shown,
        "made_at": clock.now(),
        "is_final": not lifecycle.sends(shown["state"]),
        "ended_at": progress.ended_at,
        "with_names": by_name,
        "times": rule.key_times(
            opened=tapped(seen.order.stamps)["opened"],
            sent=seen.order.sent,
            accepted=progress.all_accepted_at,
            answered=_answered_at(score, seen),
            cleared=ended,
        ),
        "score": score,
        "channels": _channels(seen),
        "forecast": forecast.kept(order_id),
        "ladder": ladder.ladder(actor, order_id, node=None)["steps"],
        "help_calls": _help_calls(seen),
        "unreached": [one if by_name else rule.masked(one) for one in unreached(seen)],
        "climbs": [_without_numbers(one, by_name) for one in climbs.shown(actor, seen) if one["climbed_at"]],
        "substitutes": _substitutes(seen, by_name),
        "retraction": retraction.retraction(seen.order, progress),
        "timeline": [one for one in timeline.timeline(actor, order_id) if one["kind"] != rule.EXPORTED],
    }


def sees_names(actor: Actor, seen: Scope) -> bool:
    """Who watches over people is told who they are; who reads figures is not."""
    watched = policy.watched(actor, issuer_id=seen.order.issuer_id, area_path=seen.order.area_path, by=policy.WATCH)
    return set(seen.subtrees) <= set(watched)


def _answered_at(score: dict[str, Any], seen: Scope) -> Any:
    seconds = score["seconds_to_answered"]
    return None if seconds is None else seen.order.sent + rule.lasting(seconds)


def _channels(seen: Scope) -> list[dict[str, Any]]:
    query = (
        select(
            Delivery.channel,
            func.count().label("people"),
            func.count(Delivery.accepted_at).label("accepted"),
            func.count().filter(Delivery.state >= State.shown).label("shown"),
            func.count().filter(acknowledged()).label("acknowledged"),
        )
        .where(seen.recipients())
        .group_by(Delivery.channel)
        .order_by(func.count().desc())
    )
    return [row._asdict() for row in db.session.execute(query)]


def _help_calls(seen: Scope) -> dict[str, int]:
    here = (HelpCall.root_id == seen.order.root_id, within(seen.subtrees, HelpCall.node_path))
    attended = func.count().filter(HelpCall.ended_reason == "attended")
    row = db.session.execute(select(func.count(), func.count(HelpCall.ended_at), attended).where(*here)).one()
    return {"opened": row[0], "ended": row[1], "attended": row[2]}


def unreached(seen: Scope) -> list[dict[str, Any]]:
    """Nothing led to them and nothing was heard from them."""
    query = (
        select(Person.id, Person.name, Person.phone, Area.code, Area.name_zh, Area.name_en, Delivery.last_status)
        .join(Delivery, Delivery.person_id == Person.id)
        .join(Area, Area.code == Delivery.node_code)
        .where(seen.recipients(), Delivery.state == State.planned)
        .order_by(Delivery.node_path, Person.name, Person.id)
        .limit(NAMED_AT_MOST)
    )
    return [
        {
            **{name: getattr(row, name) for name in ("id", "name", "phone", "last_status")},
            "area_code": row.code,
            "area_name_zh": row.name_zh,
            "area_name_en": row.name_en,
        }
        for row in db.session.execute(query)
    ]


def _without_numbers(climb: dict[str, Any], by_name: bool) -> dict[str, Any]:
    told = climb["told"]
    taker = climb["taken_by"]
    hidden = {"told": told and {"name": told["name"]}, "taken_by": taker and {"name": taker["name"]}}
    if not by_name:
        hidden = {name: who and rule.masked(who) for name, who in hidden.items()}
    kept = ("place", "to", "step", "due_at", "climbed_at", "taken_at", "is_answered")
    return {**{name: climb[name] for name in kept}, **hidden}


def _substitutes(seen: Scope, by_name: bool) -> list[dict[str, Any]]:
    places = select(OrderNode.area_code, Area.name_zh, Area.name_en).join(Area, Area.code == OrderNode.area_code)
    here = places.where(OrderNode.order_id == seen.order.id, within(seen.subtrees, OrderNode.area_path))
    named = {row.area_code: row for row in db.session.execute(here)}
    found = stand_ins.shown(seen.order.id, list(named))
    ids = {one["for_person_id"] for ones in found.values() for one in ones}
    names = {row.id: row.name for row in db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))}
    return [
        {
            "area_code": code,
            "area_name_zh": named[code].name_zh,
            "area_name_en": named[code].name_en,
            "for_name": _name(names[one["for_person_id"]], by_name),
            "name": None if one["person"] is None else _name(one["person"]["name"], by_name),
            **{name: one[name] for name in ("reason", "chosen", "state", "at")},
        }
        for code, ones in found.items()
        for one in ones
    ]


def _name(name: str, by_name: bool) -> str:
    shown: str = name if by_name else rule.masked({"name": name})["name"]
    return shown


def people(actor: Actor, order_id: UUID) -> int:
    """How many got it in the places that the actor sees."""
    return db.session.scalar(select(func.count()).select_from(Delivery).where(scope(actor, order_id).recipients())) or 0


def recipients(
    actor: Actor, order_id: UUID, *, after: tuple[str, UUID | None] | None = None, limit: int | None = None
) -> Iterator[dict[str, Any]]:
    """Everybody it went to, place by place, read as they are written down; `after`: where the page before ended."""
    seen = scope(actor, order_id)
    by_name = sees_names(actor, seen)
    columns = ("person_id", "role", "answered_at", "channel", "accepted_at", "tries", "state", "node_path")
    query = (
        select(*(getattr(Delivery, name) for name in columns), Person.name, Person.phone, Area.code, Area.name_zh)
        .join(Person, Person.id == Delivery.person_id)
        .join(Area, Area.code == Delivery.node_code)
        .where(seen.recipients())
        .order_by(Delivery.node_path, Delivery.person_id)
        .limit(limit)
    )
    if after is not None:
        query = query.where(tuple_(Delivery.node_path, Delivery.person_id) > tuple_(*after))
    for row in db.session.execute(query):
        told = {name: getattr(row, name) for name in (*columns, "name", "phone")}
        told |= {"state": State(row.state).name, "area_code": row.code, "area_name_zh": row.name_zh}
        yield told if by_name else rule.masked(told)
