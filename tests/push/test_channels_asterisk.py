"""Calls by a real Asterisk to a telephone that sipp plays."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.push.channels.envelope import Report
from backend.push.channels.outside.channel import OutsideChannel
from backend.push.channels.outside.gateway import Sent
from backend.push.channels.voice.ari import AsteriskGateway
from backend.push.gateways import Asterisk
from tests.doubles.asterisk import PASSWORD, RealAsterisk
from tests.push.outside import envelope, reports, results, until

NUMBER = "tel:+8619900000001"


@pytest.fixture
def exchange(tmp_path: Path) -> Iterator[RealAsterisk]:
    real = RealAsterisk(tmp_path)
    yield real
    real.close()


@pytest.fixture
def voice(exchange: RealAsterisk, tmp_path: Path) -> Iterator[OutsideChannel]:
    keys = Asterisk(exchange.url, "palm", PASSWORD, sounds=str(tmp_path / "sounds"), ring_s=20)
    channel = OutsideChannel("voice", AsteriskGateway(keys), 10)
    yield channel
    channel.close()


@pytest.mark.parametrize(("key", "state"), [("1", "acknowledged"), ("2", "needs_help")])
def test_a_key_pressed_on_a_telephone_answers_the_order(
    exchange: RealAsterisk, voice: OutsideChannel, key: str, state: str
) -> None:
    phone = exchange.answer(key)
    (result,) = results(voice, [envelope("voice", NUMBER)], 30)
    assert result.outcome == "accepted"
    came: list[Report] = []
    until(lambda: came.extend(voice.reports()) or came, 30)
    assert [(report.state, report.reference) for report in came] == [(state, result.reference)]
    voice.kept()
    # The confirmation is spoken, some seconds are left for another key, and the exchange hangs up.
    assert phone.wait(40) == 0
    assert voice.reports() == []


ASKED = {
    "start": "well",
    "steps": {
        "well": {"say": "家中都好吗?", "kind": "keys", "keys": {"1": None, "2": "who"}},
        "who": {"say": "谁不舒服?", "kind": "keys", "keys": {"1": None, "2": None, "3": None}},
    },
    "unheard": "输入有误。",
}


def test_a_call_asks_one_question_after_the_other_on_a_telephone(exchange: RealAsterisk, voice: OutsideChannel) -> None:
    phone = exchange.answer("23")
    said = {"spoken": "您好,家中都好吗?", "kept": "已记录。", "questions": ASKED}
    (result,) = results(voice, [envelope("voice", NUMBER, **said)], 30)
    came: list[Report] = []
    until(lambda: came.extend(voice.reports()) or came, 60)
    assert [(report.state, report.reference, report.pressed) for report in came] == [
        ("acknowledged", result.reference, {"well": "2", "who": "3"})
    ]
    voice.kept()
    assert phone.wait(60) == 0


def test_a_busy_telephone_was_not_reached(exchange: RealAsterisk, voice: OutsideChannel) -> None:
    exchange.answer(None)
    results(voice, [envelope("voice", NUMBER)], 30)
    assert [report.state for report in reports(voice, 1, 30)] == ["undelivered"]


def test_a_number_where_nobody_is_was_not_reached(exchange: RealAsterisk, voice: OutsideChannel) -> None:
    (result,) = results(voice, [envelope("voice", NUMBER)], 30)
    voice.recall([Sent(result.reference, NUMBER)])
    assert [report.state for report in reports(voice, 1, 40)] == ["undelivered"]
