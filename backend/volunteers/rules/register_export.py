"""The register as a table: its columns in either language, and how long such a file is kept."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from backend.core.sheets.table import Cell
from backend.volunteers.rules.words import AVAILABILITY, SKILLS, said

WRITING, READY, FAILED, EXPIRED = "writing", "ready", "failed", "expired"
STATES = (WRITING, READY, FAILED, EXPIRED)
FORMATS = ("csv", "xlsx")
LANGUAGES = ("zh", "en")
#: Whoever has the file reads it: it does not lie about.
KEPT = timedelta(hours=24)
#: of one person at once
MOST_AT_ONCE = 2

NAMES = {"zh": "志愿者", "en": "Volunteers"}
HEADS = {
    "zh": ("姓名", "手机号", "志愿汇编号", "网格代码", "网格", "技能", "可服务时间", "可用", "同意日期", "保存至"),
    "en": ("Name", "Phone", "External id", "Grid code", "Grid", "Skills", "Time", "Available", "Consent", "Kept until"),
}
YES_NO = {"zh": ("是", "否"), "en": ("yes", "no")}


def cells(one: Mapping[str, Any], language: str) -> list[Cell]:
    """In the order of the columns."""
    days = (one["consented_on"], one["kept_until"])
    return [
        *(one["name"], one["phone"], one["external_id"], one["area"]["code"], one["area"][f"name_{language}"]),
        said(SKILLS, one["skills"], language),
        said(AVAILABILITY, one["availability"], language),
        YES_NO[language][0 if one["available"] else 1],
        *(day.isoformat() if day else None for day in days),
    ]
