"""Work notices in DingTalk's form."""

from collections.abc import Iterator

import pytest

from backend.core.db import uuid7
from backend.push.channels.outside.channel import OutsideChannel
from backend.push.channels.outside.gateway import Sent
from backend.push.channels.work_im.dingtalk import DingTalkGateway
from backend.push.gateways import DingTalk
from tests.doubles.dingtalk import AGENT_ID, APP_KEY, APP_SECRET, DingTalkDouble
from tests.push.outside import TEXT, envelope, reports, results, until


@pytest.fixture
def ding() -> Iterator[DingTalkDouble]:
    double = DingTalkDouble()
    yield double
    double.close()


@pytest.fixture
def work_im(ding: DingTalkDouble) -> Iterator[OutsideChannel]:
    keys = DingTalk(APP_KEY, APP_SECRET, AGENT_ID, url=ding.url, rate=1000, timeout_s=8)
    channel = OutsideChannel("work_im", DingTalkGateway(keys), keys.rate)
    yield channel
    channel.close()


def test_a_hundred_people_are_told_in_one_call(work_im: OutsideChannel, ding: DingTalkDouble) -> None:
    order_id = uuid7()
    came = results(work_im, [envelope("work_im", f"u{n}", order_id=order_id) for n in range(250)])
    assert {result.outcome for result in came} == {"accepted"}
    assert sorted(ding.reached) == sorted(f"u{n}" for n in range(250))
    assert len(ding.notices) <= 4
    assert TEXT in ding.notices[0].words


def test_what_became_of_each_is_asked_for(work_im: OutsideChannel, ding: DingTalkDouble) -> None:
    ding.strangers, ding.readers = {"nobody"}, {"reader"}
    order_id = uuid7()
    (task,) = {
        result.reference
        for result in results(work_im, [envelope("work_im", u, order_id=order_id) for u in ("nobody", "reader", "u1")])
    }
    work_im.ask([Sent(task, user) for user in ("nobody", "reader", "u1")])
    heard = reports(work_im, 3)
    assert {(one.address, one.state, one.reference) for one in heard} == {
        ("nobody", "undelivered", task),
        ("reader", "delivered", task),
        ("u1", "delivered", task),
    }


def test_only_those_who_are_asked_about_are_told_of_and_one_question_does_for_a_call(
    work_im: OutsideChannel, ding: DingTalkDouble
) -> None:
    order_id = uuid7()
    came = results(work_im, [envelope("work_im", f"u{n}", order_id=order_id) for n in range(5)])
    (task,) = {result.reference for result in came}
    work_im.ask([Sent(task, "u1"), Sent(task, "u3")])
    assert sorted(one.address for one in reports(work_im, 2)) == ["u1", "u3"]
    assert ding.questions == 1


def test_an_answer_that_gets_lost_is_repeated_and_reaches_nobody_twice(
    work_im: OutsideChannel, ding: DingTalkDouble
) -> None:
    order_id = uuid7()
    ding.words.append("lose")
    (result,) = results(work_im, [envelope("work_im", "u1", order_id=order_id)])
    assert (result.outcome, result.in_doubt) == ("retry", True)
    (result,) = results(work_im, [envelope("work_im", "u1", order_id=order_id, in_doubt=True)])
    assert result.outcome == "accepted"
    assert ding.reached == ["u1"]
    # The second call's result says "filtered out"; he has it all the same.
    work_im.ask([Sent(result.reference, "u1")])
    assert [(one.address, one.state) for one in reports(work_im, 1)] == [("u1", "delivered")]


def test_a_token_that_ran_out_is_made_anew(work_im: OutsideChannel, ding: DingTalkDouble) -> None:
    results(work_im, [envelope("work_im", "u1")])
    ding.forget_token()
    (result,) = results(work_im, [envelope("work_im", "u2")])
    assert (result.outcome, ding.tokens) == ("accepted", 2)


@pytest.mark.parametrize(
    ("word", "outcome"), [(143103, "retry"), (429, "retry"), (400002, "alarm"), (33012, "gone"), (1430002, "refused")]
)
def test_a_refusal_is_known_to_be_one(work_im: OutsideChannel, ding: DingTalkDouble, word: int, outcome: str) -> None:
    ding.words.append(word)
    (result,) = results(work_im, [envelope("work_im", "u1")])
    assert (result.outcome, result.in_doubt, ding.reached) == (outcome, False, [])


def test_a_notice_is_taken_back(work_im: OutsideChannel, ding: DingTalkDouble) -> None:
    (result,) = results(work_im, [envelope("work_im", "u1")])
    work_im.recall([Sent(result.reference, "u1")])
    until(lambda: ding.notices[0].is_recalled)
