"""Photos of cases: whichever comes first, seen by who sees the case, and opened by no hash alone."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.core.db import db as database
from backend.core.facts import Fact
from backend.incidents.actions.photos import take_in
from tests.builders import incidents, photos
from tests.builders.cases import Crew
from tests.builders.incidents import IN_WEST
from tests.cast import Cast
from tests.client import ActingClient

DATA = photos.jpeg(64, 48)
HASH = photos.sha256(DATA)


def announced(use: str = "report") -> dict[str, Any]:
    return {"sha256": HASH, "size_bytes": len(DATA), "use": use}


def report(client: ActingClient, **changes: Any) -> str:
    sent = incidents.body(IN_WEST, photos=[announced()], **changes)
    reply = client.post("/api/incidents", json=sent)
    assert reply.status_code == 201, reply.json
    return str(reply.json["id"])


def arrived(client: ActingClient, case: str) -> tuple[int, int]:
    shown = client.get(f"/api/incidents/{case}").json["photos"]
    return shown["arrived"], shown["expected"]


def test_a_photo_after_its_text_is_marked_arrived_once(worker: ActingClient) -> None:
    case = report(worker)
    assert arrived(worker, case) == (0, 1)
    url = f"/api/incidents/{case}/photos/{HASH}"
    assert worker.get(url).json["code"] == "incident.photo_not_found"
    photos.uploaded(worker, DATA, UUID(case))
    for _ in range(2):
        take_in(UUID(case))
    database.session.commit()
    assert arrived(worker, case) == (1, 1)
    assert worker.get(url).data.startswith(b"\xff\xd8")
    assert worker.get(f"{url}?size=thumb").status_code == 200
    facts = database.session.scalars(select(Fact).where(Fact.kind == "incident.photo_arrived")).all()
    assert [fact.data for fact in facts] == [{"sha256": HASH, "use": "report"}]


def test_a_photo_before_its_text_has_arrived_with_it(client: ActingClient, cast: Cast) -> None:
    case = incidents.with_photo(cast.grid_worker, DATA, point=IN_WEST)
    database.session.commit()
    assert arrived(client.as_(cast.grid_worker), str(case)) == (1, 1)


def test_a_photo_whose_text_never_comes_troubles_nobody(worker: ActingClient) -> None:
    stray = UUID(incidents.body()["id"])
    photos.uploaded(worker, DATA, stray)
    take_in(stray)
    database.session.commit()
    said = select(Fact.kind).where(Fact.subject_id == str(stray))
    assert database.session.scalars(said).all() == []
    assert worker.get(f"/api/incidents/{stray}").status_code == 404
    assert arrived(worker, report(worker)) == (0, 1)


def test_a_hash_that_somebody_else_sent_opens_nothing(client: ActingClient, cast: Cast) -> None:
    case = report(client.as_(cast.volunteer))
    photos.uploaded(client.as_(cast.grid_worker), DATA, UUID(case))
    take_in(UUID(case))
    database.session.commit()
    volunteer = client.as_(cast.volunteer)
    assert arrived(volunteer, case) == (0, 1)
    assert volunteer.get(f"/api/incidents/{case}/photos/{HASH}").status_code == 404


def test_who_does_not_see_the_case_does_not_see_its_photos(client: ActingClient, cast: Cast) -> None:
    case = incidents.with_photo(cast.grid_worker, DATA, point=IN_WEST)
    database.session.commit()
    url = f"/api/incidents/{case}/photos/{HASH}"
    assert client.as_(cast.chaoming_duty).get(url).status_code == 200
    foreign = client.as_(cast.wulin_commander).get(url)
    assert (foreign.status_code, foreign.json["code"]) == (404, "incident.not_found")


def test_a_photo_of_afterwards_may_be_sent_for_the_step_or_for_the_case(crew: Crew, client: ActingClient) -> None:
    case = crew.brought_to("dispatched")
    shown = crew.step(crew.handler, case, "handle", photos=[announced("handle")])
    assert (shown["photos"]["arrived"], shown["photos"]["items"][0]["use"]) == (0, "handle")
    step_id = crew.last_step(case)
    photos.uploaded(client.as_(crew.handler), DATA, step_id)
    take_in(step_id)
    database.session.commit()
    assert arrived(client.as_(crew.handler), case) == (1, 1)
