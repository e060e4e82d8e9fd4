"""An export as a table: its columns in either language, and how long it is kept."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from backend.areas.rules.validity import BEIJING
from backend.core.sheets.table import Cell
from backend.incidents.rules.words import SOURCES, STATES, Word, said, yes_no

WRITING, READY, FAILED, EXPIRED = "writing", "ready", "failed", "expired"
EXPORT_STATES = (WRITING, READY, FAILED, EXPIRED)
FORMATS = ("csv", "xlsx")
LANGUAGES = ("zh", "en")
#: What is in it may be read by whoever has the file: it does not lie about.
KEPT = timedelta(hours=24)
MOST_ROWS = 100_000
#: so many at a time, with a word on the progress after each
PAGE = 2_000
#: of one person at once
MOST_AT_ONCE = 3

NAME = Word("案件", "Cases")
COLUMNS = (
    Word("任务号", "Number"),
    Word("状态", "State"),
    Word("大类", "Class"),
    Word("小类", "Kind"),
    Word("描述", "Description"),
    Word("来源", "Source"),
    Word("区划代码", "Area code"),
    Word("区划", "Area"),
    Word("处置单位", "Handling unit"),
    Word("紧急", "Urgent"),
    Word("超时", "Overdue"),
    Word("发生时间", "Happened"),
    Word("上报时间", "Recorded"),
    Word("时限", "Due"),
    Word("处置时间", "Handled"),
    Word("办结时间", "Ended"),
    Word("经度(WGS-84)", "Longitude (WGS-84)"),
    Word("纬度(WGS-84)", "Latitude (WGS-84)"),
    Word("返工", "Reworks"),
    Word("评价", "Rating"),
)


def head(language: str) -> list[str]:
    return [said(column, language) for column in COLUMNS]


def row(case: Mapping[str, Any], language: str) -> list[Cell]:
    """In the order of the columns."""
    one = _Case(case, language)
    return [
        case["number"],
        said(STATES[case["state"]], language),
        one.named(case["category"], "class_"),
        one.named(case["category"]),
        case["description"],
        said(SOURCES[case["source"]], language),
        case["area"]["code"],
        one.named(case["area"], "name_"),
        one.named(case["unit"], "name_"),
        said(yes_no(case["urgent"]), language),
        said(yes_no(case["overdue"]), language),
        *(one.time(name) for name in ("happened_at", "recorded_at", "due_at", "handled_at", "ended_at")),
        case["lng_wgs84"],
        case["lat_wgs84"],
        case["reworks"],
        case["rating"],
    ]


class _Case:
    """A case in one language."""

    def __init__(self, case: Mapping[str, Any], language: str) -> None:
        self._case, self._language = case, language

    def named(self, thing: Mapping[str, Any] | None, prefix: str = "") -> str | None:
        return None if thing is None else thing[f"{prefix}{self._language}"]

    def time(self, name: str) -> str | None:
        """As clocks in the district show it."""
        at: datetime | None = self._case[name]
        return None if at is None else f"{at.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"
