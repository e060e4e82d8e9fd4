"""From a plan's texts and the commander's words to what each person reads."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

from backend.commands.rules.cap import EXERCISE, LANGUAGES
from backend.core.errors import refuse

PARTS = ("headline", "summary", "description", "instruction")
#: 汉字, the limits that hold on every vendor's notification
TITLE_WIDTH = 20
BODY_WIDTH = 50
DRILL = {"zh": "【演练】", "en": "[EXERCISE] "}
_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_ELLIPSIS = "…"

Texts = dict[str, dict[str, str]]


def width(text: str) -> float:
    """In 汉字: a full-width character counts one, any other a half."""
    return sum(1 if unicodedata.east_asian_width(character) in "WF" else 0.5 for character in text)


def places(text: str) -> set[str]:
    """The slots that a text names."""
    return set(places_in_turn(text))


def places_in_turn(text: str) -> list[str]:
    """The same as they stand in it, one as often as it is named."""
    return _PLACE.findall(text)


def bare(text: str) -> str:
    """A text without its slots."""
    return _PLACE.sub("", text)


def widest(text: str, room: Mapping[str, float]) -> float:
    """How wide a text can become; `room` says it of each slot, an unknown one takes none."""
    return width(bare(text)) + sum(room.get(name, 0) for name in places_in_turn(text))


def shown_width(wide: float) -> str:
    """As people read it: 20, 20.5."""
    return f"{wide:g}"


def words_of(slots: Sequence[Mapping[str, Any]], given: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Language → slot → words. A slot is given as one text for both languages or as {zh, en}."""
    known = {slot["name"]: slot for slot in slots}
    for name in given:
        if name not in known:
            refuse("order.slot_unknown", slot=name)
    return {
        language: {name: _word(slot, given.get(name), language) for name, slot in known.items()}
        for language in LANGUAGES
    }


def _word(slot: Mapping[str, Any], given: Any, language: str) -> str:
    word = spoken(given, language)
    if not word and slot["required"]:
        refuse("order.slot_missing", slot=slot["name"], language=language)
    if width(word) > slot["max_length"]:
        refuse("order.slot_too_long", slot=slot["name"], limit=slot["max_length"])
    return word


def spoken(given: Any, language: str) -> str:
    """A slot's words in a language, their blanks tidied; empty where nothing was said."""
    said = given.get(language) if isinstance(given, Mapping) else given
    return " ".join(said.split()) if isinstance(said, str) else ""


def words_so_far(slots: Sequence[Mapping[str, Any]], given: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """As `words_of`, refusing nothing: what is still missing stands there by its label."""
    return {
        language: {slot["name"]: spoken(given.get(slot["name"]), language) or _label(slot, language) for slot in slots}
        for language in LANGUAGES
    }


def _label(slot: Mapping[str, Any], language: str) -> str:
    return f"〔{slot['label'][language]}〕" if slot["required"] else ""


def fill_so_far(
    texts: Mapping[str, Mapping[str, str]], words: Mapping[str, Mapping[str, str]], *, status: str
) -> Texts:
    """As `fill`, however long a headline becomes."""
    filled = {
        language: {part: _begun(_fill(texts[language][part], words[language]), language) for part in PARTS}
        for language in LANGUAGES
    }
    for language, text in filled.items():
        text["headline"] = marked(text["headline"], status, language)
    return filled


def fill(texts: Mapping[str, Mapping[str, str]], words: Mapping[str, Mapping[str, str]], *, status: str) -> Texts:
    """The texts with their slots filled, marked as a drill where it is one; a headline fits a notification."""
    filled = fill_so_far(texts, words, status=status)
    for text in filled.values():
        if width(text["headline"]) > TITLE_WIDTH:
            refuse("order.headline_too_long", headline=text["headline"], limit=TITLE_WIDTH)
    return filled


def _fill(text: str, words: Mapping[str, str]) -> str:
    """In one pass: braces inside a commander's words stay what they are."""
    return _PLACE.sub(lambda place: words[place[1]], text).strip()


def _begun(text: str, language: str) -> str:
    """A slot that begins an English text begins a sentence."""
    return text[:1].upper() + text[1:] if language == "en" else text


def marked(headline: str, status: str, language: str) -> str:
    """A drill says so first, on every channel."""
    return DRILL[language] + headline if status == EXERCISE else headline


def shortened(text: str, limit: float) -> str:
    """The text, or its beginning and an ellipsis, no wider than the limit."""
    if width(text) <= limit:
        return text
    widths = accumulate(width(character) for character in text)
    kept = sum(1 for so_far in widths if so_far <= limit - width(_ELLIPSIS))
    return text[:kept].rstrip() + _ELLIPSIS
