"""Where in a module rules stand, and which names each of them may use."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from backend.modules.catalogue.marks import Path
from backend.modules.rules.spec import RESERVED, Spec

USUAL = frozenset(RESERVED) - {"task"}


class RuleIn(NamedTuple):
    path: Path
    rule: Any
    kind: str
    names: frozenset[str]


class TextIn(NamedTuple):
    """A text with {places} to fill."""

    path: Path
    text: str
    names: frozenset[str]


def names_of(module: Spec, kind: str) -> frozenset[str]:
    entity = module["entities"][kind]
    return frozenset({*entity["fields"], *entity.get("values", {})}) | USUAL


def rules(module: Spec) -> Iterator[RuleIn]:
    """Of entities that there are; what names another one is found elsewhere."""
    for kind, entity in module["entities"].items():
        known = frozenset(entity["fields"]) | USUAL
        for name, rule in entity.get("values", {}).items():
            yield RuleIn(("entities", kind, "values", name), rule, kind, known)
            known |= {name}
    yield from _of_forms(module)
    yield from _of_states(module)
    for what in ("tasks", "indicators"):
        for index, one in enumerate(module.get(what, [])):
            if one["for"] in module["entities"]:
                yield from _of_part((what, index), one, names_of(module, one["for"]))


def _of_forms(module: Spec) -> Iterator[RuleIn]:
    for name, form in module["forms"].items():
        kind = form["for"]
        if kind not in module["entities"]:
            continue
        names = names_of(module, kind)
        for number, page in enumerate(form["pages"]):
            for place, widget in enumerate(page["widgets"]):
                for key in ("show_if", "require_if", "prefill"):
                    if key in widget:
                        path = ("forms", name, "pages", number, "widgets", place, key)
                        yield RuleIn(path, widget[key], kind, names)
        for field, rule in form.get("sets", {}).items():
            yield RuleIn(("forms", name, "sets", field), rule, kind, names)


def _of_states(module: Spec) -> Iterator[RuleIn]:
    for kind, listed in module.get("rules", {}).items():
        if kind not in module["entities"]:
            continue
        names = names_of(module, kind)
        for index, rule in enumerate(listed):
            path: Path = ("rules", kind, index)
            if "when" in rule:
                yield RuleIn((*path, "when"), rule["when"], kind, names)
            for number, reason in enumerate(rule["because"]):
                yield RuleIn((*path, "because", number, "when"), reason["when"], kind, names)


def _of_part(path: Path, part: Spec, names: frozenset[str]) -> Iterator[RuleIn]:
    kind = part["for"]
    for key in ("when", "among", "where", "value"):
        if key in part:
            yield RuleIn((*path, key), part[key], kind, names)
    if "resolve_when" in part:
        yield RuleIn((*path, "resolve_when"), part["resolve_when"], kind, names | {"task"})
    for key in ("from", "days"):
        if key in part.get("due", {}):
            yield RuleIn((*path, "due", key), part["due"][key], kind, names)


def texts(module: Spec) -> Iterator[TextIn]:
    for kind, listed in module.get("rules", {}).items():
        for index, rule in enumerate(listed if kind in module["entities"] else []):
            for number, reason in enumerate(rule["because"]):
                path: Path = ("rules", kind, index, "because", number, "say")
                yield from _said(path, reason["say"], names_of(module, kind))
    for index, one in enumerate(module.get("notifications", [])):
        for language, said in one["say"].items() if one["for"] in module["entities"] else ():
            yield from _said(("notifications", index, "say", language), said, names_of(module, one["for"]))


def _said(path: Path, said: Spec, names: frozenset[str]) -> Iterator[TextIn]:
    for part, text in said.items():
        yield TextIn((*path, part), text, names)


def items_of(module: Spec, kind: str, source: Any) -> frozenset[str] | None:
    """The names that an item of a list has; None where nobody can say."""
    if not isinstance(source, dict) or len(source) != 1:
        return None
    word, given = next(iter(source.items()))
    first = given[0] if isinstance(given, list) and given else given
    if word == "filter":
        return items_of(module, kind, first)
    if word != "var" or not isinstance(first, str):
        return None
    entity = module["entities"][kind]
    if first in entity.get("values", {}):
        return items_of(module, kind, entity["values"][first])
    field = entity["fields"].get(first, {})
    return frozenset(field["items"]) if "items" in field else None
