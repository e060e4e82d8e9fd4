"""Does every part of a module name only parts that there are, each by a name of its own?"""

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

from backend.modules.catalogue.fault import Fault
from backend.modules.catalogue.marks import Marked, Path
from backend.modules.rules.spec import RESERVED, is_personal


def check(module: Marked) -> Iterator[Fault]:
    for part in (_entities, _states, _lists, _retention, _versions, _tests):
        yield from part(module)


def _known(module: Marked, path: Path, name: Any, among: Collection[Any], code: str) -> Iterator[Fault]:
    if name not in among:
        yield Fault(module.line(path), code, f"{name}: there is none")


def _entities(module: Marked) -> Iterator[Fault]:
    for kind, entity in module.value["entities"].items():
        path: Path = ("entities", kind)
        for key in ("label", "place"):
            if key in entity:
                yield from _known(module, (*path, key), entity[key], entity["fields"], "module.unknown_field")
        for name in [*entity["fields"], *entity.get("values", {})]:
            where = "fields" if name in entity["fields"] else "values"
            if name in RESERVED or (name in entity["fields"] and name in entity.get("values", {})):
                yield Fault(
                    module.line((*path, where, name)), "module.name_taken", f"{name} means something else already"
                )
        if "source" not in entity and not any(
            form["for"] == kind and form.get("creates") for form in module.value["forms"].values()
        ):
            yield Fault(module.line(path), "module.no_form", f"no form creates a {kind}")


def _states(module: Marked) -> Iterator[Fault]:
    entities, states, rules = (module.value.get(part, {}) for part in ("entities", "states", "rules"))
    for part, listed in (("states", states), ("rules", rules)):
        for kind in listed:
            yield from _known(module, (part, kind), kind, entities, "module.unknown_entity")
    for kind in states.keys() ^ rules.keys():
        part = "states" if kind in states else "rules"
        yield Fault(module.line((part, kind)), "module.states_and_rules", f"{kind} has states and rules, or neither")
    for kind, listed in rules.items():
        yield from _rules(module, kind, listed, states.get(kind, {}))


def _rules(module: Marked, kind: str, listed: list[Any], states: dict[str, Any]) -> Iterator[Fault]:
    for index, rule in enumerate(listed):
        path: Path = ("rules", kind, index)
        yield from _known(module, (*path, "state"), rule["state"], states, "module.unknown_state")
        is_last = index == len(listed) - 1
        if _is_always(rule) is not is_last:
            said = "the last rule always holds" if is_last else "nothing below a rule that always holds is reached"
            yield Fault(module.line(path), "module.last_rule", said)
    for state in states.keys() - {rule["state"] for rule in listed}:
        yield Fault(module.line(("states", kind, state)), "module.never_reached", f"no rule leads to {state}")


def _is_always(rule: dict[str, Any]) -> bool:
    return "when" not in rule and any(reason["when"] is True for reason in rule["because"])


def _lists(module: Marked) -> Iterator[Fault]:
    entities, states = module.value["entities"], module.value.get("states", {})
    for part in ("tasks", "indicators", "notifications"):
        listed = module.value.get(part, [])
        yield from _twice(module, part, [one["id"] for one in listed])
        for index, one in enumerate(listed):
            path: Path = (part, index)
            yield from _known(module, (*path, "for"), one["for"], entities, "module.unknown_entity")
            if "form" in one:
                own = {name for name, form in module.value["forms"].items() if form["for"] == one["for"]}
                yield from _known(module, (*path, "form"), one["form"], own, "module.unknown_form")
            for number, state in enumerate(one.get("states", [])):
                own = states.get(one["for"], {})
                yield from _known(module, (*path, "states", number), state, own, "module.unknown_state")
    for kind, rules in module.value.get("rules", {}).items():
        yield from _twice(module, "rules", [rule["id"] for rule in rules], kind)


def _twice(module: Marked, part: str, names: list[str], *kind: str) -> Iterator[Fault]:
    for name, count in Counter(names).items():
        if count > 1:
            last = len(names) - 1 - names[::-1].index(name)
            yield Fault(module.line((part, *kind, last)), "module.twice", f"{name} stands here twice")


def _retention(module: Marked) -> Iterator[Fault]:
    kept = module.value["retention"]
    for kind, rule in kept.items():
        yield from _known(module, ("retention", kind), kind, module.value["entities"], "module.unknown_entity")
        fields = module.value["entities"].get(kind, {}).get("fields", {})
        dates = {name for name, field in fields.items() if field["schema"].get("format") == "date"}
        yield from _known(module, ("retention", kind, "from"), rule["from"], dates | {"saved"}, "module.unknown_field")
    for kind, entity in module.value["entities"].items():
        if kind not in kept and any(is_personal(field) for field in entity["fields"].values()):
            yield Fault(module.line(("retention",)), "module.no_retention", f"{kind} holds personal data: how long?")


def _versions(module: Marked) -> Iterator[Fault]:
    version = module.value["version"]
    for index, old in enumerate(module.value.get("accepts", [])):
        if old >= version:
            yield Fault(module.line(("accepts", index)), "module.version", f"{old} is no older version than {version}")
    reached = [one["to"] for one in module.value.get("migrations", [])]
    for index, one in enumerate(module.value.get("migrations", [])):
        if one["to"] > version or reached.count(one["to"]) > 1:
            yield Fault(
                module.line(("migrations", index, "to")), "module.version", f"one migration to each, up to {version}"
            )
        for number, step in enumerate(one["steps"]):
            path: Path = ("migrations", index, "steps", number, "entity")
            yield from _known(module, path, step["entity"], module.value["entities"], "module.unknown_entity")


def _tests(module: Marked) -> Iterator[Fault]:
    parts = {
        part: [one["id"] for one in module.value.get(part, [])] for part in ("tasks", "indicators", "notifications")
    }
    for index, test in enumerate(module.value["tests"]):
        path: Path = ("tests", index)
        yield from _known(module, (*path, "for"), test["for"], module.value["entities"], "module.unknown_entity")
        if "when" in test:
            yield from _known(
                module, (*path, "when"), test["when"]["form"], module.value["forms"], "module.unknown_form"
            )
        for name in test.get("limit", {}):
            yield from _known(
                module, (*path, "limit", name), name, module.value.get("limits", {}), "module.unknown_limit"
            )
        for key, part in (("tasks", "tasks"), ("indicators", "indicators"), ("told", "notifications")):
            for name in test["then"].get(key, []):
                yield from _known(module, (*path, "then", key), name, parts[part], "module.unknown_part")
