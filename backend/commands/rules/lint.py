"""What is wrong with an order before the tap: errors stop it, warnings are for the commander to weigh."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from shapely.geometry.base import BaseGeometry

from backend.commands.rules import geometry, texts
from backend.commands.rules.cap import ACTUAL, LANGUAGES
from backend.commands.rules.drill_life import TEST_PLAN
from backend.commands.rules.plan_warnings import segments
from backend.commands.rules.texts import TITLE_WIDTH, Texts, width
from backend.core.errors import Problem

ERROR = "error"
WARNING = "warning"

#: code → level
LEVELS: dict[str, str] = {
    "nobody": ERROR,
    "no_responsible": WARNING,
    "nobody_on_duty": WARNING,
    "no_assembly_point": WARNING,
    "expires_before_start": ERROR,
    "expires_too_late": ERROR,
    "test_is_a_drill": ERROR,
    "slot_missing": ERROR,
    "slot_too_long": ERROR,
    "slot_unknown": ERROR,
    "headline_too_long": ERROR,
    "sms_long": WARNING,
    "conflict": WARNING,
    "polygon_open": ERROR,
    "polygon_crosses": ERROR,
    "polygon_outside": WARNING,
    "polygon_too_many_points": ERROR,
    "radius_out_of_bounds": ERROR,
    "unreachable": WARNING,
}

#: how a drawing's refusal is called here
DRAWINGS = {
    "target.polygon_malformed": "polygon_open",
    "target.polygon_open": "polygon_open",
    "target.polygon_invalid": "polygon_crosses",
    "target.polygon_too_many_points": "polygon_too_many_points",
    "target.radius_out_of_bounds": "radius_out_of_bounds",
}

#: longer lists are counted, not named
NAMED_AT_MOST = 10


class Finding(NamedTuple):
    code: str
    level: str
    data: dict[str, Any]


def found(code: str, *, level: str | None = None, **data: Any) -> Finding:
    return Finding(code, level or LEVELS[code], data)


def of_recipients(people: int, unreachable: int) -> Iterator[Finding]:
    if not people:
        yield found("nobody")
    if unreachable:
        yield found("unreachable", people=unreachable)


def of_places(nodes: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    """Places with recipients and whether each has a responsible person: without one a place never answers."""
    lacking = [node for node in nodes if node["responsible"] is None]
    if lacking:
        yield found("no_responsible", total=len(lacking), areas=[_named(node) for node in lacking[:NAMED_AT_MOST]])


def _named(node: Mapping[str, Any]) -> dict[str, Any]:
    return {"code": node["area_code"], "name_zh": node["name_zh"], "name_en": node["name_en"]}


def of_duty(people: int, on_duty: int) -> Iterator[Finding]:
    if people and not on_duty:
        yield found("nobody_on_duty")


def of_assembly(plan: Mapping[str, Any], codes: set[str]) -> Iterator[Finding]:
    """`codes`: the places of the recipients and all above them. Plans of old say nothing of evacuating."""
    near = [point for point in plan["assembly_points"] if point.get("area_code") in {None, *codes}]
    if plan.get("evacuates", False) and not near:
        yield found("no_assembly_point")


def of_expiry(expires_at: datetime | None, now: datetime, longest: timedelta) -> Iterator[Finding]:
    if expires_at is None:
        return
    if expires_at <= now:
        yield found("expires_before_start")
    elif expires_at > now + longest:
        yield found("expires_too_late", most_days=longest.days)


def of_status(plan_code: str, status: str) -> Iterator[Finding]:
    if plan_code == TEST_PLAN and status == ACTUAL:
        yield found("test_is_a_drill")


def of_slots(slots: Sequence[Mapping[str, Any]], given: Mapping[str, Any]) -> Iterator[Finding]:
    known = {slot["name"] for slot in slots}
    yield from (found("slot_unknown", slot=name) for name in given if name not in known)
    for slot in slots:
        spoken = {language: texts.spoken(given.get(slot["name"]), language) for language in LANGUAGES}
        silent = [language for language, word in spoken.items() if not word]
        if silent and slot["required"]:
            yield found("slot_missing", slot=slot["name"], languages=silent)
        if any(width(word) > slot["max_length"] for word in spoken.values()):
            yield found("slot_too_long", slot=slot["name"], limit=slot["max_length"])


def of_texts(filled: Texts) -> Iterator[Finding]:
    for language, text in filled.items():
        if width(text["headline"]) > TITLE_WIDTH:
            yield found("headline_too_long", language=language, width=width(text["headline"]), limit=TITLE_WIDTH)
        if (count := sms_segments(text["summary"])) > 1:
            yield found("sms_long", language=language, segments=count)


def sms_segments(text: str) -> int:
    """How many short messages a text takes, as phones count: a 🚨 is two."""
    return segments(text, len(text.encode("utf-16-le")) // 2)


def of_drawing(target: Mapping[str, Any]) -> tuple[BaseGeometry | None, list[Finding]]:
    """The drawing, if it is one; and what is wrong with it."""
    try:
        return geometry.shape_of(target.get("polygon"), target.get("circle")), []
    except Problem as problem:
        return None, [found(DRAWINGS[problem.code], **problem.details)]


def of_edge(drawing: BaseGeometry | None, home: BaseGeometry | None) -> Iterator[Finding]:
    """Over the edge nobody is reached: that is said; wholly outside, it is a mistake."""
    share = 0.0 if drawing is None else geometry.share_outside(drawing, home)
    if share:
        level = ERROR if share >= 1 else WARNING
        yield found("polygon_outside", level=level, percent=max(1, round(share * 100)))


def of_conflicts(orders: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    """Live orders at the same places; two voices at once confuse."""
    yield from (found("conflict", **order) for order in orders)


def has_errors(findings: Sequence[Finding]) -> bool:
    return any(finding.level == ERROR for finding in findings)
