"""Certificates of hours: what one says, whether it is ours, and on paper."""

import io
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pylopdf_fonts_zh_cn
import segno
from fpdf import FPDF
from sqlalchemy import Select, select

from backend.areas.models import Area
from backend.areas.rules.validity import BEIJING
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.identity.models import Person
from backend.volunteers.models.activity import Activity, Signup
from backend.volunteers.rules import activity_life as life
from backend.volunteers.rules import sealed
from backend.volunteers.settings import secret

FONT = Path(pylopdf_fonts_zh_cn.__file__).parent / "NotoSansSC-Regular.otf"
INK, MUTED, FRAME = (20, 28, 40), (90, 100, 115), (11, 59, 96)


def verified(token: str) -> dict[str, Any]:
    """What the certificate says, and nothing else: the whole name too, for it stands on the paper that is compared.

    One that is not ours is not found; one that was ours and whose hours count no more is gone.
    """
    said = sealed.opened(token, secret())
    if said is None:
        refuse("certificate.not_found")
    found = db.session.execute(_query().where(Signup.id == said[0])).one_or_none()
    if found is None or found.minutes != said[1]:
        refuse("certificate.revoked")
    return _shown(found)


def of_mine(actor: Actor, signup_id: UUID, *, origin: str) -> bytes:
    """As PDF; once the hours are confirmed."""
    row = db.session.execute(_query().where(Signup.id == signup_id, Signup.person_id == actor.id)).one_or_none()
    if row is None:
        refuse("certificate.not_found")
    return paper(_shown(row), origin + page_of(row))


def page_of(signup: Any) -> str:
    """Where the code on it leads."""
    return f"/certificate/{token_of(signup)}"


def token_of(signup: Any) -> str:
    """Of a place, or of what was read of one."""
    return sealed.seal(signup.id, signup.minutes or 0, secret())


def _query() -> Select[*tuple[Any, ...]]:
    columns = (Signup.id, Signup.minutes, Signup.confirmed_at, Person.name, Activity.title, Activity.place)
    query = select(*columns, Activity.starts_at, Area.name_zh, Area.name_en).select_from(Signup)
    query = query.join(Activity, Activity.id == Signup.activity_id).join(Area, Area.code == Activity.area_code)
    return query.join(Person, Person.id == Signup.person_id).where(Signup.state == life.CONFIRMED, Person.active)


def _shown(row: Any) -> dict[str, Any]:
    names = ("name", "title", "place", "starts_at", "minutes", "confirmed_at")
    host = {"area_name_zh": row.name_zh, "area_name_en": row.name_en}
    return {"number": row.id.hex[-12:].upper(), **{name: getattr(row, name) for name in names}, **host}


def paper(said: dict[str, Any], address: str) -> bytes:
    """A4 across, in both languages; the code leads to the page that says whether it is ours."""
    pdf = FPDF(orientation="L", format="A4")
    pdf.add_font("sc", fname=str(FONT))
    pdf.set_auto_page_break(False)
    pdf.add_page()
    pdf.set_draw_color(*FRAME)
    pdf.set_line_width(1.2)
    pdf.rect(10, 10, 277, 190)
    _line(pdf, 34, 30, "志愿服务证明", FRAME)
    _line(pdf, 48, 13, "Certificate of volunteer service", MUTED)
    _line(pdf, 70, 24, said["name"])
    hours = said["minutes"] / 60
    day = _day(said["starts_at"])
    _line(pdf, 90, 14, f"于 {day} 在“{said['title'][:40]}”中服务 {hours:g} 小时")
    _line(pdf, 101, 11, f"served {hours:g} hours on {day}: {said['title'][:60]}", MUTED)
    _line(pdf, 116, 12, f"地点 Place: {said['place'][:60]}")
    _line(pdf, 128, 12, f"{said['area_name_zh']} · {said['area_name_en']}")
    _line(pdf, 140, 10, f"编号 No. {said['number']}    确认 Confirmed: {_day(said['confirmed_at'])}", MUTED)
    kept = io.BytesIO()
    segno.make(address, error="m").save(kept, kind="png", scale=6, border=2)
    pdf.image(kept, x=131, y=150, w=36)
    _line(pdf, 191, 8, "扫码核验 · Scan to verify", MUTED)
    return bytes(pdf.output())


def _line(pdf: FPDF, y: float, size: int, text: str, colour: tuple[int, int, int] = INK) -> None:
    pdf.set_xy(15, y)
    pdf.set_font("sc", size=size)
    pdf.set_text_color(*colour)
    pdf.cell(267, size * 0.5, text, align="C")


def _day(at: datetime) -> str:
    return f"{at.astimezone(BEIJING):%Y-%m-%d}"
