"""My health: the colour and why, what I declared today, what I may do about it."""

from typing import Any

from backend.core import clock
from backend.core.http.actor import Actor
from backend.health.catalogue.reader import ruleset
from backend.health.models.declaration import HealthDeclaration
from backend.health.queries import appeals, history, isolation
from backend.health.rules.colouring import sentence
from backend.health.rules.half_days import half_day


def mine(actor: Actor) -> dict[str, Any]:
    """Read only: past its time it shows as unknown, also before anybody has worked it out anew."""
    now, rules = clock.now(), ruleset()
    verdict = history.verdict_at(actor.id, now)
    slot = half_day(now)
    made, case = history.of_half_day(actor.id, slot), isolation.running(actor.id)
    recovery = rules.recovery.get(verdict.colour)
    return {
        "colour": verdict.colour,
        "since": verdict.since,
        "verified_at": now,
        "valid_until": verdict.valid_until,
        "reasons": [sentence(reason, rules) for reason in verdict.reasons],
        "clean_days": verdict.clean_days,
        "clean_days_due": recovery.clean_days if recovery else None,
        "rule_version": rules.version,
        "day": slot.day,
        "half": slot.half,
        "declared": None if made is None else declaration_shown(made),
        "next_half_at": slot.ends_at,
        "symptoms": [{"name": name, "zh": words["zh"], "en": words["en"]} for name, words in rules.symptoms.items()],
        "appeal": appeals.last(actor.id),
        "isolation_id": None if case is None else case.id,
    }


def declaration_shown(made: HealthDeclaration) -> dict[str, Any]:
    names = ("id", "day", "half", "symptoms", "risk_area", "contact", "declared_at")
    return {name: getattr(made, name) for name in names}
