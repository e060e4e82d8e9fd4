"""Figures of those who are there, of orders, of isolation, paging, sites and modules: each beside a count by hand."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from backend.commands.actions.take_receipts import take_receipts
from backend.commands.models.order import Order, OrderProgress
from backend.core import clock as core_clock
from backend.core.db import db as database
from backend.health.actions.isolation import enter
from backend.health.models.isolation import IsolationCase
from backend.indicators.actions import compute
from backend.modules.actions import switch
from backend.modules.actions.every_day import catch_up
from backend.paging.outbox import on_time
from backend.push.actions.heartbeat import beat
from backend.sites.actions import clear, remove
from backend.sites.models.site import Site, SiteWorker
from backend.volunteers.actions.activities import attend
from tests.builders import activities, duty, health, modules, orders, paging, people, sites
from tests.builders.orders import Gateway
from tests.builders.readings import pair, value
from tests.builders.register import recorded, volunteer
from tests.builders.sent_order import report
from tests.cast import CHAOMING, DAOMAO, DAOMAO_EAST, DAOMAO_WEST, DISTRICT, DONGHE_WEST, WULIN, XIANLIN_WEST, Cast

LAST_WEEK, MONDAY, TUESDAY = date(2026, 2, 23), date(2026, 3, 2), date(2026, 3, 3)
HOUR_S, DAY_S = 3_600, 86_400


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    return Cast()


def test_posts_are_manned_while_somebody_is_on_duty_there(cast: Cast) -> None:
    duty.on_duty(cast.chaoming_duty)
    duty.on_duty(cast.secretary)
    duty.on_duty(cast.grid_worker)
    duty.on_duty(cast.wulin_commander, kind="standby")
    core_clock.move(60)
    compute.compute_now()
    # Chaoming with two communities, Wulin with one; a grid is no post, and standing by is no duty.
    assert [pair("PO026", area) for area in (CHAOMING, WULIN, DISTRICT)] == [(2, 3), (0, 2), (2, 5)]
    core_clock.move(DAY_S)
    compute.compute_now()
    assert pair("PO026", DISTRICT) == (0, 5), "their hours are over, whether or not a job has said so"


def test_who_has_several_grids_is_one_grid_worker_of_what_holds_them(cast: Cast) -> None:
    for grid in (DAOMAO_EAST, DONGHE_WEST):
        people.grant(cast.grid_worker, "grid_worker", grid)
    people.person("夏网格", DAOMAO_EAST, "grid_worker")
    beat(people.actor(cast.grid_worker), endpoint=None, permission="denied", app_version="1", display_mode="browser",
         storage_persisted=False)  # fmt: skip
    core_clock.move(60)
    compute.compute_now()
    counted = {area: pair("SO013", area) for area in (DAOMAO_WEST, DAOMAO_EAST, DONGHE_WEST, DAOMAO, CHAOMING)}
    assert counted == {
        DAOMAO_WEST: (1, 1), DAOMAO_EAST: (1, 2), DONGHE_WEST: (1, 1), DAOMAO: (1, 2), CHAOMING: (1, 2)
    }  # fmt: skip
    assert pair("SO013", DISTRICT) == (1, 3)
    core_clock.move(HOUR_S)
    duty.on_duty(cast.wulin_worker)
    core_clock.move(60)
    compute.compute_now()
    assert (pair("SO013", WULIN), pair("SO013", DISTRICT)) == ((1, 1), (1, 3)), "a phone that is silent is offline"


def test_volunteers_are_counted_where_they_serve_and_late_hours_correct_their_day(cast: Cast, clock: Any) -> None:
    recorded(cast.volunteer)
    other, host = volunteer("志愿二", DAOMAO_WEST), cast.grid_worker
    what = activities.activity(host, DAOMAO_WEST, after=activities.HOUR)
    for who in (cast.volunteer, other):
        activities.signed_up(who, what)
    core_clock.hold(what.starts_at)
    attend.check_in(people.actor(cast.volunteer), what.id, **activities.tap())
    core_clock.move(60)
    compute.compute_now()
    assert [value("CU008", area) for area in (DAOMAO_WEST, CHAOMING, WULIN)] == [1, 1, 0]
    core_clock.hold(what.starts_at + timedelta(minutes=90))
    attend.check_out(people.actor(cast.volunteer), what.id, **activities.tap())
    core_clock.hold(what.ends_at + timedelta(days=1))
    compute.compute_late()
    assert (pair("CU010", DAOMAO), value("CU009", DAOMAO), value("CU006", DISTRICT)) == ((1, 2), 0, 2)
    attend.confirm(people.actor(host), what.id, people=[cast.volunteer.id], accepted=True, note=None)
    before = compute.compute_late()
    assert before.corrected > 0
    assert [value("CU009", area) for area in (DAOMAO_WEST, DISTRICT, WULIN)] == [1.5, 1.5, 0]
    assert compute.compute_late()[::2] == (0, 0)


def test_orders_say_how_soon_they_were_out_who_was_reached_and_who_answered_in_time(cast: Cast) -> None:
    orders.plans()
    gateway = Gateway().live()
    for who in (cast.grid_worker, cast.volunteer, cast.secretary):
        orders.phone(who)
    stamps = {"opened": (core_clock.now() - timedelta(seconds=30)).isoformat()}
    order_id = UUID(str(orders.order(cast.chaoming_commander, DAOMAO, stamps=stamps)["id"]))
    orders.order(cast.chaoming_commander, DAOMAO, status="Exercise")
    core_clock.move(8)
    gateway.deliver()
    order = database.session.get_one(Order, order_id)
    core_clock.move(240)
    take_receipts([report(order, cast.volunteer, "acknowledged")])
    core_clock.move(120)
    take_receipts([report(order, cast.grid_worker, "acknowledged")])
    compute.compute_now()
    progress = database.session.get_one(OrderProgress, order_id, populate_existing=True)
    assert progress.people == 3
    # The drill is in none of them; one of three answered within five minutes, one later, one not.
    assert (pair("SO028", CHAOMING), pair("SO029", CHAOMING), pair("SO029", WULIN)) == ((3, 3), (1, 3), (0, 0))
    assert (pair("SO027", CHAOMING), value("SO027", DISTRICT), value("SO028", WULIN)) == ((38, 1), 38, None)


def test_isolation_counts_who_is_at_home_and_half_days_on_the_day_they_belong_to(cast: Cast) -> None:
    health.declared(cast.volunteer, "fever")
    case = database.session.scalars(select(IsolationCase)).one()
    core_clock.move(4 * HOUR_S)
    enter.enter(people.actor(cast.grid_worker), case.id, day=MONDAY, half="afternoon", temperature=36.6, symptoms=[],
                note=None)  # fmt: skip
    core_clock.move(DAY_S)
    compute.compute_late()
    assert [value("SO041", area) for area in (DAOMAO_WEST, DISTRICT, WULIN)] == [1, 1, 0]
    # Monday has its afternoon alone, reported; Tuesday two, of which nobody has reported one.
    assert pair("SO042", DAOMAO_WEST, MONDAY) == (1, 1)
    core_clock.move(DAY_S)
    compute.compute_late()
    assert pair("SO042", DAOMAO_WEST, TUESDAY) == (0, 2)
    enter.enter(people.actor(cast.grid_worker), case.id, day=TUESDAY, half="morning", temperature=36.6, symptoms=[],
                note=None)  # fmt: skip
    assert compute.compute_late().corrected > 0
    assert pair("SO042", CHAOMING, TUESDAY) == (1, 2)
    health.cleared(cast.volunteer, cast.chaoming_duty, "核酸阴性")
    core_clock.move(DAY_S)
    compute.compute_late()
    assert (value("SO041", DISTRICT), value("SO041", DISTRICT, TUESDAY)) == (0, 1)


def test_the_robots_calls_count_on_the_day_their_campaign_began(cast: Cast) -> None:
    paging.small(cast, attempts=[{"channel": "voice", "wait_min": 30}])
    well, ill, _silent = paging.sent("voice")
    paging.hear("voice", [well], "acknowledged", well="1")
    paging.hear("voice", [ill], "acknowledged", well="2", heat="39", since="20260301")
    on_time.tick()
    core_clock.move(DAY_S)
    compute.compute_late()
    assert (pair("SO045", DAOMAO, MONDAY), pair("SO046", DAOMAO, MONDAY)) == ((1, 3), (2, 3))
    assert (pair("SO045", DISTRICT, MONDAY), value("SO045", WULIN, MONDAY)) == ((1, 3), None)


def test_sites_count_who_is_cleared_and_on_the_list_and_none_is_zero_where_sites_are_kept(cast: Cast) -> None:
    keeper = people.person("钱工", CHAOMING, "handler")
    core_clock.move(DAY_S)
    compute.compute_late()
    assert value("EC042", DISTRICT) is None, "nobody keeps sites: that is no figure"
    first, second = (sites.site(keeper, DAOMAO, name=name) for name in ("东河广场", "西河广场"))
    applied = database.session.get_one(Site, first)
    applied.state = "applied"
    core_clock.move(DAY_S)
    compute.compute_late()
    assert [value(code, DISTRICT) for code in ("EC042", "EC043", "SO055")] == [0, 0, 1]
    database.session.execute(update(Site).values(state="working"))
    health.declared(cast.volunteer)
    health.declared(cast.grid_worker)
    for site_id, who in ((first, cast.volunteer), (first, cast.grid_worker), (second, cast.secretary)):
        sites.listed(keeper, site_id, name=who.name, phone=who.phone)
    clear.by_record(people.actor(keeper), first, workers=None)
    core_clock.move(DAY_S)
    compute.compute_late()
    # The secretary is on a list, and nobody has cleared him.
    assert [value(code, DAOMAO) for code in ("EC042", "EC043", "SO055")] == [2, 2, 2]
    off = select(SiteWorker.id).where(SiteWorker.phone == cast.volunteer.phone)
    remove.remove(people.actor(keeper), first, database.session.scalars(off).one(), reason="离场")
    core_clock.move(DAY_S)
    compute.compute_late()
    assert value("EC043", DISTRICT) == 1


def test_modules_count_their_rows_where_they_are_on(cast: Cast) -> None:
    for street in (CHAOMING, WULIN):
        modules.on(street)
    for tenants, grid in ((3, DAOMAO_WEST), (60, DAOMAO_WEST), (60, DONGHE_WEST), (60, XIANLIN_WEST)):
        modules.entity(cast.wulin_worker if grid == XIANLIN_WEST else cast.chaoming_duty, grid, tenants=tenants)
    core_clock.move(DAY_S)
    catch_up()
    compute.compute_late()
    assert [value("SO004", area) for area in (DAOMAO, CHAOMING, DISTRICT, WULIN)] == [2, 3, 4, 1]
    assert [value("SO005", area) for area in (DAOMAO, DONGHE_WEST, DAOMAO_EAST, DISTRICT)] == [1, 1, 0, 3]
    keeper = people.person("系统员", CHAOMING, "system_admin")
    switch.switch(people.actor(keeper), modules.HOUSING, CHAOMING, is_on=False, version=1, adjustment={}, dry_run=False)
    catch_up()
    core_clock.move(DAY_S)
    compute.compute_late()
    for code in ("SO004", "SO005"):
        assert [value(code, area) for area in (CHAOMING, WULIN, DISTRICT)] == [0, 1, 1], "what is off is not counted"


def test_a_week_is_counted_once_right_after_it(cast: Cast) -> None:
    modules.on(CHAOMING, "open_kitchens")
    modules.kitchen(cast.chaoming_duty, DAOMAO_WEST)
    compute.compute_late()
    assert [value("SO038", area, LAST_WEEK) for area in (DAOMAO, DISTRICT, WULIN)] == [1, 1, 0]
    modules.kitchen(cast.chaoming_duty, DAOMAO_WEST)
    core_clock.move(DAY_S)
    compute.compute_late()
    assert value("SO038", DISTRICT) == 1, "of the week that has ended another count would be another day's"
    core_clock.move(6 * DAY_S)
    compute.compute_late()
    assert (value("SO038", DISTRICT, MONDAY), value("SO038", DISTRICT, LAST_WEEK)) == (2, 1)
