"""Who hears of an isolation or an appeal: a push that names the place and nobody."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from backend.areas.models import Area
from backend.areas.rules.paths import ancestors
from backend.core import clock
from backend.core.db import db
from backend.health import policy
from backend.health.models.declaration import HealthAppeal
from backend.health.models.isolation import IsolationCase
from backend.health.queries import isolation, officers
from backend.health.rules import notices
from backend.push.actions.notices import notify, withdraw

#: level of a climb → how deep who hears of it stands
DEPTHS = {1: officers.COMMUNITY, 2: officers.STREET, 3: officers.DISTRICT}


def opened(case: IsolationCase) -> None:
    people = officers.at_level(case.area_path, officers.COMMUNITY, policy.OFFICERS)
    _tell("opened", people, case.id, case.area_path, f"/isolation/{case.id}")


def climbed(case: IsolationCase, level: int) -> None:
    people = officers.at_level(case.area_path, DEPTHS[level], policy.OFFICERS)
    team = isolation.team_ids(case.id) if level == 1 else set()
    _tell("climbed", people | team, case.id, case.area_path, f"/isolation/{case.id}")


def appealed(appeal: HealthAppeal) -> None:
    people = officers.at_level(appeal.area_path, officers.COMMUNITY, policy.OFFICERS)
    _tell("appealed", people - {appeal.person_id}, appeal.id, appeal.area_path, "/appeals")


def decided(appeal: HealthAppeal) -> None:
    withdraw(appeal.id)
    _tell("decided", [appeal.person_id], appeal.id, appeal.area_path, "/code")


def _tell(what: str, people: Collection[UUID], subject_id: UUID, path: str, navigate: str) -> None:
    if not people:
        return
    # The community, not the grid: a grid is a handful of doors.
    chain = [*ancestors(path), path][: officers.COMMUNITY]
    area = db.session.scalars(select(Area).where(Area.path == chain[-1])).one()
    notify(
        sorted(people),
        kind=f"health.{what}",
        subject_id=subject_id,
        texts=notices.notice(what, zh=area.name_zh, en=area.name_en),
        navigate=navigate,
        expires_at=clock.now() + notices.LIFE,
    )
