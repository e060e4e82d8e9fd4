"""The workbook to fill in with people: headers, an example, the roles, and the codes of the own subtree."""

from typing import NamedTuple

from sqlalchemy import select

from backend.areas.models import Area
from backend.areas.policy import within
from backend.areas.queries import in_force
from backend.core.db import db
from backend.core.http.actor import Actor
from backend.core.sheets.write import Column, form
from backend.identity.rules.people_columns import HEADERS, REQUIRED
from backend.identity.rules.roles import KEEPS_ACCOUNTS, ROLES

NAMES = {"zh-CN": "人员导入模板.xlsx", "en": "people-template.xlsx"}
SHEETS = {"zh-CN": ("人员", "区划对照"), "en": ("People", "Areas")}
LEGEND = {"zh-CN": ("区划代码", "层级", "名称", "上级"), "en": ("Code", "Level", "Name", "Belongs to")}
LEVELS = {
    "zh-CN": {"district": "区", "street": "街道", "community": "社区", "park": "园区", "grid": "网格"},
    "en": {"district": "District", "street": "Street", "community": "Community", "park": "Park", "grid": "Grid"},
}


class Field(NamedTuple):
    """A column of the template in both languages, and what its note says."""

    zh: str
    en: str
    example: str
    note_zh: str
    note_en: str


#: Only what most lists have; the others are read all the same where a list has them.
FIELDS = {
    "name": Field("姓名", "Name", "张三", "必填", "Needed"),
    "phone": Field("手机号", "Phone", "13800000000", "必填", "Needed"),
    "area_code": Field(
        "所属网格", "Area", "", "必填。区划代码或名称,见第二张表", "Needed. A code or a name, see the second sheet"
    ),
    "within": Field("所属社区", "Community", "", "网格重名时填写", "Where grids of several communities have one name"),
    "role": Field("角色", "Role", "", "可多个,用顿号分隔", "Several with commas between them"),
    "is_lead": Field("负责人", "Lead", "", "是该区划的责任人填“是”", "yes: the responsible person of that area"),
    "username": Field(
        "账号", "Username", "13800000000", "填写即开通账号并生成初始密码", "Opens an account with a password"
    ),
    "language": Field("语言", "Language", "", "中文或英文,默认中文", "zh-CN or en; Chinese when empty"),
}
CHOICES = {
    "zh-CN": {"is_lead": ("是", "否"), "language": ("中文", "英文")},
    "en": {"is_lead": ("yes", "no"), "language": ("zh-CN", "en")},
}


def workbook(actor: Actor, *, language: str) -> bytes:
    areas = _areas(actor)
    examples = {"role": _roles(language)[0], "is_lead": CHOICES[language]["is_lead"][1]}
    grid = next((area for area in areas if area.level == "grid"), areas[-1])
    examples |= {"area_code": _name(grid, language)}
    columns = [_column(name, said, language, examples.get(name, said.example)) for name, said in FIELDS.items()]
    return form(SHEETS[language][0], columns, legend=(SHEETS[language][1], _legend(areas, language)))


def _column(name: str, said: Field, language: str, example: str) -> Column:
    english = language == "en"
    title = said.en if english else said.zh
    assert title.lower() in HEADERS[name]
    choices = _roles(language) if name == "role" else CHOICES[language].get(name, ())
    note = said.note_en if english else said.note_zh
    return Column(title, example, note, needed=name in REQUIRED, choices=choices)


def _roles(language: str) -> list[str]:
    return [role.en if language == "en" else role.zh for role in ROLES.values()]


def _areas(actor: Actor) -> list[Area]:
    own = within(list(actor.paths_as(KEEPS_ACCOUNTS)))
    return list(db.session.scalars(select(Area).where(own, in_force()).order_by(Area.path)))


def _legend(areas: list[Area], language: str) -> list[tuple[str, ...]]:
    named = {area.code: _name(area, language) for area in areas}
    rows = [
        (area.code, LEVELS[language][area.level], named[area.code], named.get(area.parent_code or "", ""))
        for area in areas
    ]
    return [LEGEND[language], *rows]


def _name(area: Area, language: str) -> str:
    return area.name_en if language == "en" else area.name_zh
