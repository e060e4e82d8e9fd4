"""From what somebody declared to his colour, with the reasons: the same declarations always give the same answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from backend.health.rules.colours import GREEN, UNKNOWN, is_worse, number_of
from backend.health.rules.half_days import HalfDay
from backend.health.rules.ruleset import RuleSet

#: a reason's name and what fills its sentence
Reason = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Declared:
    """What a declaration says."""

    at: datetime
    slot: HalfDay
    symptoms: tuple[str, ...] = ()
    risk_area: bool = False
    contact: bool = False

    def causes(self) -> list[str]:
        said = {"symptoms": bool(self.symptoms), "risk_area": self.risk_area, "contact": self.contact}
        return [name for name, is_so in said.items() if is_so]


@dataclass(frozen=True, slots=True)
class Verdict:
    colour: str
    #: when the colour began; None where nothing is known
    since: datetime | None
    valid_until: datetime | None
    reasons: list[Reason]
    clean_days: int = 0
    #: of the declaration that brought the colour
    declared_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where the story has come to."""

    colour: str = UNKNOWN
    since: datetime | None = None
    said: list[Reason] = field(default_factory=list)
    last: Declared | None = None
    #: days one after the other with nothing but clean declarations, and the last of them
    clean_days: int = 0
    clean_day: date | None = None


def colour_of(
    declarations: Iterable[Declared], rules: RuleSet, *, now: datetime, cleared_at: datetime | None = None
) -> Verdict:
    """`cleared_at`: when an appeal was granted; what was declared before it counts no more."""
    standing = _Standing() if cleared_at is None else _Standing(GREEN, cleared_at, [{"name": "granted"}])
    counted = (one for one in declarations if cleared_at is None or one.at > cleared_at)
    for one in sorted(counted, key=lambda one: (one.slot, one.at)):
        standing = _unclean(standing, one, rules) if one.causes() else _clean(standing, one, rules)
    return _verdict(standing, rules, now, cleared_at)


def _unclean(standing: _Standing, one: Declared, rules: RuleSet) -> _Standing:
    """At once, and the count of clean days begins again; what is milder takes nothing back."""
    worst = max((rules.causes[cause] for cause in one.causes()), key=number_of)
    counted = replace(standing, last=one, clean_days=0, clean_day=one.slot.day)
    if is_worse(standing.colour, worst):
        return counted
    said = [_said(cause, one) for cause in one.causes()]
    return replace(counted, colour=worst, since=one.at, said=said)


def _said(cause: str, one: Declared) -> Reason:
    return {"name": cause, "symptoms": list(one.symptoms)} if cause == "symptoms" else {"name": cause}


def _clean(standing: _Standing, one: Declared, rules: RuleSet) -> _Standing:
    standing = replace(standing, last=one)
    if standing.colour not in rules.recovery:
        is_new = standing.colour != GREEN
        return replace(standing, colour=GREEN, since=one.at if is_new else standing.since, said=[{"name": "clean"}])
    day, before = one.slot.day, standing.clean_day
    if before is not None and day <= before:
        return standing
    follows = before is not None and day - before == timedelta(days=1)
    done = standing.clean_days + 1 if follows else 1
    due = rules.recovery[standing.colour].clean_days
    if done < due:
        return replace(standing, clean_days=done, clean_day=day)
    return _Standing(GREEN, one.at, [{"name": "recovered", "due": due}], one)


def _verdict(standing: _Standing, rules: RuleSet, now: datetime, cleared_at: datetime | None) -> Verdict:
    last_at = standing.last.at if standing.last else cleared_at
    if last_at is None:
        return Verdict(UNKNOWN, None, None, [{"name": "silent"}])
    until = last_at + rules.valid_for
    if until <= now:
        return Verdict(UNKNOWN, until, None, [{"name": "stale", "days": rules.valid_for.days}])
    reasons = [*standing.said]
    if (recovery := rules.recovery.get(standing.colour)) is not None:
        reasons.append({"name": "in_isolation", "days": recovery.isolate_days})
        reasons.append({"name": "counting", "done": standing.clean_days, "due": recovery.clean_days})
    return Verdict(standing.colour, standing.since, until, reasons, standing.clean_days, last_at)


def sentence(reason: Mapping[str, Any], rules: RuleSet) -> dict[str, str]:
    """A reason in words, in both languages."""
    comma = {"zh": "、", "en": ", "}
    return {
        language: rules.sentences[reason["name"]][language].format_map(
            {
                **reason,
                "said": comma[language].join(_symptom(one, rules, language) for one in reason.get("symptoms", ())),
            }
        )
        for language in ("zh", "en")
    }


def _symptom(name: str, rules: RuleSet, language: str) -> str:
    # One that a later version no longer knows keeps its name.
    return rules.symptoms[name][language] if name in rules.symptoms else name
