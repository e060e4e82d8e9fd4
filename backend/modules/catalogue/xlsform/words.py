"""Names and words of an XLSForm as a module has them: short names, and both languages of everything."""

import re
from collections.abc import Iterable
from typing import Any

from backend.modules.rules.spec import RESERVED

LONGEST = 40
ZH = re.compile(r"zh|中文|汉语|漢語|普通话|chinese|mandarin", re.IGNORECASE)
EN = re.compile(r"\ben\b|english|英", re.IGNORECASE)


def name_of(said: str, taken: Iterable[str]) -> str:
    """Lower case, digits and `_`, as no other part has it."""
    plain = re.sub(r"[^a-z0-9_]+", "_", said.lower()).strip("_")[:LONGEST]
    first = plain if plain[:1].isalpha() else f"q_{plain}".rstrip("_")[:LONGEST]
    used = {*taken, *RESERVED}
    made, number = first, 2
    while made in used:
        made, number = f"{first[: LONGEST - 4]}_{number}", number + 1
    return made


def both(said: Any, otherwise: str) -> tuple[dict[str, str], bool]:
    """The words in both languages, and whether one had to stand for the other."""
    if isinstance(said, dict):
        words = {key: str(value).strip() for key, value in said.items() if str(value).strip()}
        zh = next((value for key, value in words.items() if ZH.search(key)), "")
        en = next((value for key, value in words.items() if EN.search(key)), "")
        first = next(iter(words.values()), "")
    else:
        zh = en = ""
        first = str(said or "").strip()
    made = {"zh": zh or en or first or otherwise, "en": en or zh or first or otherwise}
    return {"zh": made["zh"][:400], "en": made["en"][:800]}, not (zh and en)
