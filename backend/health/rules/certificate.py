"""What an EU Digital COVID Certificate must hold, and what of it counts when."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

#: the group's letter → what it certifies
KINDS = {"v": "vaccination", "t": "test", "r": "recovery"}
COMMON = ("tg", "co", "is", "ci")
NEEDS = {"v": ("vp", "mp", "ma", "dn", "sd", "dt"), "t": ("tt", "sc", "tr"), "r": ("fr", "df", "du")}
NUMBERS = ("dn", "sd")
#: SNOMED CT: COVID-19, and "not detected"
COVID, NOT_DETECTED = "840539006", "260415000"
#: as the schema (1.3.0) has it
_BORN = re.compile(r"((19|20)[0-9]{2}(-[0-9]{2}){0,2})?")


def faults(found: Any, today: date) -> list[str]:
    """What is missing or of another kind, by its path; empty where it is as the schema wants it."""
    if not isinstance(found, Mapping):
        return ["certificate"]
    name = found.get("nam")
    wrong = [] if isinstance(found.get("ver"), str) else ["ver"]
    if not isinstance(name, Mapping) or not _is_name(name):
        wrong.append("nam")
    if not _is_birthday(found.get("dob"), today):
        wrong.append("dob")
    groups = [letter for letter in KINDS if found.get(letter)]
    if len(groups) != 1:
        return [*wrong, "v|t|r"]
    return wrong + _entry_faults(groups[0], found[groups[0]])


def _entry_faults(letter: str, entries: Any) -> list[str]:
    if not isinstance(entries, list) or len(entries) != 1 or not isinstance(entries[0], Mapping):
        return [letter]
    entry = entries[0]
    wrong = [f"{letter}.{name}" for name in (*COMMON, *NEEDS[letter]) if not _fits(name, entry.get(name))]
    if letter == "v" and not wrong and not (1 <= entry["dn"] <= 9 and 1 <= entry["sd"] <= 9):
        wrong.append("v.dn")
    return wrong


def _fits(name: str, value: Any) -> bool:
    if name in NUMBERS:
        return isinstance(value, int) and not isinstance(value, bool)
    # A tag makes a moment of its text already.
    return isinstance(value, str | datetime) and bool(str(value))


def _is_name(name: Mapping[str, Any]) -> bool:
    """Who has a name has it also as passports write it, where they are given both."""
    texts = [name[part] for part in ("fnt", "gnt") if part in name]
    lost = [part for part in ("fn", "gn") if _is_text(name.get(part)) and name.get(f"{part}t") == ""]
    return ("fnt" in name or "fn" in name) and all(isinstance(one, str) for one in texts) and not lost


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _is_birthday(value: Any, today: date) -> bool:
    """A day, a month, a year, or unknown; nobody is born tomorrow."""
    return isinstance(value, str) and _BORN.fullmatch(value) is not None and value <= today.isoformat()[: len(value)]


def kind_of(found: Mapping[str, Any]) -> str:
    return next((KINDS[letter] for letter in KINDS if found.get(letter)), "")


def entry_of(found: Mapping[str, Any]) -> Mapping[str, Any]:
    entry: Mapping[str, Any] = next(found[letter][0] for letter in KINDS if found.get(letter))
    return entry


def counts(found: Mapping[str, Any], rules: Mapping[str, Any], now: datetime) -> bool:
    """Whether it lets somebody in now."""
    kind, entry = kind_of(found), entry_of(found)
    if entry["tg"] != COVID:
        return False
    try:
        return {"test": _test, "recovery": _recovery, "vaccination": _vaccination}[kind](entry, rules, now)
    except (ValueError, TypeError):
        return False


def _test(entry: Mapping[str, Any], rules: Mapping[str, Any], now: datetime) -> bool:
    hours = rules["test_hours"].get(entry["tt"])
    sampled = entry["sc"] if isinstance(entry["sc"], datetime) else datetime.fromisoformat(entry["sc"])
    sampled = sampled if sampled.tzinfo else sampled.replace(tzinfo=UTC)
    return hours is not None and entry["tr"] == NOT_DETECTED and sampled <= now <= sampled + timedelta(hours=hours)


def _recovery(entry: Mapping[str, Any], rules: Mapping[str, Any], now: datetime) -> bool:
    return _in(entry["fr"], rules["recovery_days"], now)


def _vaccination(entry: Mapping[str, Any], rules: Mapping[str, Any], now: datetime) -> bool:
    return int(entry["dn"]) >= int(entry["sd"]) and _in(entry["dt"], rules["vaccination_days"], now)


def _in(day: str, days: list[int], now: datetime) -> bool:
    begun = datetime.combine(date.fromisoformat(str(day)[:10]), time(), UTC)
    return timedelta(days=days[0]) <= now - begun <= timedelta(days=days[1])
