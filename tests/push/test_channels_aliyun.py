"""Text messages by Aliyun's form of HTTP, and what it calls us with."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from backend.core.db import uuid7
from backend.push import settings as push_settings
from backend.push.channels.outside.channel import OutsideChannel
from backend.push.channels.sms import aliyun
from backend.push.channels.sms.aliyun import AliyunGateway
from backend.push.gateways import Aliyun
from backend.push.models import ChannelReport
from backend.push.rules import acs3
from tests.client import ActingClient
from tests.doubles.aliyun import KEY_ID, KEY_SECRET, AliyunDouble
from tests.push.outside import TEXT, envelope, results

NUMBER = "tel:+8619900000001"
CALLBACK_KEY = "a-key-in-the-address-of-the-callback"


@pytest.fixture
def gateway() -> Iterator[AliyunDouble]:
    double = AliyunDouble()
    yield double
    double.close()


@pytest.fixture
def sms(gateway: AliyunDouble, monkeypatch: pytest.MonkeyPatch) -> Iterator[OutsideChannel]:
    monkeypatch.setattr(aliyun, "_ASK_AGAIN_S", 0.05)
    keys = Aliyun(KEY_ID, KEY_SECRET, "潮鸣街道", "SMS_1", CALLBACK_KEY, url=gateway.url, rate=2000, timeout_s=8)
    channel = OutsideChannel("sms", AliyunGateway(keys), keys.rate)
    yield channel
    channel.close()


def test_the_signature_is_the_one_that_aliyun_documents() -> None:
    signed = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-content-sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-version": "2014-05-26",
    }
    query = "ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai"
    told = acs3.authorization("YourAccessKeyId", "YourAccessKeySecret", signed, query)
    assert told.endswith("Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0")


def test_everybody_who_is_told_the_same_is_told_in_one_call(sms: OutsideChannel, gateway: AliyunDouble) -> None:
    order_id = uuid7()
    people = [envelope("sms", f"tel:+86199{n:08d}", order_id=order_id) for n in range(1_500)]
    came = results(sms, people)
    assert {result.outcome for result in came} == {"accepted"}
    assert sorted(one.number for one in gateway.sent) == [f"199{n:08d}" for n in range(1_500)]
    assert gateway.sent[0].params == {"title": "撤离", "text": TEXT}
    assert len(gateway.calls) <= 4
    assert {result.reference for result in came} == {gateway.sent[0].out_id}


def test_different_texts_of_one_order_go_by_the_hundred(sms: OutsideChannel, gateway: AliyunDouble) -> None:
    order_id = uuid7()
    people = [envelope("sms", f"tel:+86199{n:08d}", order_id=order_id, text=f"{n}") for n in range(150)]
    assert {result.outcome for result in results(sms, people)} == {"accepted"}
    assert {one.number: one.params["text"] for one in gateway.sent} == {f"199{n:08d}": f"{n}" for n in range(150)}
    assert {call.headers["x-acs-action"] for call in gateway.calls} == {"SendBatchSms"}


def test_one_number_that_is_none_does_not_keep_the_others_from_being_told(
    sms: OutsideChannel, gateway: AliyunDouble
) -> None:
    order_id = uuid7()
    gateway.bad_numbers = {"19900000003"}
    people = [envelope("sms", f"tel:+86199{n:08d}", order_id=order_id) for n in range(8)]
    came = results(sms, people)
    assert sorted(result.outcome for result in came) == ["accepted"] * 7 + ["refused"]
    assert len(gateway.sent) == 7


@pytest.mark.parametrize("word", ["lose", 502])
def test_an_answer_that_gets_lost_is_asked_for_before_anything_is_sent_again(
    sms: OutsideChannel, gateway: AliyunDouble, word: str | int
) -> None:
    order_id, person_id = uuid7(), uuid7()
    gateway.words.append(word)
    (result,) = results(sms, [envelope("sms", NUMBER, order_id=order_id, person_id=person_id)])
    assert (result.outcome, result.in_doubt) == ("retry", True)
    taken = len(gateway.sent)
    again = envelope("sms", NUMBER, order_id=order_id, person_id=person_id, in_doubt=True)
    (found,) = results(sms, [again])
    assert (found.outcome, bool(found.reference)) == ("accepted", True)
    assert taken == (1 if word == "lose" else 0)
    assert len(gateway.sent) == 1


@pytest.mark.parametrize(
    ("word", "outcome"),
    [
        ("Throttling.User", "retry"),
        (429, "retry"),
        ("isv.BUSINESS_LIMIT_CONTROL", "retry"),
        ("isv.AMOUNT_NOT_ENOUGH", "alarm"),
        ("isv.SMS_TEMPLATE_ILLEGAL", "refused"),
    ],
)
def test_a_refusal_is_known_to_be_one(
    sms: OutsideChannel, gateway: AliyunDouble, word: str | int, outcome: str
) -> None:
    gateway.words.append(word)
    (result,) = results(sms, [envelope("sms", NUMBER)])
    assert (result.outcome, result.in_doubt, gateway.sent) == (outcome, False, [])


def test_a_gateway_that_is_not_there_took_nothing(sms: OutsideChannel, gateway: AliyunDouble) -> None:
    gateway.close()
    (result,) = results(sms, [envelope("sms", NUMBER)])
    assert (result.outcome, result.in_doubt) == ("retry", False)


@pytest.fixture
def called(app: Flask, db: SQLAlchemy, client: ActingClient) -> Any:
    """What Aliyun does to tell us something."""
    push_settings.bind({**app.config, "GATEWAYS": {"aliyun": said_of_it()}})

    def call(items: object, key: str = CALLBACK_KEY) -> Any:
        return client.post(f"/api/channels/sms/aliyun?key={key}", json=items)

    return call


def said_of_it() -> dict[str, str]:
    said = {"sign_name": "潮鸣街道", "template": "SMS_1", "callback_key": CALLBACK_KEY}
    return {"key_id": KEY_ID, "key_secret": KEY_SECRET, **said}


def test_a_report_and_an_answer_are_kept_for_the_sender(called: Any, db: SQLAlchemy, gateway: AliyunDouble) -> None:
    up = {"phone_number": "19900000001", "content": "1", "send_time": "2026-03-02 09:00:00", "dest_code": "1",
          "sequence_id": "7"}  # fmt: skip
    report = {"phone_number": "19900000001", "success": False, "out_id": "o1", "biz_id": "b", "sms_size": "1"}
    reply = called([up, report])
    assert (reply.status_code, reply.get_json()) == (200, {"code": 0, "msg": "接收成功"})
    kept = db.session.scalars(select(ChannelReport).order_by(ChannelReport.id)).all()
    assert [(one.state, one.reference, one.address) for one in kept] == [
        ("acknowledged", "", NUMBER),
        ("undelivered", "o1", NUMBER),
    ]


def test_a_stranger_cannot_answer_for_anybody(called: Any, db: SQLAlchemy) -> None:
    reply = called([{"phone_number": "19900000001", "content": "1"}], key="guessed")
    assert (reply.status_code, reply.get_json()["code"]) == (403, "channels.callback_unknown")
    assert db.session.scalars(select(ChannelReport)).all() == []


def test_a_sentence_is_no_answer_and_is_taken_all_the_same(called: Any, db: SQLAlchemy) -> None:
    assert called([{"phone_number": "19900000001", "content": "收到,马上来"}]).status_code == 200
    assert db.session.scalars(select(ChannelReport)).all() == []


def test_the_form_of_a_call_is_in_the_order_that_is_signed() -> None:
    body = acs3.form({"b": "撤 离", "a": "1+1"})
    assert body == b"a=1%2B1&b=%E6%92%A4%20%E7%A6%BB"
    told = acs3.headers(
        "k", "s", host="h", action="A", version="V", body=body, now=datetime(2026, 3, 2, tzinfo=UTC), nonce="n"
    )
    assert told["x-acs-date"] == "2026-03-02T00:00:00Z"
