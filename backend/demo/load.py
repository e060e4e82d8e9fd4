"""Loads the demo world once, all of it in one transaction, and says how far it is."""

from pathlib import Path

from sqlalchemy import select, text

from backend.areas.actions.import_areas import take_in
from backend.areas.actions.import_shapes import draw
from backend.areas.models import Area
from backend.commands.actions.load_plans import load_plans
from backend.commands.catalogue.reader import read_all
from backend.core.db import db
from backend.core.facts import Fact, record
from backend.demo import accounts, geography
from backend.demo.activities import hold_activities
from backend.demo.cases import hold_cases
from backend.demo.copy import Say, copy_people
from backend.demo.drills import hold_drills
from backend.demo.duty import hold_duty
from backend.demo.health import hold_health
from backend.demo.indicators import hold_indicators
from backend.demo.modules.hold import hold_modules
from backend.demo.paging import hold_paging
from backend.demo.people import people
from backend.demo.sites import hold_sites
from backend.demo.volunteers import hold_register
from backend.modules.actions.load import load as load_modules
from backend.modules.catalogue.reader import read_all as read_modules

#: Any number that nobody else takes: two loads at once would make two worlds.
LOCK = 7_002


def load(folder: Path, say: Say) -> None:
    """Plans and modules as they are now, and the world where there is none; `folder` keeps the accounts' passwords."""
    db.session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    say(f"plans: {', '.join(load_plans(read_all())) or 'as they were'}")
    say(f"modules: {', '.join(load_modules(read_modules())) or 'as they were'}")
    if db.session.scalar(select(Area.code).limit(1)) is not None:
        say("areas: there already, so the demo world is left alone")
        if db.session.scalar(select(Fact.seq).where(Fact.kind == "demo.loaded").limit(1)) is not None:
            say(f"rows of modules: {hold_modules():,}")
            say(f"on duty: {hold_duty():,}")
            hold_indicators(is_new=False)
        return
    world = geography.read()
    for report in (take_in(world.rows), draw(world.outlines())):
        assert not report.faults, report.faults
    say(f"areas: {len(world.rows)}")
    path_of = {area.code: area.path for area in db.session.scalars(select(Area))}
    written = copy_people(people(world), path_of, say)
    say(f"people: {len(written):,}")
    say(f"register: {hold_register(written):,}")
    say(f"activities: {hold_activities(world, written, path_of):,}")
    say(f"drills: {hold_drills(world, written)}")
    say(f"cases: {hold_cases(world, written, path_of):,}")
    say(f"health declarations by: {hold_health(world, written, path_of):,}")
    say(f"construction sites: {hold_sites(world, written, path_of):,}")
    say(f"asked by the robot: {hold_paging(world, written, path_of):,}")
    say(f"rows of modules: {hold_modules():,}")
    # Whoever can sign in comes on duty himself, and the figures count who is there.
    opened = accounts.open_accounts(world, written)
    say(f"on duty: {hold_duty():,}")
    say(f"readings: {hold_indicators(is_new=True):,}")
    record("demo.loaded", ("area", world.rows[0].code), data={"areas": len(world.rows), "people": len(written)})
    # Before the commit: passwords without accounts are made anew, accounts without passwords would be lost.
    accounts.keep(opened, folder)
    say(f"accounts: {len(opened)}")
