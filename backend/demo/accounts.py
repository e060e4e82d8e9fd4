"""The few demo people who can sign in; their passwords are made here and kept outside the repository."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

from backend.areas.rules import levels
from backend.core.db import db
from backend.demo.geography import Geography
from backend.demo.people import Holder
from backend.identity.actions.accounts import generated, set_password
from backend.identity.models import Account
from backend.identity.rules.roles import ROLES

FILE = "demo-accounts.json"


@dataclass(frozen=True, slots=True)
class Seat:
    """Who gets an account: the first person with this role on the area that `where` leads to, child by child."""

    username: str
    role: str
    where: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One line of what `flask demo accounts` prints."""

    username: str
    password: str
    name: str
    role: str
    role_zh: str
    role_en: str
    area_zh: str
    area_en: str


CHAOMING = ("潮鸣街道",)
FIRST_GRID = ("潮鸣街道", "刀茅巷社区", "刀茅巷社区第1网格")
SEATS = (
    Seat("commander", "commander", ()),
    Seat("district-duty", "duty_officer", ()),
    Seat("analyst", "analyst", ()),
    Seat("chaoming", "commander", CHAOMING),
    Seat("chaoming-duty", "duty_officer", CHAOMING),
    Seat("secretary", "duty_officer", ("潮鸣街道", "刀茅巷社区")),
    Seat("handler", "handler", CHAOMING),
    Seat("verifier", "verifier", CHAOMING),
    Seat("worker", "grid_worker", FIRST_GRID),
    Seat("volunteer", "volunteer", FIRST_GRID),
    Seat("wulin-worker", "grid_worker", ("武林街道", "仙林社区", "仙林社区第1网格")),
    Seat("security", "security_admin", ()),
    Seat("system", "system_admin", ()),
    Seat("audit", "audit_admin", ()),
)


def open_accounts(geography: Geography, written: Mapping[UUID, Holder]) -> list[DemoAccount]:
    """Give each seat's person an account with a new password."""
    found = []
    for seat in SEATS:
        code = _code(geography, seat.where)
        person_id = next(id_ for id_, who in written.items() if (who.area_code, who.role) == (code, seat.role))
        account, password = Account(person_id=person_id, username=seat.username), generated()
        set_password(account, password, must_change=False)
        db.session.add(account)
        found.append(_shown(seat, password, written[person_id].name, geography, code))
    db.session.flush()
    return found


def _code(geography: Geography, where: tuple[str, ...]) -> str:
    """From the district down by names: codes change, as in 2021."""
    here = geography.codes(levels.DISTRICT)[0]
    for name in where:
        here = next(row.code for row in geography.rows if (row.parent_code, row.name_zh) == (here, name))
    return here


def _shown(seat: Seat, password: str, name: str, geography: Geography, code: str) -> DemoAccount:
    area, role = geography.row(code), ROLES[seat.role]
    return DemoAccount(seat.username, password, name, seat.role, role.zh, role.en, area.name_zh, area.name_en)


def keep(accounts: list[DemoAccount], folder: Path) -> None:
    """Write them down for whoever runs the machine, and for nobody else on it."""
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"{FILE}.new"
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump([asdict(account) for account in accounts], file, ensure_ascii=False, indent=1)
    draft.replace(folder / FILE)


def kept(folder: Path) -> list[DemoAccount]:
    """The accounts of the demo world loaded from this machine; empty where it was loaded elsewhere."""
    file = folder / FILE
    return [DemoAccount(**one) for one in json.loads(file.read_text(encoding="utf-8"))] if file.exists() else []
