"""Devices number their writes: what is heard, what is missing, and what the reply tells."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core.db import db as database
from backend.core.db import uuid7
from backend.core.facts import Fact
from backend.core.http.numbered import DeviceSequence
from backend.devices.actions.tell_gaps import tell_gaps
from backend.devices.rules import gaps
from tests.builders import duty, people
from tests.cast import Cast
from tests.client import ActingClient


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    return Cast()


class Numbering:
    """The phone of one person, that numbers what it sends."""

    def __init__(self, client: ActingClient, person: Any) -> None:
        self.client = client.as_(person)
        self.device_id: UUID = people.actor(person).device_id

    def send(self, seq: object, *, device: object = None) -> int | None:
        """What the reply says is the highest one heard."""
        headers = {"X-Device-Id": str(device or self.device_id), "X-Device-Seq": str(seq)}
        reply = self.client.post("/api/me/duty", json=duty.check_in("standby"), headers=headers)
        assert reply.status_code == 200, reply.json
        high = reply.headers.get("X-Device-Seq-High")
        return int(high) if high else None

    def missing(self) -> list[list[int]]:
        return gaps.written(self.row().missing)

    def row(self) -> DeviceSequence:
        return database.session.get_one(DeviceSequence, self.device_id, populate_existing=True)


@pytest.fixture
def phone(client: ActingClient, cast: Cast) -> Numbering:
    return Numbering(client, cast.grid_worker)


def told() -> list[tuple[str, list[list[int]]]]:
    query = select(Fact.kind, Fact.data["missing"]).where(Fact.kind.startswith("device.")).order_by(Fact.seq)
    return [tuple(row) for row in database.session.execute(query)]


def test_each_reply_tells_the_highest_number_heard(phone: Numbering) -> None:
    assert [phone.send(seq) for seq in (1, 2, 3, 3, 2)] == [1, 2, 3, 3, 3]
    assert phone.missing() == []
    assert phone.row().gap_at is None


def test_a_number_that_was_passed_over_is_missing_until_it_comes(phone: Numbering) -> None:
    assert [phone.send(seq) for seq in (1, 4, 9)] == [1, 4, 9]
    assert phone.missing() == [[2, 3], [5, 8]]
    for seq in (3, 2, 6, 8, 7):
        phone.send(seq)
    assert phone.missing() == [[5, 5]]
    assert phone.row().gap_at is not None
    phone.send(5)
    assert (phone.missing(), phone.row().gap_at, phone.row().high) == ([], None, 9)


def test_a_phone_whose_first_numbers_never_came_has_a_gap(phone: Numbering) -> None:
    phone.send(3)
    assert phone.missing() == [[1, 2]]


def test_a_gap_is_told_once_it_stays_and_told_again_when_it_closes(phone: Numbering, clock: Any) -> None:
    phone.send(1)
    phone.send(3)
    assert (tell_gaps(), told()) == (0, [])
    clock.move(gaps.PATIENCE.total_seconds())
    assert (tell_gaps(), tell_gaps()) == (1, 0)
    assert told() == [("device.gap_found", [[2, 2]])]
    phone.send(2)
    assert (tell_gaps(), tell_gaps()) == (1, 0)
    assert told()[1:] == [("device.gap_closed", [])]


def test_a_write_refused_for_good_has_arrived_and_one_that_comes_again_has_not(phone: Numbering, clock: Any) -> None:
    gone = phone.client.post(f"/api/me/duty/{uuid7()}/check-out", json=duty.tap(), headers=numbered(phone, 1))
    assert (gone.status_code, gone.headers["X-Device-Seq-High"]) == (404, "1")
    refused = phone.client.post("/api/me/duty", json={}, headers=numbered(phone, 2))
    assert (refused.status_code, refused.headers["X-Device-Seq-High"]) == (422, "2")
    stale = ActingClient(phone.client.app, {"Authorization": "Bearer none"})
    assert stale.post("/api/me/duty", json=duty.check_in("standby"), headers=numbered(phone, 3)).status_code == 401
    assert phone.row().high == 2


def numbered(phone: Numbering, seq: int) -> dict[str, str]:
    return {"X-Device-Id": str(phone.device_id), "X-Device-Seq": str(seq)}


def test_a_reply_given_again_counts_its_number_as_well(phone: Numbering) -> None:
    key, body = uuid7(), {"language": "en"}
    for seq in (1, 2):
        reply = phone.client.put("/api/me/language", json=body, key=key, headers=numbered(phone, seq))
        assert reply.headers["X-Device-Seq-High"] == str(seq)


@pytest.mark.parametrize("seq", ["0", "-1", "1.5", "many", "", str(2**60), "１"])
def test_a_number_that_is_none_refuses_nothing(phone: Numbering, seq: str) -> None:
    assert phone.send(seq.encode().decode("latin-1")) is None


def test_nobody_counts_for_anothers_device(client: ActingClient, phone: Numbering, cast: Cast) -> None:
    phone.send(1)
    other = Numbering(client, cast.volunteer)
    assert other.send(50, device=phone.device_id) is None
    assert phone.row().high == 1
