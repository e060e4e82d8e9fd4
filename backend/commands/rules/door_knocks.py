"""Knocking at the door: why somebody is asked to go, what he can find there, and what he is told."""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid5

from backend.commands.rules.cap import LANGUAGES
from backend.commands.rules.notices import Notice
from backend.commands.rules.receipt_ladder import State
from backend.commands.rules.texts import BODY_WIDTH, TITLE_WIDTH, marked, shortened

SAME_GRID, NEAREST_GRID, DUTY_OFFICER, NOBODY = "same_grid", "nearest_grid", "duty_officer", "nobody"
REASONS = (SAME_GRID, NEAREST_GRID, DUTY_OFFICER, NOBODY)

SAFE, NEEDS_HELP, NOT_HOME = "safe", "needs_help", "not_home"
#: outcome → what is said for the person; where nobody opened, nothing is: he is as silent as before
SAYS: Mapping[str, State | None] = {SAFE: State.safe, NEEDS_HELP: State.needs_help, NOT_HOME: None}
OUTCOMES = tuple(SAYS)
#: what may be said for somebody who was met or phoned
FOR_ANOTHER = (State.acknowledged, State.needs_help, State.safe)

KIND = "door_knock"
PAGE = "/door-knocks"
_NOTICES = UUID("2b0c1a5e-54d3-5c0e-8f43-0d8e0f6b7a52")
_ASKING = {
    "zh": ("请上门叫应{count}人", "{names}没有回应“{headline}”，请上门看看并替他答复。"),
    "en": ("Knock at {count} doors", "Silent on “{headline}”: {names}. Look after them and answer for them."),
}
_ONE = {"en": "Knock at a door"}
_COMMA = {"zh": "、", "en": ", "}


def subject_of(order_id: UUID) -> UUID:
    """Of the notice: a newer one takes its place on the phone, and the order's own message stays."""
    return uuid5(_NOTICES, str(order_id))


def asking(headlines: Mapping[str, str], status: str, names: Sequence[str]) -> Notice:
    """`headlines`: of the order, by language. A drill says so first."""
    return {language: _in(language, headlines[language], status, names) for language in LANGUAGES}


def _in(language: str, headline: str, status: str, names: Sequence[str]) -> dict[str, str]:
    title, body = _ASKING[language]
    if len(names) == 1:
        title = _ONE.get(language, title)
    words = {"count": str(len(names)), "names": _COMMA[language].join(names), "headline": headline}
    return {
        "title": shortened(marked(title.format_map(words), status, language), TITLE_WIDTH),
        "body": shortened(body.format_map(words), BODY_WIDTH),
    }


def may_end(outcome: str | None) -> bool:
    """Where nobody opened he may still be met later."""
    return outcome in {None, NOT_HOME}
