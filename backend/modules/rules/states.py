"""Which state an entity is in and why: the first rule that holds, with every reason of it that holds."""

import re
from datetime import date
from typing import Any, NamedTuple

from backend.modules.rules.logic import values
from backend.modules.rules.logic.evaluate import holds
from backend.modules.rules.logic.operators import NOTHING, look
from backend.modules.rules.scope import Entity, State, scope
from backend.modules.rules.signatures import name_of
from backend.modules.rules.spec import Spec

LANGUAGES = ("zh", "en")
COLON = {"zh": ": ", "en": ": "}
#: {name} or {limit.name} in a reason
PLACE = re.compile(r"\{([a-z][a-z0-9_.]*)\}")


class Verdict(NamedTuple):
    state: State
    #: which rule said so; None for an entity without rules
    rule: str | None
    #: language → "橙: 燃气 1 项 + 逾期 2 天"
    why: dict[str, str]


def decide(
    spec: Spec,
    entity: Entity,
    today: date,
    limits: dict[str, Any] | None = None,
    *,
    seen: dict[str, Any] | None = None,
) -> Verdict:
    """The last rule of a checked module always holds. `seen`: its scope, if known."""
    seen = scope(spec, entity, today, limits) if seen is None else seen
    for rule in spec.get("rules", {}).get(entity.kind, []):
        reasons = _reasons(rule, seen, today)
        if reasons:
            code = rule["state"]
            since = entity.state.since if entity.state.code == code else today
            return Verdict(State(code, since or today), rule["id"], _explained(spec, entity.kind, code, reasons, seen))
    return Verdict(State(None, None), None, {})


def _reasons(rule: Spec, seen: dict[str, Any], today: date) -> list[dict[str, str]]:
    """A rule holds when one of its reasons does, and its own `when` if it has one."""
    if "when" in rule and not holds(rule["when"], seen, today):
        return []
    return [reason["say"] for reason in rule["because"] if holds(reason["when"], seen, today)]


def _explained(spec: Spec, kind: str, code: str, reasons: list[dict[str, str]], seen: dict[str, Any]) -> dict[str, str]:
    words = spec["states"][kind][code]
    return {
        language: words[language] + COLON[language] + " + ".join(fill(said[language], seen) for said in reasons)
        for language in LANGUAGES
    }


def fill(text: str, seen: dict[str, Any]) -> str:
    def said(found: re.Match[str]) -> str:
        value = look(found[1], seen)
        return "—" if value is None or value is NOTHING else name_of(values.words(value))

    return PLACE.sub(said, text)
