"""A small district for the browsers: real streets, and people made for the test that needs them."""

import itertools
from dataclasses import dataclass
from uuid import UUID

from flask import Flask
from shapely import Polygon
from sqlalchemy import select, update

from backend.areas.actions.import_areas import take_in
from backend.areas.actions.import_shapes import draw
from backend.areas.models import Area
from backend.areas.queries import in_force
from backend.areas.rules.listing import Row
from backend.areas.rules.outlines import Outline
from backend.commands.actions.load_plans import load_plans
from backend.commands.catalogue.reader import read_all
from backend.core import clock
from backend.core.db import db
from backend.core.jobs import run_in_one_transaction
from backend.demo import geography
from backend.identity.actions.hashing import hashed
from backend.identity.models import Account, Person, RoleGrant
from backend.indicators.actions.take import take
from backend.indicators.rules.reading import New
from backend.modules.actions.load import load as load_modules
from backend.modules.catalogue.reader import read_all as read_modules
from backend.paging.models import PagingTarget
from backend.paging.rules import link
from tests.e2e.product import PAGING_SECRET
from tests.e2e.words import Language

PASSWORD = "chaoming-bridge-by-night-57"
TITLES = {
    "commander": "指挥长",
    "duty_officer": "值班员",
    "grid_worker": "网格员",
    "volunteer": "志愿者",
    "analyst": "分析员",
    "security_admin": "安全管理员",
    "system_admin": "系统管理员",
    "audit_admin": "审计管理员",
}


@dataclass(frozen=True, slots=True)
class Someone:
    id: UUID
    name: str
    username: str
    password: str
    area_code: str


class World:
    """Each test takes a community of its own, so that tests do not see each other's orders."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._numbers = itertools.count(1)
        with app.app_context():
            run_in_one_transaction(_settle)
            self._password_hash = hashed(PASSWORD)
            codes = select(Area.code).where(Area.level == "community").order_by(Area.code)
            self._all = list(db.session.scalars(codes))
        # Of many tests the last come to places of the first, whose orders are long answered for.
        self._communities = itertools.cycle(self._all)
        self._given: set[str] = set()

    def community(self) -> str:
        """One where nobody is."""
        code = next(self._communities)
        if code in self._given:
            self._vacate(code)
        self._given.add(code)
        return code

    def _vacate(self, code: str) -> None:
        """Whom an earlier test left there goes, and with them who held a role there."""
        with self._app.app_context():
            path = db.session.scalars(select(Area.path).where(Area.code == code)).one()
            now = {"revoked_at": clock.now()}
            held = (RoleGrant.area_path.startswith(path), RoleGrant.revoked_at.is_(None))
            db.session.execute(update(RoleGrant).where(*held).values(now))
            db.session.execute(update(Person).where(Person.area_path.startswith(path)).values(active=False))
            db.session.commit()

    def elsewhere(self, place: str) -> str:
        """A community of another street, the furthest in the list."""
        return next(code for code in reversed(self._all) if code[:9] != place[:9])

    def beside(self, place: str) -> str:
        """Another community of the same street."""
        return next(code for code in self._all if code[:9] == place[:9] and code != place)

    def street(self, name: str, shape: Polygon) -> str:
        """A new street with nothing below it."""
        with self._app.app_context():
            district = db.session.scalars(select(Area).where(Area.level == "district", in_force())).first()
            assert district is not None
            code = f"{district.code}099"
            names = {"name_zh": name, "name_en": name, "parent_code": district.code, "valid_from": district.valid_from}
            report = take_in([Row(line=1, code=code, level="street", **names)])
            assert not report.faults, report.faults
            draw([Outline(1, code, shape, "schematic")])
            db.session.commit()
            return code

    def name_of(self, area_code: str, language: Language) -> str:
        with self._app.app_context():
            name = Area.name_zh if language == "zh-CN" else Area.name_en
            return db.session.scalars(select(name).where(Area.code == area_code)).one()

    def commander(self, area_code: str) -> Someone:
        return self._person("指挥长", "commander", area_code, is_lead=False)

    def worker(self, area_code: str, *, is_lead: bool = False) -> Someone:
        return self._person("网格员", "grid_worker", area_code, is_lead=is_lead)

    def someone(self, role: str, area_code: str, *, is_lead: bool = False) -> Someone:
        """Anybody else; the role's code serves as a name where none is more telling."""
        return self._person(TITLES.get(role, role), role, area_code, is_lead=is_lead)

    def readings(self, *given: New) -> None:
        """Figures of indicators, as another program sends them."""
        with self._app.app_context():
            take(given)
            db.session.commit()

    def dismiss(self, someone: Someone) -> None:
        """Every role is taken from them now."""
        with self._app.app_context():
            held = (RoleGrant.person_id == someone.id, RoleGrant.revoked_at.is_(None))
            db.session.execute(update(RoleGrant).where(*held).values(revoked_at=clock.now()))
            db.session.commit()

    def step_down(self, area_code: str, *roles: str) -> None:
        """Whoever holds these roles at that very place gives them up: of many tests' people a list names the first."""
        with self._app.app_context():
            held = (RoleGrant.area_code == area_code, RoleGrant.role.in_(roles), RoleGrant.revoked_at.is_(None))
            db.session.execute(update(RoleGrant).where(*held).values(revoked_at=clock.now()))
            db.session.commit()

    def link(self, campaign_id: str, someone: Someone) -> str:
        """What the robot's text message to them leads to."""
        with self._app.app_context():
            theirs = (PagingTarget.campaign_id == UUID(campaign_id), PagingTarget.person_id == someone.id)
            return link.seal(PAGING_SECRET, db.session.scalars(select(PagingTarget.no).where(*theirs)).one())

    def grid_of(self, area_code: str) -> str:
        """The first grid of a community."""
        with self._app.app_context():
            grids = select(Area.code).where(Area.parent_code == area_code).order_by(Area.code)
            return next(iter(db.session.scalars(grids)))

    def _person(self, title: str, role: str, area_code: str, *, is_lead: bool) -> Someone:
        number = next(self._numbers)
        with self._app.app_context():
            area = db.session.scalars(select(Area).where(Area.code == area_code)).one()
            place = {"area_code": area.code, "area_path": area.path}
            at = {"lng_wgs84": area.lng_wgs84, "lat_wgs84": area.lat_wgs84}
            person = Person(name=f"{title}{number}", phone=f"1380000{number:04}", **place, **at)
            db.session.add(person)
            db.session.flush()
            username = f"{role.replace('_', '-')}-{number}"
            account = Account(
                person_id=person.id,
                username=username,
                password_hash=self._password_hash,
                password_changed_at=clock.now(),
            )
            db.session.add_all([RoleGrant(person_id=person.id, role=role, is_lead=is_lead, **place), account])
            db.session.commit()
            return Someone(person.id, person.name, username, PASSWORD, area_code)


def _settle() -> None:
    """The demo's district and the plans, without its people."""
    district = geography.read()
    for report in (take_in(district.rows), draw(district.outlines())):
        assert not report.faults, report.faults
    load_plans(read_all())
    load_modules(read_modules())
