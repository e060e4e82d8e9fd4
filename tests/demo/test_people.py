"""The demo district's people, before they are written anywhere."""

from collections import Counter

import pytest
from shapely import contains_xy

from backend.demo import geography
from backend.demo.people import people


@pytest.fixture(scope="module")
def world():
    return geography.read()


@pytest.fixture(scope="module")
def everybody(world):
    return list(people(world))


def test_the_figures_are_those_of_the_district(everybody):
    assert Counter(one.role for one in everybody if one.is_lead) == {
        "commander": 9,
        "duty_officer": 75,
        "grid_worker": 420,
    }
    assert Counter(one.role for one in everybody)["volunteer"] == 99_536


def test_every_area_has_one_responsible_person(world, everybody):
    assert Counter(one.area_code for one in everybody if one.is_lead) == Counter(row.code for row in world.rows)


def test_every_grid_has_volunteers_and_each_stands_inside_it(world, everybody):
    volunteers = [one for one in everybody if one.role == "volunteer"]
    per_grid = Counter(one.area_code for one in volunteers)
    assert set(per_grid) == set(world.codes("grid"))
    assert min(per_grid.values()) > 100
    for one in volunteers[::97]:
        assert contains_xy(world.shapes[one.area_code].buffer(1e-6), one.lng, one.lat)


def test_nobody_can_be_called_by_accident(everybody):
    assert {one.phone[:7] for one in everybody} == {"1990000"}
    assert {len(one.phone) for one in everybody} == {11}


def test_the_three_administrators_are_three_people(everybody):
    admins = [one for one in everybody if one.role.endswith("_admin")]
    assert sorted(one.role for one in admins) == ["audit_admin", "security_admin", "system_admin"]


def test_the_people_are_the_same_every_time(world, everybody):
    assert all(one == again for one, again in zip(everybody, people(world), strict=True))
