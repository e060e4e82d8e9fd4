"""One question of an XLSForm as a field and the widget that asks for it."""

import re
from typing import Any, NamedTuple

from backend.modules.catalogue.xlsform.expressions import CannotSay, Known, Rule, translate

#: type of the question → widget and schema
KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "text": ("text", {"type": "string", "maxLength": 500}),
    "integer": ("number", {"type": "integer"}),
    "decimal": ("number", {"type": "number"}),
    "range": ("number", {"type": "number"}),
    "date": ("date", {"type": "string", "format": "date"}),
    "time": ("text", {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}),
    "select one": ("choice", {"type": "string"}),
    "select all that apply": ("choices", {"type": "array"}),
    "barcode": ("qr", {"type": "string", "maxLength": 200}),
    "acknowledge": ("yes_no", {"type": "boolean"}),
    "trigger": ("yes_no", {"type": "boolean"}),
    "photo": ("photo", {"type": "array", "items": {"type": "string", "pattern": "^[0-9a-f]{64}$"}, "maxItems": 6}),
    "geopoint": (
        "gps",
        {
            "type": "object",
            "required": ["lng_wgs84", "lat_wgs84"],
            "additionalProperties": False,
            "properties": {
                "lng_wgs84": {"type": "number", "minimum": -180, "maximum": 180},
                "lat_wgs84": {"type": "number", "minimum": -90, "maximum": 90},
                "accuracy_m": {"type": "number", "minimum": 0},
            },
        },
    ),
}
ALIASES = {"image": "photo", "int": "integer", "string": "text", "location": "geopoint", "gps": "geopoint"}
#: What the system keeps by itself.
METADATA = frozenset(
    {"start", "end", "today", "deviceid", "username", "phonenumber", "email", "audit", "start-geopoint", "simserial"}
)
#: How the names of fields that are about people begin or end, in whichever language.
PERSONAL = {
    "identity": re.compile(r"身份证|证件|id_?card|passport|national_id", re.IGNORECASE),
    "contact": re.compile(r"电话|手机|联系方式|phone|mobile|email|微信", re.IGNORECASE),
    "home": re.compile(r"住址|家庭地址|home_address", re.IGNORECASE),
    "health": re.compile(r"体温|症状|疾病|病史|temperature|symptom|disease", re.IGNORECASE),
    "name": re.compile(r"姓名|名字|联系人|负责人|full_?name|\bname\b", re.IGNORECASE),
}
#: `. > 3`, and what it says in a schema
BOUNDS = {
    ">": ("exclusiveMinimum", "exclusiveMaximum"),
    "<": ("exclusiveMaximum", "exclusiveMinimum"),
    ">=": ("minimum", "maximum"),
    "<=": ("maximum", "minimum"),
}
OWN = "."


class Unsaid(NamedTuple):
    """What could not be carried over."""

    code: str
    what: str


def kind_of(question: dict[str, Any]) -> tuple[str, dict[str, Any]] | None:
    said = str(question.get("type", ""))
    found = KINDS.get(ALIASES.get(said, said))
    return (found[0], dict(found[1])) if found is not None else None


def personal(name: str, label: dict[str, str]) -> str:
    said = f"{name} {label['zh']} {label['en']}"
    return next((what for what, words in PERSONAL.items() if words.search(said)), "none")


def bounded(schema: dict[str, Any], question: dict[str, Any]) -> list[Unsaid]:
    """A constraint that is a schema becomes one; what it cannot say is told."""
    parameters = question.get("parameters") or {}
    if question.get("type") == "range":
        _put(schema, "minimum", parameters.get("start"))
        _put(schema, "maximum", parameters.get("end"))
    said = str((question.get("bind") or {}).get("constraint") or "")
    if not said:
        return []
    pattern = re.fullmatch(r"\s*regex\(\s*\.\s*,\s*(['\"])(.*)\1\s*\)\s*", said, re.DOTALL)
    if pattern is not None and schema.get("type") == "string" and _is_pattern(pattern[2]):
        schema["pattern"] = f"^(?:{pattern[2]})$"
        return []
    try:
        rule = translate(said, Known({}, frozenset(), OWN))
    except CannotSay as unknown:
        return [Unsaid("constraint", str(unknown))]
    made: dict[str, Any] = {}
    if not all(_bound(made, part) for part in (rule["and"] if isinstance(rule, dict) and "and" in rule else [rule])):
        return [Unsaid("constraint", said)]
    schema.update(made)
    return []


def _is_pattern(said: str) -> bool:
    try:
        re.compile(said)
    except re.error:
        return False
    return True


def _put(schema: dict[str, Any], name: str, said: Any) -> None:
    try:
        value = float(said)
    except (TypeError, ValueError):
        return
    schema[name] = int(value) if value.is_integer() else value


def _bound(made: dict[str, Any], rule: Rule) -> bool:
    if not isinstance(rule, dict) or len(rule) != 1:
        return False
    word, operands = next(iter(rule.items()))
    if word not in BOUNDS or not isinstance(operands, list):
        return False
    for at, one in enumerate(operands[:2]):
        other = operands[1 - at] if len(operands) == 2 else None
        if isinstance(other, bool) or not isinstance(other, int | float):
            continue
        name = BOUNDS[word][at]
        if one == {"var": OWN}:
            made[name] = other
            return True
        if one == {"length": [{"var": OWN}]}:
            made |= _length(name, other)
            return True
    return False


def _length(name: str, value: float) -> dict[str, int]:
    said = int(value)
    return {
        "minimum": {"minLength": said},
        "maximum": {"maxLength": said},
        "exclusiveMinimum": {"minLength": said + 1},
        "exclusiveMaximum": {"maxLength": max(said - 1, 0)},
    }[name]
