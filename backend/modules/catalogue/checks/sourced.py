"""Do rows that come of another domain's records hold what it tells, and does no form write over it?"""

from collections.abc import Iterator
from typing import Any

from backend.modules.catalogue.fault import Fault
from backend.modules.catalogue.marks import Marked, Path
from backend.modules.rules import spec as specs
from backend.modules.rules.sources import READERS, SOURCES


def check(module: Marked) -> Iterator[Fault]:
    for kind, entity in module.value["entities"].items():
        told = SOURCES.get(entity.get("source"), {})
        for name, field in entity["fields"].items():
            yield from _field(module, ("entities", kind, "fields", name), field, told)
        if told:
            yield from _forms(module, kind, entity["fields"])
            yield from _readers(module, READERS[entity["source"]])


def _field(module: Marked, path: Path, field: Any, told: dict[str, str]) -> Iterator[Fault]:
    if "from" not in field:
        return
    kind = told.get(field["from"])
    if kind is None:
        said = f"{field['from']}: the source tells " + (", ".join(told) if told else "nothing, there is none")
        yield Fault(module.line((*path, "from")), "module.source", said)
    elif kind != field["schema"]["type"]:
        yield Fault(module.line((*path, "schema")), "module.source", f"{field['from']} is a {kind}")


def _forms(module: Marked, kind: str, fields: Any) -> Iterator[Fault]:
    sourced = {name for name, field in fields.items() if "from" in field}
    for name, form in module.value["forms"].items():
        if form["for"] != kind:
            continue
        if form.get("creates"):
            yield Fault(module.line(("forms", name, "creates")), "module.source", "the source says which there are")
        asked = {widget["field"] for widget in specs.widgets(form) if "field" in widget}
        for field in sorted(sourced & (asked | form.get("sets", {}).keys())):
            yield Fault(module.line(("forms", name)), "module.source", f"{field} comes of the source, no form fills it")


def _readers(module: Marked, allowed: frozenset[str]) -> Iterator[Fault]:
    for index, role in enumerate(module.value["permissions"]["read"]):
        if role not in allowed:
            yield Fault(module.line(("permissions", "read", index)), "module.source", f"{role} does not see the source")
