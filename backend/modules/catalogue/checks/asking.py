"""Can the forms of a module be filled in, and can a push show what it tells?"""

from collections.abc import Iterator
from typing import Any

from backend.modules.catalogue.fault import Fault
from backend.modules.catalogue.marks import Marked, Path
from backend.modules.rules import spec as specs
from backend.modules.rules.notices import BODY, TITLE

#: widget → the type of the values that it makes
MAKES = {
    "text": "string", "long_text": "string", "phone": "string", "date": "string", "choice": "string",
    "qr": "string", "signature": "string", "number": ("number", "integer"), "yes_no": "boolean",
    "choices": "array", "photo": "array", "list": "array", "gps": "object",
}  # fmt: skip


def check(module: Marked) -> Iterator[Fault]:
    for name, form in module.value["forms"].items():
        path: Path = ("forms", name)
        entity = module.value["entities"].get(form["for"])
        if entity is None:
            yield Fault(module.line((*path, "for")), "module.unknown_entity", f"{form['for']}: there is none")
            continue
        yield from _widgets(module, path, form, entity["fields"])
        for field in form.get("sets", {}):
            if field not in entity["fields"]:
                yield Fault(module.line((*path, "sets", field)), "module.unknown_field", f"{field}: there is none")
        if form.get("creates"):
            yield from _missing(module, path, form, entity["fields"])
    yield from _messages(module)


def _widgets(module: Marked, path: Path, form: Any, fields: Any) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, page in enumerate(form["pages"]):
        for place, widget in enumerate(page["widgets"]):
            where = (*path, "pages", number, "widgets", place)
            if "field" not in widget:
                continue
            if widget["field"] in seen:
                yield Fault(module.line(where), "module.twice", f"{widget['field']} is asked for twice")
            seen.add(widget["field"])
            yield from _widget(module, where, widget, fields)


def _widget(module: Marked, path: Path, widget: Any, fields: Any) -> Iterator[Fault]:
    name = widget["field"]
    if name not in fields:
        yield Fault(module.line(path), "module.unknown_field", f"{name}: there is none")
        return
    makes, kind = MAKES[widget["as"]], fields[name]["schema"]["type"]
    if kind != makes and kind not in makes:
        yield Fault(module.line(path), "module.widget", f"{widget['as']} makes no {kind}, which {name} is")
    if (widget["as"] == "list") is not ("items" in widget):
        said = f"{name}: a list says how its items are asked for, and only a list: items: [{{field: …, as: …}}]"
        yield Fault(module.line(path), "module.widget", said)
    if ("enum" in fields[name]["schema"]) is not (widget["as"] == "choice") and widget["as"] in {"choice", "text"}:
        yield Fault(module.line(path), "module.widget", f"{name}: choices come of an enum, and an enum is chosen from")
    for index, item in enumerate(widget.get("items", [])):
        yield from _widget(module, (*path, "items", index), item, fields[name].get("items", {}))


def _missing(module: Marked, path: Path, form: Any, fields: Any) -> Iterator[Fault]:
    asked = {widget["field"] for widget in specs.widgets(form) if "field" in widget and "show_if" not in widget}
    for name, field in fields.items():
        if field.get("required") and name not in asked and name not in form.get("sets", {}):
            yield Fault(module.line(path), "module.required_not_asked", f"{name} is required, and this form never asks")


def _messages(module: Marked) -> Iterator[Fault]:
    for index, one in enumerate(module.value.get("notifications", [])):
        for language, times in (("zh", 1), ("en", 2)):
            said = one["say"][language]
            for part, most in (("title", TITLE * times), ("body", BODY * times)):
                if len(said[part]) > most:
                    path: Path = ("notifications", index, "say", language, part)
                    yield Fault(module.line(path), "module.message_too_long", f"a push shows {most} characters")
