"""Which sections a cockpit has, in which order: the template of its level, a mode, what the area does otherwise."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from backend.indicators.rules.definition import Definition, Words

NORMAL = "normal"
MODES = (NORMAL, "epidemic", "flood")
HEADLINE = "headline"
#: as many as one looks at without moving
MOST_HEADLINES = 12

Has = Callable[[Definition], bool]


class Section(NamedTuple):
    key: str
    title: Words
    codes: list[str]


class Template(NamedTuple):
    """As the data file has it."""

    sections: Mapping[str, Any]
    levels: Mapping[str, Any]
    departments: Mapping[str, Any]
    #: area → what it does otherwise
    overrides: Mapping[str, Any]


def layout(
    template: Template, definitions: Mapping[str, Definition], has: Has, *, level: str, code: str, mode: str
) -> list[Section]:
    """Headlines first; a section of which the area has nothing is left out."""
    own = template.overrides.get(code, {})
    known = {**template.sections, **own.get("sections", {})}
    usual = template.levels[level][mode]
    always, special = own.get("always", {}), own.get(mode, {})
    headline = special.get("headline", always.get("headline", usual["headline"]))
    # What a mode is about stands above what the area always puts first.
    first = [*([] if mode == NORMAL else [mode]), *special.get("order", []), *always.get("order", [])]
    order = list(dict.fromkeys([*first, *usual["order"]]))
    sections = [_section(key, known[key], definitions, has) for key in order]
    top = Section(HEADLINE, Words(**known[HEADLINE]["title"]), _had(headline, definitions, has)[:MOST_HEADLINES])
    return [section for section in (top, *sections) if section.codes]


def department(template: Template, definitions: Mapping[str, Definition], has: Has, key: str) -> list[Section]:
    """What a department answers for, by category."""
    said = template.departments[key]
    codes = [one.id for one in definitions.values() if one.department.zh in said["of"]]
    every = _had(dict.fromkeys([*codes, *said["codes"]]), definitions, has)
    own = [code for code in every if code in codes]
    beside = [code for code in every if code not in codes]
    title = Words(**said["title"])
    found = [Section(HEADLINE, title, own[:MOST_HEADLINES]), Section("more", title, own[MOST_HEADLINES:])]
    return [section for section in (*found, Section("beside", BESIDE, beside)) if section.codes]


#: what a department answers for with others
BESIDE = Words("相关指标", "Related")


def _section(key: str, said: Mapping[str, Any], definitions: Mapping[str, Definition], has: Has) -> Section:
    of = [one.id for one in definitions.values() if one.category == said.get("of")]
    return Section(key, Words(**said["title"]), _had([*of, *said.get("codes", [])], definitions, has))


def _had(codes: Iterable[str], definitions: Mapping[str, Definition], has: Has) -> list[str]:
    return [code for code in codes if has(definitions[code])]
