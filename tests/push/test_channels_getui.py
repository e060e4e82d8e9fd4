"""Pushes to the wrapped app in Getui's form."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from backend.core.db import uuid7
from backend.push.channels.app_push.getui import GetuiGateway
from backend.push.channels.outside.channel import OutsideChannel
from backend.push.channels.outside.gateway import Sent
from backend.push.gateways import Getui
from tests.doubles.getui import APP_ID, APP_KEY, MASTER_SECRET, GetuiDouble
from tests.push.outside import TEXT, envelope, results, until


@pytest.fixture
def getui() -> Iterator[GetuiDouble]:
    double = GetuiDouble()
    yield double
    double.close()


@pytest.fixture
def app_push(getui: GetuiDouble) -> Iterator[OutsideChannel]:
    keys = Getui(APP_ID, APP_KEY, MASTER_SECRET, url=getui.url, rate=5000, timeout_s=8)
    channel = OutsideChannel("app_push", GetuiGateway(keys), keys.rate)
    yield channel
    channel.close()


def test_one_person_is_pushed_to_by_a_name_of_its_own(app_push: OutsideChannel, getui: GetuiDouble) -> None:
    (result,) = results(app_push, [envelope("app_push", "cid-1")])
    (push,) = getui.pushed
    assert (push.cid, push.title, push.body) == ("cid-1", "撤离", TEXT)
    assert (result.outcome, result.reference) == ("accepted", push.task)
    assert 0 < push.ttl_ms <= 1800 * 1000


def test_many_are_pushed_to_as_a_list(app_push: OutsideChannel, getui: GetuiDouble) -> None:
    order_id = uuid7()
    came = results(app_push, [envelope("app_push", f"cid-{n}", order_id=order_id) for n in range(2_500)])
    assert {result.outcome for result in came} == {"accepted"}
    assert len({push.cid for push in getui.pushed}) == len(getui.pushed) == 2_500
    assert len(getui.calls) < 20
    assert getui.tokens == 1


def test_a_phone_that_is_ignored_was_not_reached(app_push: OutsideChannel, getui: GetuiDouble) -> None:
    getui.asleep = {"cid-1"}
    order_id = uuid7()
    came = results(app_push, [envelope("app_push", f"cid-{n}", order_id=order_id) for n in range(3)])
    assert sorted(result.outcome for result in came) == ["accepted", "accepted", "gone"]
    (alone,) = results(app_push, [envelope("app_push", "cid-1")])
    assert alone.outcome == "gone"


def test_an_alias_is_told_on_all_its_phones_and_one_that_takes_it_is_enough(
    app_push: OutsideChannel, getui: GetuiDouble
) -> None:
    getui.aliases, getui.asleep = {"wang": ["cid-1", "cid-2"], "li": ["cid-3"]}, {"cid-1", "cid-3"}
    order_id = uuid7()
    named = {"alias:wang": "accepted", "alias:li": "gone", "alias:nobody": "refused"}
    came = results(app_push, [envelope("app_push", name, order_id=order_id) for name in named])
    assert sorted(result.outcome for result in came) == sorted(named.values())
    assert [push.cid for push in getui.pushed] == ["cid-2"]


def test_a_token_that_ran_out_is_made_anew_and_nobody_notices(app_push: OutsideChannel, getui: GetuiDouble) -> None:
    results(app_push, [envelope("app_push", "cid-1")])
    getui.forget_token()
    (result,) = results(app_push, [envelope("app_push", "cid-2")])
    assert (result.outcome, getui.tokens) == ("accepted", 2)


def test_an_answer_that_gets_lost_is_repeated_by_name_and_arrives_once(
    app_push: OutsideChannel, getui: GetuiDouble
) -> None:
    order_id, person_id = uuid7(), uuid7()
    getui.words.append("lose")
    (result,) = results(app_push, [envelope("app_push", "cid-1", order_id=order_id, person_id=person_id)])
    assert (result.outcome, result.in_doubt) == ("retry", True)
    again = envelope("app_push", "cid-1", order_id=order_id, person_id=person_id, in_doubt=True)
    (result,) = results(app_push, [again])
    assert result.outcome == "accepted"
    assert len(getui.pushed) == 1


def test_a_list_whose_answer_gets_lost_shows_nobody_the_order_twice(
    app_push: OutsideChannel, getui: GetuiDouble
) -> None:
    order_id = uuid7()
    people = [envelope("app_push", f"cid-{n}", order_id=order_id) for n in range(5)]
    getui.words.append("lose")
    assert {(result.outcome, result.in_doubt) for result in results(app_push, people)} == {("retry", True)}
    again = results(app_push, [replace(one, in_doubt=True) for one in people])
    assert {result.outcome for result in again} == {"accepted"}
    assert len(getui.shown) == 5


@pytest.mark.parametrize(("word", "outcome"), [("10011", "retry"), ("20003", "alarm"), ("20001", "refused")])
def test_a_refusal_is_known_to_be_one(app_push: OutsideChannel, getui: GetuiDouble, word: str, outcome: str) -> None:
    getui.words.append(word)
    (result,) = results(app_push, [envelope("app_push", "cid-1")])
    assert (result.outcome, result.in_doubt, getui.pushed) == (outcome, False, [])


def test_what_was_taken_back_is_stopped(app_push: OutsideChannel, getui: GetuiDouble) -> None:
    (result,) = results(app_push, [envelope("app_push", "cid-1")])
    app_push.recall([Sent(result.reference, "cid-1")])
    until(lambda: getui.stopped == [result.reference])
