"""Who comes on duty in the demo district: each person once, whatever he is responsible for."""

from typing import Any

from sqlalchemy import func, select

from backend.core.db import db as database
from backend.demo.duty import hold_duty
from backend.duty.models import DutyPeriod
from tests.builders import people
from tests.cast import DAOMAO_EAST, DAOMAO_WEST


def test_whoever_has_several_grids_and_roles_comes_once(cast: Any, clock: Any) -> None:
    for number in range(40):
        who = people.person(f"网格员{number}", DAOMAO_WEST, "grid_worker", "handler", lng_wgs84=120.17, lat_wgs84=30.28)
        people.grant(who, "grid_worker", DAOMAO_EAST)
    came = hold_duty()
    database.session.flush()
    periods, their = database.session.execute(
        select(func.count(), func.count(DutyPeriod.person_id.distinct())).select_from(DutyPeriod)
    ).one()
    assert periods == their == came > 20
    assert hold_duty() == 0, "a second time nobody comes"
