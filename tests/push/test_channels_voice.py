"""Calls by Asterisk's ARI, and what they say in Mandarin."""

import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from backend.core.db import uuid7
from backend.push.channels.envelope import Envelope, Report
from backend.push.channels.outside.channel import OutsideChannel
from backend.push.channels.outside.gateway import Sent
from backend.push.channels.voice import ari
from backend.push.channels.voice.ari import AsteriskGateway
from backend.push.channels.voice.speech import Speech
from backend.push.gateways import Asterisk
from tests.doubles.ari import PASSWORD, USER, AriDouble
from tests.push.outside import envelope, reports, results, until

NUMBER = "tel:+8619900000001"
PHONE = "19900000001"
ASKED = {
    "start": "well",
    "steps": {
        "well": {"say": "家中都好吗?", "kind": "keys", "keys": {"1": None, "2": "heat"}},
        "heat": {"say": "体温多少?", "kind": "number", "next": None, "least": 30, "most": 45},
    },
    "unheard": "输入有误。",
}
ORDER = "请立即撤离到潮鸣小学。收到请按1,需要帮助请按2。"


@pytest.fixture
def exchange() -> Iterator[AriDouble]:
    double = AriDouble()
    yield double
    double.close()


@pytest.fixture
def voice(exchange: AriDouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OutsideChannel]:
    monkeypatch.setattr(ari, "_LISTEN_S", 0.05)
    monkeypatch.setattr(ari, "_ENTER_S", 3.0)
    keys = Asterisk(exchange.url, USER, PASSWORD, sounds=str(tmp_path), lines=5, rate=100, timeout_s=8)
    channel = OutsideChannel("voice", AsteriskGateway(keys), keys.rate)
    yield channel
    channel.close()


@pytest.mark.parametrize(("key", "state"), [("1", "acknowledged"), ("2", "needs_help")])
def test_a_key_answers_and_only_then_it_is_said_that_the_answer_is_kept(
    voice: OutsideChannel, exchange: AriDouble, key: str, state: str
) -> None:
    exchange.phones[PHONE] = key
    (result,) = results(voice, [envelope("voice", NUMBER)])
    (leg,) = exchange.legs
    assert (result.outcome, result.reference) == ("accepted", leg.id)
    came: list[Report] = []
    until(lambda: came.extend(voice.reports()) or came)
    assert [(report.state, report.reference) for report in came] == [(state, leg.id)]
    assert len(leg.played) == 1
    voice.kept()
    until(lambda: leg.is_over)
    assert len(leg.played) == 2
    assert leg.stopped == [f"{leg.id}-1"]
    assert voice.reports() == []


def test_the_last_key_counts(voice: OutsideChannel, exchange: AriDouble) -> None:
    exchange.phones[PHONE] = "1132"
    results(voice, [envelope("voice", NUMBER)])
    assert [report.state for report in reports(voice, 2)] == ["acknowledged", "needs_help"]


def asks() -> Envelope:
    said = {"spoken": "您好,家中都好吗?", "kept": "已记录。", "questions": ASKED}
    return envelope("voice", NUMBER, **said)


def the_report(voice: OutsideChannel) -> Report:
    came: list[Report] = []
    until(lambda: came.extend(voice.reports()) or came)
    (report,) = came
    return report


def test_a_call_asks_one_question_after_the_other_by_keys(voice: OutsideChannel, exchange: AriDouble) -> None:
    exchange.phones[PHONE] = "2>38*5#"
    results(voice, [asks()])
    report = the_report(voice)
    assert (report.state, report.pressed) == ("acknowledged", {"well": "2", "heat": "38*5"})
    (leg,) = exchange.legs
    assert len(set(leg.played)) == 2
    voice.kept()
    until(lambda: leg.is_over)
    assert len(set(leg.played)) == 3
    assert voice.reports() == []


def test_keys_that_mean_nothing_are_said_to_be_none_and_the_question_comes_again(
    voice: OutsideChannel, exchange: AriDouble
) -> None:
    exchange.phones[PHONE] = "7>0>2>99#>37#"
    results(voice, [asks()])
    assert the_report(voice).pressed == {"well": "2", "heat": "37"}
    voice.kept()
    (leg,) = exchange.legs
    until(lambda: leg.is_over)
    # Opening, correction, the question again, the second question, its correction, the end.
    assert len(leg.played) == len(set(leg.played)) == 6


@pytest.mark.parametrize(("what", "state", "pressed"), [
    ("2>!", "acknowledged", {"well": "2"}),
    ("!", "undelivered", {}),
    ("machine", "undelivered", {}),
    ("2>38", "acknowledged", {"well": "2"}),
])  # fmt: skip
def test_what_was_answered_before_a_call_broke_off_is_told(
    voice: OutsideChannel, exchange: AriDouble, what: str, state: str, pressed: dict[str, str]
) -> None:
    exchange.phones[PHONE] = what
    results(voice, [asks()])
    report = the_report(voice)
    assert (report.state, report.pressed) == (state, pressed)


@pytest.mark.parametrize("what", ["busy", "no_answer", "machine"])
def test_whoever_presses_no_key_was_not_reached(voice: OutsideChannel, exchange: AriDouble, what: str) -> None:
    exchange.phones[PHONE] = what
    results(voice, [envelope("voice", NUMBER)])
    (report,) = reports(voice, 1)
    (leg,) = exchange.legs
    assert (report.state, report.reference) == ("undelivered", leg.id)
    assert len(leg.played) == (2 if what == "machine" else 0)
    until(lambda: leg.is_over)


def test_no_more_calls_at_a_time_than_there_are_lines(voice: OutsideChannel, exchange: AriDouble) -> None:
    exchange.phones = {f"199{n:08d}": "rings" for n in range(8)}
    voice.start([envelope("voice", f"tel:+86199{n:08d}") for n in range(8)])
    until(lambda: len(exchange.legs) == 5)
    for leg in list(exchange.legs):
        exchange.hang_up(leg)
    until(lambda: (reports(voice, 0), len(exchange.legs) == 8)[1])


def test_an_answer_that_gets_lost_rings_nobody_twice(voice: OutsideChannel, exchange: AriDouble) -> None:
    exchange.phones[PHONE] = "rings"
    order_id, person_id = uuid7(), uuid7()
    exchange.words.append("lose")
    (result,) = results(voice, [envelope("voice", NUMBER, order_id=order_id, person_id=person_id)])
    assert (result.outcome, result.in_doubt) == ("retry", True)
    again = envelope("voice", NUMBER, order_id=order_id, person_id=person_id, in_doubt=True)
    (result,) = results(voice, [again])
    assert (result.outcome, len(exchange.legs)) == ("accepted", 1)


@pytest.mark.parametrize(("word", "outcome"), [(503, "retry"), (401, "alarm"), (400, "refused")])
def test_a_refusal_is_known_to_be_one(voice: OutsideChannel, exchange: AriDouble, word: int, outcome: str) -> None:
    exchange.words.append(word)
    (result,) = results(voice, [envelope("voice", NUMBER)])
    assert (result.outcome, result.in_doubt, exchange.legs) == (outcome, False, [])


def test_a_call_that_ended_while_the_exchange_could_not_tell_is_looked_after(
    voice: OutsideChannel, exchange: AriDouble
) -> None:
    exchange.phones[PHONE] = "rings"
    results(voice, [envelope("voice", NUMBER)])
    exchange.cut()
    exchange.hang_up(exchange.legs[0])
    assert [report.state for report in reports(voice, 1)] == ["undelivered"]


def test_a_call_about_an_order_that_was_taken_back_is_hung_up(voice: OutsideChannel, exchange: AriDouble) -> None:
    exchange.phones[PHONE] = "rings"
    (result,) = results(voice, [envelope("voice", NUMBER)])
    voice.recall([Sent(result.reference, NUMBER)])
    until(lambda: exchange.legs[0].is_over)


def test_mandarin_makes_a_sound_that_a_telephone_carries(tmp_path: Path) -> None:
    speech = Speech(tmp_path)
    file = speech.file(ORDER, "zh-CN")
    with wave.open(str(file)) as heard:
        assert (heard.getframerate(), heard.getnchannels(), heard.getsampwidth()) == (8000, 1, 2)
        wave_form = np.frombuffer(heard.readframes(heard.getnframes()), dtype="<i2").astype(float)
    assert 3 < len(wave_form) / 8000 < 20
    assert np.abs(wave_form).max() > 5_000
    spectrum = np.abs(np.fft.rfft(wave_form)) ** 2
    at = np.fft.rfftfreq(len(wave_form), 1 / 8000)
    assert spectrum[(at > 100) & (at < 3_400)].sum() > 0.9 * spectrum.sum()
    # Said again it is the same file, and other words are another.
    assert speech.file(ORDER, "zh-CN") == file
    assert speech.file("你好", "zh-CN") != file
    assert speech.file("你好", "en") != speech.file("你好", "zh-CN")
