"""What else is asked of a kind: questions with their answers, as a service definition has them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from backend.core.errors import refuse

SINGLE, MULTI, STRING = "singlevaluelist", "multivaluelist", "string"
LONGEST = 200
#: attribute[CODE]=… for one answer, attribute[CODE][]=… for several
NAMED = re.compile(r"attribute\[(\w+)\](?:\[\])?")

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Attribute:
    """A question; `values` are the answers to choose from, by their keys."""

    code: str
    datatype: str
    required: bool
    words: Words
    values: Mapping[str, Words]


def given(fields: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Code → answers, of all the fields of a form."""
    found: dict[str, list[str]] = {}
    for name, value in fields:
        named = NAMED.fullmatch(name)
        if named and value.strip():
            found.setdefault(named[1], []).append(value.strip())
    return found


def check(asked: Iterable[Attribute], answers: Mapping[str, list[str]]) -> None:
    """Every answer fits its question, and none that must be there is missing; what nobody asked does no harm."""
    for attribute in asked:
        said = answers.get(attribute.code, [])
        if attribute.required and not said:
            refuse("open311.attribute_missing", attribute=attribute.code)
        if attribute.datatype != MULTI and len(said) > 1:
            refuse("open311.attribute_value", attribute=attribute.code)
        if any(not _fits(attribute, answer) for answer in said):
            refuse("open311.attribute_value", attribute=attribute.code)


def as_words(asked: Iterable[Attribute], answers: Mapping[str, list[str]]) -> list[str]:
    """The answers as the desk reads them, one question a line."""
    return [
        f"{one.words['zh']}：{'、'.join(_named(one, answer) for answer in answers[one.code])}"
        for one in asked
        if one.code in answers
    ]


def _fits(attribute: Attribute, answer: str) -> bool:
    return answer in attribute.values if attribute.values else len(answer) <= LONGEST


def _named(attribute: Attribute, answer: str) -> str:
    return attribute.values[answer]["zh"] if attribute.values else answer
