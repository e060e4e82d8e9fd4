"""9 April 2021: the district is merged into its neighbour, every code changes, and everybody keeps their work."""

from datetime import date

import pytest
from sqlalchemy import select

from backend.areas.actions.succeed import merge, succeed
from backend.core.facts import Fact
from backend.identity.jobs import rehome
from backend.identity.models import RoleGrant
from tests import cast
from tests.builders.areas import plant
from tests.cast import Cast

GONGSHU = "330105"
MERGER = date(2021, 4, 9)


@pytest.fixture
def people(db, clock):
    found = Cast()
    plant(GONGSHU, f"{GONGSHU}001")
    succeed(cast.WULIN, becomes=f"{GONGSHU}013", under=GONGSHU, on=MERGER)
    succeed(cast.CHAOMING, becomes=f"{GONGSHU}015", under=GONGSHU, on=MERGER)
    merge(cast.DISTRICT, into=GONGSHU, on=MERGER)
    for fact in db.session.scalars(select(Fact).where(Fact.kind == "area.succeeded").order_by(Fact.seq)):
        rehome(fact.data["path"])
    db.session.expire_all()
    return found


def listed(client, person, path):
    reply = client.as_(person).get(path)
    assert reply.status_code == 200, reply.json
    return [item.get("code") or item["name"] for item in reply.json["items"]]


def test_a_worker_keeps_his_grid_under_its_new_code(client, people):
    assert listed(client, people.grid_worker, "/api/areas") == [
        "330105",
        "330105015",
        "330105015056",
        "330105015056001",
    ]
    me = client.as_(people.grid_worker).get("/api/me").json
    assert me["area"]["code"] == "330105015056001"
    assert [(grant["area_code"], grant["is_lead"]) for grant in me["grants"]] == [("330105015056001", True)]


def test_a_former_code_on_an_old_paper_still_leads_to_the_place(client, people):
    shown = client.as_(people.grid_worker).get(f"/api/areas/{cast.DAOMAO_WEST}").json
    assert (shown["valid_to"], shown["current_code"]) == ("2021-04-09", "330105015056001")
    assert client.as_(people.grid_worker).get(f"/api/areas/{cast.WULIN}").status_code == 404


def test_a_street_still_commands_its_people_and_no_others(client, people):
    found = listed(client, people.chaoming_commander, "/api/people")
    assert people.volunteer.name in found
    assert people.wulin_worker.name not in found


def test_who_commanded_the_district_does_not_command_the_larger_one_until_it_is_granted(client, people):
    assert client.as_(people.commander).get("/api/orders").status_code == 403
    assert client.as_(people.commander).get("/api/me").json["area"]["code"] == GONGSHU
    assert client.as_(people.security_admin).get("/api/people").status_code == 403


def test_nobody_is_left_on_a_code_that_is_no_more(db, people):
    held = db.session.scalars(select(RoleGrant.area_path).where(RoleGrant.revoked_at.is_(None))).all()
    # All ten of the cast but the two who held the district itself.
    assert len(held) == 8
    assert all(path.startswith(f"{GONGSHU}.") for path in held)
