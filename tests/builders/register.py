"""Makes volunteers with a record, and lists of them in every shape."""

import io
from typing import Any
from uuid import UUID

import xlsxwriter

from backend.areas import queries as areas
from backend.core.db import db, uuid7
from backend.identity.models import Person
from backend.volunteers.actions import exports
from backend.volunteers.actions.importing import judge, read_in, send, take_in
from backend.volunteers.models.register import Volunteer
from backend.volunteers.queries import imports
from backend.volunteers.rules import consent
from tests.builders import people

HEAD = ("姓名", "手机号", "志愿者编号", "所属网格", "技能", "可服务时间", "注册日期")
Cells = tuple[str, ...]


def volunteer(name: str, area_code: str, *skills: str, **more: Any) -> Person:
    """With the role in an area, and a record."""
    return recorded(people.person(name, area_code, "volunteer"), *skills, **more)


def recorded(person: Person, *skills: str, **more: Any) -> Person:
    today = areas.today()
    about: dict[str, Any] = {
        "kept_until": consent.until(today),
        "consented_on": today,
        "purposes": list(consent.PURPOSES),
    }
    about |= {"skills": sorted(skills), "availability": [], "source": "import"}
    row = Volunteer(person_id=person.id, **{**about, **more})
    db.session.add(row)
    db.session.flush()
    return person


def csv(*lines: Cells, head: Cells = HEAD) -> bytes:
    return "\n".join(",".join(line) for line in (head, *lines)).encode()


def xlsx(*lines: Cells, head: Cells = HEAD) -> bytes:
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    sheet = book.add_worksheet("志愿者")
    for at, line in enumerate((("青小二名册",), head, *lines)):
        sheet.write_row(at, 0, line)
    book.close()
    return kept.getvalue()


def sent(who: Person, data: bytes) -> UUID:
    """Sent, read and judged, as the worker does it."""
    import_id = uuid7()
    send.send(people.actor(who), data, id=import_id, name="名册.csv")
    read_in.read_in(import_id)
    judge.judge_list(import_id)
    db.session.flush()
    return import_id


def taken_in(who: Person, import_id: UUID, *, similar: str = "apart") -> dict[str, Any]:
    """Confirmed, and taken in to its end."""
    take_in.confirm(people.actor(who), import_id, similar=similar)
    while imports.one(people.actor(who), import_id)["state"] == "taking_in":
        take_in.take_in(import_id)
    db.session.expire_all()
    return imports.one(people.actor(who), import_id)


def verdicts(who: Person, import_id: UUID) -> dict[int, str]:
    found = imports.lines(people.actor(who), import_id, verdict=None, cursor=None, limit=200)["items"]
    return {line["no"]: line["verdict"] for line in found}


def record_of(person_id: UUID) -> Volunteer:
    return db.session.get_one(Volunteer, person_id)


def exported(who: Person) -> UUID:
    """A file of the register, written."""
    export_id = uuid7()
    exports.ask(people.actor(who), id=export_id, format="csv", language="zh", reason=None)
    exports.write(export_id)
    db.session.flush()
    return export_id
