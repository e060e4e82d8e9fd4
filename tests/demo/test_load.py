"""Loading the demo world into a real database, once."""

import json
import re
import stat
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from backend.areas.models import Area
from backend.areas.rules.validity import day
from backend.commands.models.delivery import DeliveryBatch
from backend.commands.models.drill import Drill
from backend.commands.models.order import Order, OrderProgress
from backend.commands.models.plan import Plan
from backend.core import clock, jobs
from backend.core.db import uuid7
from backend.core.facts import Fact
from backend.demo import accounts
from backend.demo.cases import PICTURED
from backend.demo.health import APPEALS, DECLARING
from backend.demo.modules.hold import TOLD, hold_modules
from backend.demo.paging import IN_A_STREET, RUNNING
from backend.demo.paging_scripts import SCRIPTS
from backend.duty.models import DutyPeriod
from backend.duty.queries.on_duty import is_now
from backend.health.models.declaration import HealthAppeal
from backend.health.models.gate import CheckIn, Place
from backend.health.models.isolation import IsolationCase, IsolationEntry
from backend.health.models.state import HealthState
from backend.identity.models import Account, Person, RoleGrant
from backend.incidents.models.incident import Incident, IncidentPhoto, IncidentStep
from backend.incidents.models.unit import HandlingUnit
from backend.incidents.rules.distance import metres
from backend.incidents.rules.lifecycle import OPEN
from backend.indicators.models.reading import Reading
from backend.modules.actions.every_day import catch_up
from backend.modules.actions.switch import NEVER
from backend.modules.models.entity import ModuleEntity, ModulePhoto
from backend.modules.models.module import ModuleForm, ModuleSwitch
from backend.paging.models import PagingCampaign, PagingTarget
from backend.paging.rules.script import faults
from backend.sites.actions.days import climb
from backend.sites.actions.recheck import recheck
from backend.sites.models.site import Site, SiteDay, SiteStep, SiteWorker
from backend.sites.rules.life import STATES
from backend.uploads import settings
from backend.volunteers.models.activity import Activity, Signup
from backend.volunteers.models.register import Volunteer
from backend.volunteers.rules.activity_life import TAKES
from tests.builders import tally


@pytest.fixture
def demo(app, committed, monkeypatch, tmp_path):
    """The commands, in the application and folder of this test."""
    jobs.bind(app)
    monkeypatch.setitem(app.config, "VAR", tmp_path)
    settings.bind(app.config)
    return lambda word: app.test_cli_runner().invoke(args=["demo", word])


def are_registered(db):
    volunteers = count(db, RoleGrant.role == "volunteer"), count(db, Volunteer.person_id.is_not(None))
    return volunteers == (99_536, 99_536)


def count(db, *where):
    return db.session.scalar(select(func.count()).where(*where))


def test_the_world_is_loaded_once_and_its_accounts_can_sign_in(app, demo, committed, tmp_path):
    said = demo("load")
    assert said.exit_code == 0, said.output
    assert [line.split(":")[0] for line in said.output.splitlines()] == [
        *["plans", "modules", "areas"],
        *["people"] * 4,
        *["roles"] * 4,
        "people",
        *["register", "activities"],
        "drills",
        *("cases", "health declarations by", "construction sites", "asked by the robot", "rows of modules"),
        *("on duty", "readings", "accounts"),
    ]

    assert [count(committed, Area.valid_to.is_(None)), count(committed, Area.geom.is_(None))] == [504, 0]
    assert are_registered(committed)
    assert count(committed, Person.area_path != Area.path, Person.area_code == Area.code) == 0
    assert count(committed, Plan.code.is_not(None)) == 7

    the_drills_are_over_scored_and_go_on(committed)
    the_cases_and_the_gates_are_as_they_were_left(committed)
    the_newest_cases_have_photos_and_facts(committed, tmp_path)
    the_modules_are_on_and_their_rows_of_today(committed)
    some_are_on_duty_where_they_checked_in(committed)
    again = demo("load")
    assert (again.exit_code, again.output.splitlines()) == (
        0,
        [
            *["plans: as they were", "modules: as they were", "areas: there already, so the demo world is left alone"],
            *["rows of modules: 0", "on duty: 0"],
        ],
    )
    on_the_next_day_the_rows_are_told_anew_but_for_what_somebody_has_touched(committed)
    assert are_registered(committed)

    everybody_with_an_account_signs_in(app, demo, committed, tmp_path / accounts.FILE)


def everybody_with_an_account_signs_in(app, demo, db, kept):
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    for one in json.loads(kept.read_text(encoding="utf-8")):
        assert re.search(rf"{one['username']} +{one['password']} ", demo("accounts").output)
        signed_in = app.test_client().post("/api/sessions", json=credentials(one))
        assert signed_in.status_code == 201, signed_in.json
        assert one["role"] in {grant["role"] for grant in signed_in.json["me"]["grants"]}
    assert count(db, Account.must_change_password.is_(False)) == len(accounts.SEATS)


def the_drills_are_over_scored_and_go_on(db):
    first, second, exercise, coming = db.session.scalars(select(Drill).order_by(Drill.starts_at))
    assert [drill.state for drill in (first, second, exercise, coming)] == [*["finished"] * 3, "planned"]
    assert (second.previous_id, coming.previous_id, coming.series_id) == (first.id, second.id, first.id)
    assert coming.starts_at > clock.now()
    scores = [drill.result for drill in (first, second, exercise)]
    assert [score["accepted_in_time"] for score in scores] == [True, True, True]
    assert [score["answered_in_time"] for score in scores] == [False, True, True]
    assert (exercise.result["measured_from"], exercise.result["people"]) == ("opened", exercise.people)
    assert [len(score["streets"]) for score in scores] == [2, 2, 1]
    assert count(db, Order.status == "Actual") == 0
    assert count(db, OrderProgress.ended_at.is_(None)) == 0
    assert count(db, DeliveryBatch.done_at.is_(None)) == 0
    for drill in (first, second, exercise):
        assert tally.kept(drill.order_id) == tally.recounted(drill.order_id)


def the_cases_are_where_their_steps_left_them(db):
    assert count(db, Incident.id.is_not(None)) == 12_000
    last = select(IncidentStep.state).where(IncidentStep.incident_id == Incident.id)
    last = last.order_by(IncidentStep.no.desc()).limit(1).scalar_subquery()
    assert count(db, Incident.state != last) == 0
    states = {row.state: row.number for row in db.session.execute(
        select(Incident.state, func.count().label("number")).group_by(Incident.state)
    )}  # fmt: skip
    assert states["closed"] > 9_000
    assert sum(states.get(state, 0) for state in OPEN) > 100
    assert count(db, Incident.deadline_at <= Incident.dispatched_at) == 0
    assert count(db, IncidentStep.at > clock.now()) == 0
    assert count(db, HandlingUnit.id.is_not(None)) == 8
    late = count(db, Incident.handled_at > Incident.deadline_at) / count(db, Incident.handled_at.is_not(None))
    assert 0.05 < late < 0.2


def the_newest_cases_have_photos_and_facts(db, folder):
    photos = db.session.scalars(select(IncidentPhoto)).all()
    assert {photo.use for photo in photos} == {"report", "handle"}
    assert len({photo.incident_id for photo in photos}) == PICTURED
    assert len({photo.sha256 for photo in photos}) == len(photos)
    assert all(photo.arrived_at <= clock.now() for photo in photos)
    kept = [file for file in (folder / "photos").rglob("*") if file.is_file()]
    cleaned = set(db.session.scalars(select(ModulePhoto.sha256).distinct()))
    assert len(kept) == 2 * (len(photos) + len(cleaned))
    assert sum(file.stat().st_size for file in kept) < 20_000_000
    one, other = db.session.scalars(select(Incident).order_by(Incident.recorded_at.desc()).limit(2))
    assert (one.category_code, one.area_code) == (other.category_code, other.area_code)
    twin = {"lng": other.lng_wgs84, "lat": other.lat_wgs84}
    assert 5 < metres(one.lng_wgs84, one.lat_wgs84, twin["lng"], twin["lat"]) < 50
    told = select(Fact.kind).where(Fact.subject_type == "incident", Fact.subject_id == str(one.id))
    assert "incident.reported" in db.session.scalars(told).all()


def the_modules_are_on_and_their_rows_of_today(db):
    assert count(db, ModuleSwitch.is_on, ModuleSwitch.area_code == "330103") == 13
    assert count(db, ModuleEntity.id.is_not(None)) == sum(told.count for told in TOLD)
    assert count(db, ModuleEntity.computed_on < day(clock.now())) == 0
    assert count(db, ModuleForm.filled_at > clock.now()) == 0
    assert count(db, ModuleEntity.area_path != Area.path, ModuleEntity.area_code == Area.code) == 0
    colours = Counter(db.session.scalars(select(ModuleEntity.state).where(ModuleEntity.module == "rental_housing")))
    assert set(colours) == {"green", "blue", "yellow", "orange", "red", "closed"}
    # A night's work by the engine itself says nothing else of any row.
    said = {
        row.id: (row.state, row.state_since, row.rule, row.figures) for row in db.session.scalars(select(ModuleEntity))
    }
    db.session.execute(update(ModuleEntity).values(computed_on=NEVER))
    catch_up()
    db.session.expire_all()
    rows = db.session.scalars(select(ModuleEntity)).all()
    assert [one.label for one in rows if (one.state, one.state_since, one.rule, one.figures) != said[one.id]] == []
    assert count(db, Reading.indicator == "SO004", Reading.value > 0) > 0
    db.session.commit()


def some_are_on_duty_where_they_checked_in(db):
    assert count(db, is_now(), DutyPeriod.kind == "duty") > 150
    assert count(db, is_now(), DutyPeriod.kind == "standby") > 100
    assert count(db, is_now(), DutyPeriod.lng_wgs84.is_(None)) > 20
    assert count(db, DutyPeriod.person_id == Account.person_id) == 0
    assert count(db, DutyPeriod.started_at > clock.now()) == 0


def on_the_next_day_the_rows_are_told_anew_but_for_what_somebody_has_touched(db):
    own, other = db.session.scalars(select(ModuleEntity).where(ModuleEntity.module == "parking").limit(2)).all()
    seen = (own.saved_at, other.saved_at)
    told = {"id": uuid7(), "entity_id": own.id, "form": "count", "version": 1, "data": {"free": 7}}
    db.session.add(ModuleForm(**told, by=own.created_by, filled_at=clock.now()))
    db.session.commit()
    clock.hold(clock.now() + timedelta(days=1))
    try:
        assert hold_modules() == sum(told.count for told in TOLD) - 1
        assert hold_modules() == 0
        db.session.expire_all()
        again = [db.session.get_one(ModuleEntity, one.id).saved_at for one in (own, other)]
        assert [now > before for now, before in zip(again, seen, strict=True)] == [False, True]
        assert count(db, ModuleForm.entity_id == own.id) == 4
    finally:
        db.session.rollback()
        clock.release()


def credentials(one):
    return {
        "username": one["username"],
        "password": one["password"],
        "device_id": str(uuid7()),
        "device_label": "test",
    }


def test_without_a_world_there_are_no_accounts_to_print(demo):
    said = demo("accounts")
    assert (said.exit_code, said.stderr) == (1, "Error: the demo world was not loaded from this folder\n")


def the_week_of_the_volunteers_is_full(db):
    now = clock.now()
    held = [count(db, Activity.id.is_not(None)), count(db, Activity.starts_at < now, Activity.ends_at > now)]
    assert held[0] > 500
    assert held[1] >= 74
    assert count(db, Activity.starts_at > now, Activity.state == "published") > 150
    states = set(db.session.scalars(select(Signup.state).distinct()))
    assert states == {"signed_up", "waiting", "checked_in", "checked_out", "confirmed", "missed"}
    assert count(db, Signup.state == "confirmed", Signup.minutes.is_(None)) == 0
    taken = select(func.count()).where(Signup.activity_id == Activity.id, Signup.state.in_(TAKES)).scalar_subquery()
    assert count(db, taken > Activity.capacity) == 0


def the_gates_had_people_and_some_are_at_home(db):
    assert count(db, HealthState.colour.is_not(None)) == DECLARING
    ill = count(db, HealthState.colour != "green")
    assert 0 < ill < DECLARING / 8
    assert count(db, IsolationCase.ended_at.is_(None)) == ill
    assert count(db, IsolationEntry.case_id.is_not(None)) == ill * 28
    assert count(db, HealthAppeal.decided_at.is_(None)) == -(-ill // APPEALS)
    assert count(db, Place.closed_at.is_(None)) == 74
    assert count(db, CheckIn.passed) > 74 * 10


def the_sites_have_crews_in_all_states(db):
    assert (count(db, Site.id.is_not(None)), count(db, SiteWorker.id.is_not(None))) == (106, 19_611)
    assert {row.state for row in db.session.execute(select(Site.state).distinct())} == set(STATES)
    assert len({code[:9] for code in db.session.scalars(select(Site.area_code))}) == 8
    last = select(SiteStep.state).where(SiteStep.site_id == Site.id).order_by(SiteStep.at.desc()).limit(1)
    assert count(db, Site.state != func.coalesce(last.scalar_subquery(), "draft")) == 0
    cleared = SiteWorker.cleared_until > clock.now()
    assert 10_000 < count(db, cleared, SiteWorker.passed) == count(db, cleared)
    assert all(count(db, SiteWorker.passed.is_(said)) > 200 for said in (None, False))
    assert count(db, SiteWorker.cleared_until <= clock.now()) > 100
    assert count(db, SiteDay.submitted_at > clock.now()) == 0
    # Who is cleared stays so: nobody's colour says otherwise.
    assert (recheck(), climb()) == (0, 0)


def the_robot_has_asked_and_left_some_to_people(db):
    states = Counter(db.session.scalars(select(PagingCampaign.state)))
    assert states == {"done": 8, "running": 1, "draft": 1}
    settled, waiting = PagingTarget.outcome.is_not(None), PagingTarget.outcome.is_(None)
    assert count(db, PagingTarget.id.is_not(None)) == 8 * IN_A_STREET + RUNNING
    assert count(db, settled, PagingTarget.outcome_at > clock.now()) == 0
    assert count(db, waiting, PagingTarget.next_at.is_(None)) == 0
    needed = count(db, PagingTarget.needs_person)
    assert 0.2 < needed / count(db, settled) < 0.34
    assert 0 < count(db, PagingTarget.closed_at.is_not(None)) < needed
    for content in SCRIPTS:
        assert faults(content) == []


def the_cases_and_the_gates_are_as_they_were_left(db):
    the_week_of_the_volunteers_is_full(db)
    the_robot_has_asked_and_left_some_to_people(db)
    the_cases_are_where_their_steps_left_them(db)
    the_gates_had_people_and_some_are_at_home(db)
    the_sites_have_crews_in_all_states(db)
