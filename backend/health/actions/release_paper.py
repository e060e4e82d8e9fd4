"""解除隔离单: the release document on paper, made when it is asked for and kept nowhere."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

import pylopdf_fonts_zh_cn
from fpdf import FPDF

from backend.areas.models import Area
from backend.areas.rules.validity import BEIJING
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.health.models.isolation import IsolationCase
from backend.health.queries import isolation
from backend.identity.models import Person

FONT = Path(pylopdf_fonts_zh_cn.__file__).parent / "NotoSansSC-Regular.otf"
INK, MUTED = (20, 28, 40), (90, 100, 115)


def paper(actor: Actor, case_id: UUID) -> bytes:
    """Both languages on one sheet: the person may show it anywhere."""
    own = isolation.last_ended(actor.id)
    case = own if own is not None and own.id == case_id else isolation.one(actor, case_id)
    if case.ended_at is None:
        refuse("isolation.not_ended")
    return _drawn(case, db.session.get_one(Person, case.person_id), db.session.get_one(Area, case.area_code))


def _drawn(case: IsolationCase, person: Person, area: Area) -> bytes:
    assert case.ended_at is not None
    sheet = FPDF(format="A4")
    sheet.add_font("sc", fname=str(FONT))
    sheet.set_margins(24, 28)
    sheet.add_page()
    _line(sheet, "解除居家隔离通知书", 22)
    _line(sheet, "Release from isolation at home", 13, MUTED)
    sheet.ln(8)
    for label, said in (
        ("姓名 Name", person.name),
        ("所在地 Place", f"{area.name_zh}  {area.name_en}"),
        ("隔离起始 From", _at(case.opened_at)),
        ("解除时间 Released", _at(case.ended_at)),
        ("编号 Number", str(case.id)),
    ):
        _line(sheet, f"{label}：{said}", 12)
    sheet.ln(6)
    _line(sheet, "经核实，该人员居家隔离期满或健康码已转为绿码，现予以解除。", 12)
    _line(sheet, "The isolation has run its days, or the health code is green again; it ends here.", 11, MUTED)
    sheet.ln(10)
    _line(sheet, f"打印时间 Printed {_at(clock.now())}", 9, MUTED)
    return bytes(sheet.output())


def _line(sheet: FPDF, text: str, size: int, colour: tuple[int, int, int] = INK) -> None:
    sheet.set_font("sc", size=size)
    sheet.set_text_color(*colour)
    sheet.multi_cell(0, size * 0.62, text, new_x="LMARGIN", new_y="NEXT")
    sheet.ln(1)


def _at(at: datetime) -> str:
    return f"{at.astimezone(BEIJING):%Y-%m-%d %H:%M}"
