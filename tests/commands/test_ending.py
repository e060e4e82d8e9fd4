"""How orders end: updated, taken back, cleared; what is unsent stops, and who may have it hears of it."""

import orjson
import pytest
from flask_sqlalchemy import SQLAlchemy

from backend.commands.actions import all_clear, cancel, update
from backend.commands.queries.board import board
from backend.commands.rules.receipt_ladder import State
from backend.core import clock as core_clock
from backend.core.db import uuid7
from tests import cast as places
from tests.builders import orders, people, tally
from tests.builders.orders import Gateway, names
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("clock")


def is_counted(order: dict) -> bool:
    return tally.kept(order["id"]) == tally.recounted(order["id"])


def test_an_update_goes_to_the_same_people_and_replaces_what_is_undelivered(
    db: SQLAlchemy, cast: Cast, gateway: Gateway
) -> None:
    orders.phone(cast.volunteer)
    first = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    [old] = gateway.deliver()
    newcomer = people.person("新来", places.DAOMAO_WEST, "volunteer")
    orders.phone(newcomer)
    slots = {**orders.SLOTS, "radius": "200米"}
    second = issue_update(cast, first, slots)
    envelopes = gateway.claim()
    assert names(envelopes) == {cast.volunteer.id, newcomer.id}
    assert {one.topic for one in envelopes} == {old.topic}
    [message] = [orjson.loads(one.payload) for one in envelopes if one.key.person_id == cast.volunteer.id]
    assert message["notification"]["tag"] == str(first["id"])
    assert message["notification"]["data"]["sequence"] == 1
    assert second["people"] == 3


def issue_update(cast: Cast, order: dict, slots: dict[str, object]) -> dict:
    actor = people.actor(cast.chaoming_commander)
    return update.update(actor, order["id"], id=uuid7(), slots=slots)


def test_a_correction_that_nobody_had_to_be_sent_is_not_called_answered(db: SQLAlchemy, cast: Cast) -> None:
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    actor = people.actor(cast.chaoming_commander)
    correction = cancel.cancel(actor, order["id"], id=uuid7(), reason="误报")
    shown = board(actor, correction["id"])
    assert (shown["people"], shown["nodes"], shown["is_answered"]) == (0, [], False)


def test_a_cancel_while_half_is_unsent_stops_that_half_and_corrects_the_other(
    db: SQLAlchemy, cast: Cast, gateway: Gateway
) -> None:
    everybody = set(orders.crowd(1_100, places.DONGHE_WEST))
    order = orders.order(cast.chaoming_commander, places.DONGHE)
    accepted = gateway.claim(limit=500)
    gateway.answer(accepted)
    under_way = gateway.claim(limit=500)
    gateway.answer(under_way[:10], "refused", status=400)
    gateway.answer(under_way[10:20], "retry", status=0, retry_s=5)

    actor = people.actor(cast.chaoming_commander)
    correction = cancel.cancel(actor, order["id"], id=uuid7(), reason="误报")

    refused = names(under_way[:10])
    may_have_it = names(accepted) | names(under_way) - refused
    unsent = everybody - names(accepted) - names(under_way)
    assert len(unsent) == 100
    assert tally.kept(order["id"])[places.DONGHE_WEST, State.superseded] == 100
    assert correction["people"] == len(may_have_it)
    gateway.answer(under_way[20:])
    assert is_counted(order)
    sent = gateway.claim()
    assert names(sent) == may_have_it
    assert {one.topic for one in sent} == {accepted[0].topic}
    gateway.answer(sent)
    core_clock.move(60)
    assert gateway.claim() == []
    assert is_counted(correction)


def test_a_cancel_before_anything_was_sent_corrects_nobody_and_is_kept(cast: Cast, gateway: Gateway) -> None:
    orders.phone(cast.volunteer)
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    actor = people.actor(cast.chaoming_commander)
    correction = cancel.cancel(actor, order["id"], id=uuid7(), reason="误报")
    assert (correction["people"], correction["kind"]) == (0, "correction")
    assert gateway.claim_all() == []


def test_a_correction_reaches_all_who_got_the_order_or_its_update(cast: Cast, gateway: Gateway) -> None:
    orders.phone(cast.volunteer)
    first = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    gateway.deliver()
    cast.volunteer.active = False
    newcomer = people.person("新来", places.DAOMAO_WEST, "volunteer")
    orders.phone(newcomer)
    second = issue_update(cast, first, orders.SLOTS)
    assert names(gateway.deliver()) == {newcomer.id}
    actor = people.actor(cast.chaoming_commander)
    correction = cancel.cancel(actor, second["id"], id=uuid7(), reason="误报")
    assert correction["people"] == 2
    assert names(gateway.claim()) == {cast.volunteer.id, newcomer.id}


def test_what_a_dead_sender_held_when_the_order_was_cancelled_never_goes_out_again(
    cast: Cast, gateway: Gateway
) -> None:
    orders.phone(cast.volunteer)
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    assert len(Gateway(sender_id=77).claim()) == 1
    actor = people.actor(cast.chaoming_commander)
    correction = cancel.cancel(actor, order["id"], id=uuid7(), reason="误报")
    assert {one.key.order_id for one in gateway.claim()} == {correction["id"]}


def test_an_all_clear_goes_to_everybody_it_was_sent_to_even_by_word_of_mouth(cast: Cast, gateway: Gateway) -> None:
    orders.phone(cast.volunteer)
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    gateway.deliver()
    actor = people.actor(cast.chaoming_commander)
    clear = all_clear.all_clear(actor, order["id"], id=uuid7())
    assert clear["people"] == 2
    [message] = [orjson.loads(one.payload)["notification"] for one in gateway.claim()]
    assert [action["action"] for action in message["actions"]] == ["acknowledged"]
