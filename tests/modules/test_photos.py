"""Photos of module forms: in whichever order, for whoever sees the field, kept for as long as they are named."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core.db import db as database
from backend.core.facts import Fact
from backend.modules.actions.photos import take_in
from backend.modules.actions.purge import purge
from backend.modules.models.entity import ModuleEntity, ModulePhoto
from backend.modules.queries.photos import shown
from backend.modules.rules import pictures
from tests.builders import modules, people, photos
from tests.cast import CHAOMING, DAOMAO_WEST, Cast
from tests.client import ActingClient

DATA = photos.jpeg(64, 48)
HASH = photos.sha256(DATA)
FORMS = f"/api/modules/{modules.HOUSING}/forms"


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    made = Cast()
    modules.on(CHAOMING)
    return made


@pytest.fixture
def dwelling(cast: Cast) -> UUID:
    return modules.entity(cast.grid_worker, DAOMAO_WEST)


def visit(client: ActingClient, entity_id: UUID, hazards: list[dict[str, Any]]) -> Any:
    said = {**modules.body(form="visit", tenants=3, hazards=hazards), "entity_id": str(entity_id)}
    reply = client.post(FORMS, json=said)
    assert reply.status_code == 200, reply.json
    return reply.json


def test_a_photo_after_its_form_is_marked_arrived_once(client: ActingClient, cast: Cast, dwelling: UUID) -> None:
    worker = client.as_(cast.grid_worker)
    assert visit(worker, dwelling, [modules.seen(DATA)])["photos"] == [{"sha256": HASH, "arrived_at": None}]
    url = f"/api/module-entities/{dwelling}/photos/{HASH}"
    assert worker.get(url).json["code"] == "entity.photo_not_found"
    photos.uploaded(worker, DATA, dwelling)
    take_in(dwelling)
    take_in(dwelling)
    found = worker.get(f"{url}?size=thumb")
    assert (found.status_code, found.mimetype) == (200, "image/jpeg")
    facts = database.session.scalars(select(Fact).where(Fact.kind == "entity.photo_arrived")).all()
    assert [fact.data for fact in facts] == [{"sha256": HASH}]


def test_a_photo_before_its_form_has_arrived_with_it(client: ActingClient, cast: Cast, dwelling: UUID) -> None:
    modules.with_photo(cast.grid_worker, dwelling, DATA)
    shown_whole = client.as_(cast.grid_worker).get(f"/api/module-entities/{dwelling}").json
    assert shown_whole["photos"][0]["arrived_at"] is not None


def test_who_only_knows_a_hash_does_not_get_to_see_the_photo(client: ActingClient, cast: Cast, dwelling: UUID) -> None:
    photos.uploaded(client.as_(cast.chaoming_duty), DATA, dwelling)
    visit(client.as_(cast.grid_worker), dwelling, [modules.seen(DATA)])
    take_in(dwelling)
    url = f"/api/module-entities/{dwelling}/photos/{HASH}"
    assert client.as_(cast.grid_worker).get(url).json["code"] == "entity.photo_not_found"


def test_somebody_elses_grid_has_no_photos(client: ActingClient, cast: Cast, dwelling: UUID) -> None:
    modules.with_photo(cast.grid_worker, dwelling, DATA)
    url = f"/api/module-entities/{dwelling}/photos/{HASH}"
    assert client.as_(cast.wulin_worker).get(url).json["code"] == "entity.not_found"
    analyst = people.person("研判员", CHAOMING, "analyst")
    assert client.as_(analyst).get(url).status_code == 200
    database.session.get_one(ModulePhoto, (dwelling, HASH)).is_personal = True
    database.session.flush()
    assert client.as_(analyst).get(url).json["code"] == "entity.photo_not_found"
    assert client.as_(analyst).get(f"/api/module-entities/{dwelling}").json["photos"] == []


def test_a_photo_is_kept_while_it_is_named(client: ActingClient, cast: Cast, dwelling: UUID) -> None:
    modules.with_photo(cast.grid_worker, dwelling, DATA)
    assert shown([HASH]) == {HASH}
    visit(client.as_(cast.chaoming_duty), dwelling, [])
    assert shown([HASH]) == set()


def test_photos_go_with_what_they_are_of(client: ActingClient, cast: Cast, clock: Any, dwelling: UUID) -> None:
    modules.with_photo(cast.grid_worker, dwelling, DATA)
    database.session.get_one(ModuleEntity, dwelling).purge_after = clock.now() + timedelta(days=1)
    database.session.flush()
    clock.move(86_400)
    assert purge() == 1
    assert shown([HASH]) == set()


def test_photos_are_found_in_fields_and_in_lists_and_a_public_field_makes_them_public() -> None:
    photo = {"schema": {"type": "array", "items": {"type": "string", "pattern": pictures.HASH}}, "personal": "none"}
    private = {**photo, "personal": "home"}
    inner = {"schema": {"type": "array"}, "personal": "none", "items": {"picture": photo}}
    spec = {"entities": {"house": {"fields": {"front": photo, "room": private, "faults": inner}}}}
    data = {"front": ["a"], "room": ["a", "b"], "faults": [{"picture": ["c"]}, {}, None]}
    assert pictures.named(spec, "house", data) == {"a": False, "b": True, "c": False}
    assert pictures.named(spec, "house", {"front": "a", "faults": {}}) == {}
