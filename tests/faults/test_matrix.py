"""Each thing that goes wrong between a phone and the server, and what is there when all is over."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from backend.core.db import db as database
from backend.core.http.numbered import DeviceSequence
from backend.identity.models import RoleGrant
from backend.incidents.models.incident import Incident, IncidentPhoto
from backend.uploads.models import Upload
from tests.builders import incidents, people, photos
from tests.cast import DAOMAO_WEST, XIANLIN_WEST, Cast
from tests.client import ActingClient
from tests.faults import middleware as line
from tests.faults.conftest import prepared
from tests.faults.matrix import COMES_AGAIN, PICTURE, report, settle_all
from tests.faults.phone import Phone

TENTHS = [tenth / 10 for tenth in range(1, 10)]


def cases() -> list[Incident]:
    return list(database.session.scalars(select(Incident).order_by(Incident.id)))


def arrived() -> int:
    query = select(func.count()).select_from(IncidentPhoto).where(IncidentPhoto.arrived_at.is_not(None))
    return database.session.scalar(query) or 0


def missing(phone: Phone) -> list[Any]:
    return list(database.session.get_one(DeviceSequence, phone.device_id, populate_existing=True).missing)


@pytest.mark.parametrize("fault", COMES_AGAIN)
def test_a_report_with_its_photo_is_there_once_after(phone: Phone, fault: str) -> None:
    item = report(phone, pictures=(PICTURE,))
    phone.faults.plan = [COMES_AGAIN[fault]]
    phone.send(item)
    if fault not in {"duplicate delivery", "slow body"}:
        assert (item.state, item.reply) in {("waiting", None), ("sign_in", None)}, "shown as sent without a reply"
    settle_all(phone)
    assert (item.state, [str(case.id) for case in cases()], arrived()) == ("delivered", [item.id], 1)
    assert (phone.rows, missing(phone)) == ({}, [])
    phone.pull()
    assert set(phone.rows) == {item.id}


@pytest.mark.parametrize("fault", COMES_AGAIN)
@pytest.mark.parametrize("request_no", [0, 1, 2], ids=["announcing", "sending", "asking"])
def test_a_photo_is_whole_and_there_once_after(phone: Phone, fault: str, request_no: int) -> None:
    item = report(phone, pictures=(PICTURE,))
    phone.send(item)
    phone.faults.plan = [line.well] * request_no + [COMES_AGAIN[fault]]
    for _ in range(3):
        waiting = phone.next_photo()
        if waiting is not None:
            phone.send_photo(*waiting)
    settle_all(phone)
    assert (item.photos[0].is_safe, arrived()) == (True, 1)
    finished = select(func.count()).select_from(Upload).where(Upload.state == "finished")
    assert database.session.scalar(finished) == 1


@pytest.mark.parametrize("share", TENTHS)
def test_a_photo_cut_at_a_tenth_loses_no_byte_and_sends_none_twice(phone: Phone, share: float) -> None:
    item = report(phone, pictures=(PICTURE,))
    phone.send(item)
    phone.faults.plan = [line.well, line.truncated(share)]
    phone.send_photo(item, item.photos[0])
    assert not item.photos[0].is_safe
    here = database.session.scalars(select(Upload.arrived)).one()
    assert here == int(len(PICTURE) * share)
    settle_all(phone)
    assert arrived() == 1


def test_a_photo_that_comes_before_its_text_arrives_with_it(phone: Phone, client: ActingClient, cast: Cast) -> None:
    item = report(phone, pictures=(PICTURE,))
    photos.uploaded(client.as_(cast.grid_worker), PICTURE, item.id)  # type: ignore[arg-type]  # its text
    phone.send(item)
    settle_all(phone)
    assert arrived() == 1


def test_a_photo_that_is_none_is_an_error_the_person_sees_and_holds_up_nothing(phone: Phone) -> None:
    bad, good = report(phone, pictures=(b"no photo at all",)), report(phone, pictures=(PICTURE,))
    settle_all(phone)
    assert (bad.photos[0].is_safe, bad.photos[0].refusal) == (False, "upload.not_a_photo")
    assert (good.photos[0].is_safe, len(cases()), arrived()) == (True, 2, 1)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"category_code": "nonsense"}, 422),
        ({"description": 5}, 422),
        ({"description": "x" * (2 * 1024 * 1024)}, 413),
    ],
    ids=["unknown category", "wrong type", "too large"],
)
def test_an_item_refused_for_good_is_parked_with_its_reason_and_blocks_nothing(
    phone: Phone, changes: dict[str, Any], status: int
) -> None:
    bad, good = report(phone, **changes), report(phone)
    settle_all(phone)
    assert (bad.state, bad.reply["status"]) == ("refused", status)
    assert (good.state, [str(case.id) for case in cases()], missing(phone)) == ("delivered", [good.id], [])


def test_an_id_that_somebody_else_took_is_refused_by_name(phone: Phone, cast: Cast, app: Flask) -> None:
    other = Phone(app, cast.volunteer)
    item = report(phone)
    stolen = other.seal(item.url, {**incidents.body(incidents.IN_WEST), "id": item.id}, record=item.id)
    settle_all(phone)
    settle_all(other)
    assert (stolen.state, stolen.reply["status"]) == ("refused", 409)
    assert len(cases()) == 1


def test_a_report_made_before_a_transfer_is_taken_for_the_street_where_it_was_made(
    phone: Phone, cast: Cast, clock: Any
) -> None:
    item = report(phone)
    clock.move(3_600)
    grant = database.session.scalars(select(RoleGrant).where(RoleGrant.person_id == cast.grid_worker.id)).one()
    grant.revoked_at = clock.now()
    people.grant(cast.grid_worker, "grid_worker", XIANLIN_WEST)
    database.session.commit()
    phone.sign_in()
    settle_all(phone)
    assert item.state == "delivered"
    assert [case.area_code for case in cases()] == [DAOMAO_WEST]


def test_a_report_made_after_the_role_was_lost_is_refused_and_goes_to_the_desk(
    phone: Phone, cast: Cast, clock: Any, desk: ActingClient
) -> None:
    grant = database.session.scalars(select(RoleGrant).where(RoleGrant.person_id == cast.grid_worker.id)).one()
    grant.revoked_at = clock.now()
    database.session.commit()
    clock.move(60)
    item = report(phone, pictures=(PICTURE,))
    settle_all(phone)
    assert (item.state, item.reply["status"]) == ("refused", 403)
    given = {"id": item.id, "method": "POST", "path": item.url, "body": item.body.decode(), "status": 403}
    more = {"code": item.reply["code"], "photos": [photos.sha256(PICTURE)], **phone.tap()}
    handed = phone.seal("/api/quarantine", {**given, **more}, record=item.id, pictures=(PICTURE,))
    settle_all(phone)
    assert handed.state == "delivered"
    [kept] = desk.get("/api/quarantine").json["items"]
    assert desk.get(f"/api/quarantine/{kept['id']}").json["body"].encode() == item.body
    assert kept["photos"][0]["arrived"] is True


@pytest.mark.parametrize("days", [-2, 2])
def test_a_clock_two_days_off_moves_no_report(phone: Phone, clock: Any, days: int) -> None:
    phone.skew = phone.offset = timedelta(days=days)
    tapped = clock.now()
    report(phone)
    clock.move(600)
    settle_all(phone)
    assert [case.happened_at for case in cases()] == [tapped]


@pytest.mark.parametrize("days", [-2, 2])
def test_a_clock_set_in_the_middle_loses_nothing(phone: Phone, clock: Any, days: int) -> None:
    """What the phone believes of its clock is wrong until it measures again: the report counts, at its word."""
    first = report(phone)
    phone.skew = timedelta(days=days)
    second = report(phone)
    phone.offset = phone.skew
    third = report(phone)
    settle_all(phone)
    assert [item.state for item in (first, second, third)] == ["delivered"] * 3
    assert all(case.happened_at <= clock.now() for case in cases())


def test_requests_that_arrive_late_and_in_another_order_change_nothing(phone: Phone) -> None:
    items = [report(phone) for _ in range(4)]
    phone.faults.plan = [line.late] * 4
    for item in items:
        phone.send(item)
    assert cases() == []
    phone.hand_over_held()
    assert len(cases()) == 4
    settle_all(phone)
    assert len(cases()) == 4
    assert missing(phone) == []


def test_a_number_that_never_came_stays_missing(phone: Phone) -> None:
    """The store was wiped between two reports: the counter goes on, and the gap says what was lost."""
    report(phone)
    settle_all(phone)
    lost = report(phone)
    phone.items.remove(lost)
    report(phone)
    settle_all(phone)
    assert [(gap.lower, gap.upper) for gap in missing(phone)] == [(2, 3)]


def test_five_sends_of_one_report_at_once_are_one_case(app: Flask, committed: Any, clock: Any) -> None:
    phone = Phone(app, prepared().grid_worker)
    item = report(phone)
    with ThreadPoolExecutor(5) as pool:
        list(pool.map(lambda _: Phone.send(phone, item), range(5)))
    assert item.state == "delivered"
    assert [str(case.id) for case in cases()] == [item.id]
    assert missing(phone) == []
