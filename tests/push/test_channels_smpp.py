"""Text messages over SMPP, against another implementation's message centre."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import smpp34

from backend.push.channels.outside.channel import OutsideChannel
from backend.push.channels.sms.smpp import SmppGateway
from backend.push.gateways import Smpp
from backend.push.rules.text_messages import parts_of, segments
from tests.doubles.smsc import Smsc
from tests.push.outside import TEXT, envelope, reports, results, until

NUMBER = "tel:+8619900000001"


@pytest.fixture
def smsc() -> Iterator[Smsc]:
    double = Smsc()
    yield double
    double.close()


@pytest.fixture
def sms(smsc: Smsc) -> Iterator[OutsideChannel]:
    with line_to(smsc, timeout_s=10) as channel:
        yield channel


@contextmanager
def line_to(smsc: Smsc, timeout_s: float) -> Iterator[OutsideChannel]:
    """A channel that waits so long for the centre's word on a message."""
    keys = Smpp(
        "127.0.0.1",
        "palm",
        "secret",
        "10690330103",
        port=smsc.port,
        rate=200,
        window=10,
        enquire_s=0.5,
        timeout_s=timeout_s,
    )
    channel = OutsideChannel("sms", SmppGateway(keys), keys.rate)
    try:
        smsc.wait_for_bind()
        yield channel
    finally:
        channel.close()


def test_a_text_in_chinese_arrives_and_its_name_at_the_centre_is_kept(sms: OutsideChannel, smsc: Smsc) -> None:
    (result,) = results(sms, [envelope("sms", NUMBER)])
    (got,) = smsc.wait_for(1)
    assert (got.number, got.source, got.text, got.coding) == ("8619900000001", "10690330103", TEXT, 8)
    assert (result.outcome, result.reference) == ("accepted", got.message_id)
    assert got.wants_receipt


def test_a_long_text_comes_in_parts_that_join_again_and_one_receipt_is_asked_for(
    sms: OutsideChannel, smsc: Smsc
) -> None:
    text = "请立即撤离" * 40
    (result,) = results(sms, [envelope("sms", NUMBER, text=text)])
    parts = smsc.wait_for(3)
    assert "".join(part.text for part in parts) == text
    assert {part.body[:5] for part in parts} == {bytes((5, 0, 3, parts[0].body[3], 3))}
    assert [part.body[5] for part in parts] == [1, 2, 3]
    assert [part.wants_receipt for part in parts] == [False, False, True]
    assert result.reference == parts[-1].message_id


def test_hundreds_of_messages_arrive_once_each_however_slow_the_centre_answers(sms: OutsideChannel, smsc: Smsc) -> None:
    smsc.delay_s = 0.02
    people = [f"tel:+861990000{n:04d}" for n in range(300)]
    came = results(sms, [envelope("sms", number) for number in people], timeout_s=120)
    assert {result.outcome for result in came} == {"accepted"}
    assert sorted(got.number for got in smsc.got) == [number.removeprefix("tel:+") for number in people]


def test_a_centre_that_throttles_is_given_time_and_the_message_goes_again(sms: OutsideChannel, smsc: Smsc) -> None:
    smsc.answers.append(smpp34.ESME_RTHROTTLED)
    one = envelope("sms", NUMBER)
    (result,) = results(sms, [one])
    assert (result.outcome, result.in_doubt) == ("retry", False)
    assert result.retry_at is not None
    (again,) = results(sms, [one])
    assert again.outcome == "accepted"
    assert len(smsc.got) == 1


def test_a_number_that_does_not_exist_is_refused_for_good(sms: OutsideChannel, smsc: Smsc) -> None:
    smsc.answers.append(smpp34.ESME_RINVDSTADR)
    (result,) = results(sms, [envelope("sms", NUMBER)])
    assert (result.outcome, result.in_doubt, result.status) == ("refused", False, smpp34.ESME_RINVDSTADR)


def test_an_answer_that_gets_lost_leaves_it_in_doubt_and_it_is_never_sent_again(smsc: Smsc) -> None:
    smsc.answers.append("lose")
    with line_to(smsc, timeout_s=1) as sms:
        (result,) = results(sms, [envelope("sms", NUMBER)], timeout_s=60)
        smsc.wait_for(1)
        (again,) = results(sms, [envelope("sms", NUMBER, in_doubt=True)])
    assert (result.outcome, result.in_doubt) == ("refused", True)
    assert (again.outcome, again.in_doubt) == ("refused", True)
    assert len(smsc.got) == 1


def test_a_line_that_breaks_is_made_again_and_what_had_not_left_goes_then(sms: OutsideChannel, smsc: Smsc) -> None:
    smsc.stop()
    one = envelope("sms", NUMBER)
    (result,) = results(sms, [one])
    assert result.outcome in {"retry", "refused"}
    smsc.start()
    smsc.wait_for_bind(2)
    (again,) = results(sms, [envelope("sms", NUMBER)])
    assert again.outcome == "accepted"


@pytest.mark.parametrize(
    ("stat", "err", "state"), [("DELIVRD", "000", "delivered"), ("UNDELIV", "MK:0001", "undelivered")]
)
def test_a_receipt_says_what_became_of_the_message(
    sms: OutsideChannel, smsc: Smsc, stat: str, err: str, state: str
) -> None:
    results(sms, [envelope("sms", NUMBER)])
    heard = _while_reporting(sms, lambda: smsc.receipt(smsc.got[0], stat, err), 1)
    assert [(report.reference, report.state) for report in heard] == [(smsc.got[0].message_id, state)]


def test_somebody_answers_by_a_text_message_and_a_repeat_is_taken_too(sms: OutsideChannel, smsc: Smsc) -> None:
    heard = _while_reporting(sms, lambda: smsc.reply("8619900000001", "１", repeat=2), 2)
    assert [(report.address, report.state) for report in heard] == [(NUMBER, "acknowledged")] * 2
    heard = _while_reporting(sms, lambda: smsc.reply("19900000001", "2"), 1)
    assert [(report.address, report.state) for report in heard] == [(NUMBER, "needs_help")]


def test_a_report_is_confirmed_to_the_centre_only_when_it_is_kept(sms: OutsideChannel, smsc: Smsc) -> None:
    told: list[int] = []
    thread = threading.Thread(target=lambda: told.extend(smsc.reply("8619900000001", "1")))
    thread.start()
    came = []
    until(lambda: came.extend(sms.reports()) or came)
    assert told == []
    sms.kept()
    thread.join(10)
    assert told == [0]


def test_what_waits_of_an_order_that_was_taken_back_never_leaves(sms: OutsideChannel, smsc: Smsc) -> None:
    smsc.delay_s = 0.2
    first = envelope("sms", NUMBER)
    waiting = [envelope("sms", NUMBER, order_id=first.key) for _ in range(30)]
    sms.start(waiting)
    sms.drop({first.key})  # type: ignore[arg-type]  # the key of these is a UUID
    came = []
    until(lambda: len(came.extend(sms.turn(0.05, ())) or came) == 30)
    refused = [result for result in came if result.outcome == "refused"]
    assert refused
    assert len(smsc.got) == 30 - len(refused)


def test_a_storm_is_given_back_spread_over_the_time_it_takes(sms: OutsideChannel) -> None:
    storm = [envelope("sms", f"tel:+86199{n:08d}") for n in range(5_000)]
    sms.start(storm)
    back = [result for result in sms.turn(0, ()) if result.outcome == "unsent"]
    assert len(back) > 4_000
    times = [result.retry_at for result in back if result.retry_at]
    assert (max(times) - min(times)).total_seconds() == pytest.approx(len(back) / 200, rel=0.1)
    sms.hand_back()


def test_a_text_is_cut_where_the_phone_can_join_it() -> None:
    assert segments("撤" * 70) == 1
    assert segments("撤" * 71) == 2
    assert segments("a" * 160) == 1
    assert segments("a" * 161) == 2
    (whole,) = parts_of("Leave now", 1)
    assert (whole.body, whole.coding, whole.is_long) == (b"Leave now", 0, False)
    # A face takes two places: between them is no place to cut.
    text = "撤" * 66 + "😀" + "离" * 20
    parts = parts_of(text, 7)
    assert "".join(part.body[6:].decode("utf-16-be") for part in parts) == text


def _while_reporting(sms: OutsideChannel, act: object, count: int) -> list:  # type: ignore[type-arg]
    thread = threading.Thread(target=act)  # type: ignore[arg-type]
    thread.start()
    heard = reports(sms, count)
    until(lambda: (sms.kept(), not thread.is_alive())[1])
    return heard
