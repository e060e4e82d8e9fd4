"""An XLSForm as a draft module: its pages and questions, and by row whatever could not be carried over."""

from typing import Any, NamedTuple

from backend.modules.catalogue.xlsform.expressions import CannotSay, Known, Rule, translate
from backend.modules.catalogue.xlsform.questions import METADATA, bounded, kind_of, personal
from backend.modules.catalogue.xlsform.reading import Form
from backend.modules.catalogue.xlsform.words import both, name_of

ALWAYS = {"yes", "true", "true()", "required"}
NEVER = {"no", "false", "false()", ""}


class Note(NamedTuple):
    row: int
    sheet: str
    code: str
    what: str


class Page(NamedTuple):
    title: dict[str, str]
    widgets: list[dict[str, Any]]


class _Made:
    """What comes of the questions, one after the other."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.notes: list[Note] = []
        self.fields: dict[str, Any] = {}
        self.values: dict[str, Rule] = {}
        self.pages: list[Page] = []
        named: dict[str, str] = {}
        for one in _all(form.questions):
            if kind_of(one) is not None or one["type"] == "calculate":
                named[one["name"]] = name_of(one["name"], named.values())
        several = {one["name"] for one in _all(form.questions) if one["type"] == "select all that apply"}
        self.known = Known(named, frozenset(named[name] for name in several if name in named))

    def note(self, question: dict[str, Any], code: str, what: str) -> None:
        self.notes.append(Note(self.form.rows.get(str(question.get("name")), 1), "survey", code, what[:200]))

    def walk(self, questions: list[dict[str, Any]], title: dict[str, str], conditions: list[Rule]) -> None:
        """Questions side by side are a page; a group is one of its own."""
        page: list[dict[str, Any]] = []
        for one in questions:
            if one["type"] == "group" and (one.get("control") or {}).get("bodyless"):
                continue
            if one["type"] == "group":
                self._close(title, page)
                page = []
                self.walk(one["children"], self._words(one, "label", str(one["name"])), [*conditions, *self._if(one)])
            else:
                page += self._asked(one, conditions)
        self._close(title, page)

    def _close(self, title: dict[str, str], widgets: list[dict[str, Any]]) -> None:
        if widgets:
            self.pages.append(Page(title, widgets))

    def _asked(self, one: dict[str, Any], conditions: list[Rule]) -> list[dict[str, Any]]:
        kind, said = one["type"], one["name"]
        if kind in METADATA:
            self.note(one, "metadata", kind)
        elif kind == "calculate":
            self._calculated(one)
        elif kind == "note":
            words = self._words(one, "label", said)
            return [self._shown({"note": words}, [*conditions, *self._if(one)])]
        elif kind == "repeat":
            return self._list(one, conditions)
        elif kind_of(one) is None:
            self.note(one, "type", kind)
        else:
            self.fields[self.known.fields[said]] = self._field(one)
            return [self._shown(self._widget(one), [*conditions, *self._if(one)])]
        return []

    def _list(self, one: dict[str, Any], conditions: list[Rule]) -> list[dict[str, Any]]:
        """A repeat is a list; inside one nothing hangs on anything."""
        items: dict[str, Any] = {}
        widgets = []
        for inner in one["children"]:
            if inner["type"] in {"group", "repeat"} or kind_of(inner) is None:
                self.note(inner, "nested" if inner["type"] in {"group", "repeat"} else "type", inner["type"])
                continue
            if (inner.get("bind") or {}).keys() & {"relevant", "required", "calculate"} and self._is_bound(inner):
                self.note(inner, "in_repeat", str(inner["bind"]))
            name = name_of(inner["name"], items)
            items[name] = self._field(inner)
            widgets.append({"field": name, "as": kind_of(inner)[0]})  # type: ignore[index]  # it is one: seen above
        if not items:
            return []
        name = name_of(one["name"], {*self.known.fields.values(), *self.fields})
        label = self._words(one, "label", one["name"])
        self.fields[name] = {
            "label": label,
            "schema": {"type": "array", "maxItems": 60},
            "personal": "none",
            "items": items,
        }
        return [self._shown({"field": name, "as": "list", "items": widgets}, [*conditions, *self._if(one)])]

    def _is_bound(self, one: dict[str, Any]) -> bool:
        bind = one["bind"]
        return "relevant" in bind or str(bind.get("required", "")).lower() not in ALWAYS | NEVER

    def _field(self, one: dict[str, Any]) -> dict[str, Any]:
        _, schema = kind_of(one) or ("", {})
        label = self._words(one, "label", str(one["name"]))
        for unsaid in bounded(schema, one):
            self.note(one, *unsaid)
        field: dict[str, Any] = {"label": label, "schema": schema, "personal": personal(one["name"], label)}
        if field["personal"] != "none":
            self.note(one, "personal", field["personal"])
        if "choices" in one:
            field["words"] = {str(choice["name"]): self._choice(one, choice) for choice in one["choices"]}
            values = list(field["words"])
            schema.update(
                {"enum": values} if schema["type"] == "string" else {"items": {"type": "string", "enum": values}}
            )
        elif one["type"].startswith("select"):
            self.note(one, "choice_filter", str(one.get("itemset", "")))
        if one.get("choice_filter"):
            self.note(one, "choice_filter", str(one["choice_filter"]))
        if one.get("media"):
            self.note(one, "media", ", ".join(one["media"]))
        return field

    def _choice(self, one: dict[str, Any], choice: dict[str, Any]) -> dict[str, str]:
        words, is_one = both(choice.get("label"), str(choice["name"]))
        if is_one:
            self.note(one, "language", words["zh"])
        return words

    def _widget(self, one: dict[str, Any]) -> dict[str, Any]:
        made: dict[str, Any] = {"field": self.known.fields[one["name"]], "as": (kind_of(one) or ("text",))[0]}
        if one.get("hint"):
            made["hint"] = self._words(one, "hint", str(one["name"]))
        required = str((one.get("bind") or {}).get("required", "")).strip()
        if required.lower() in ALWAYS:
            made["require_if"] = True
        elif required.lower() not in NEVER:
            made |= self._rule(one, "required", "require_if", required)
        default = str(one.get("default", ""))
        if default:
            made |= self._default(one, default, made["as"])
        return made

    def _default(self, one: dict[str, Any], said: str, widget: str) -> dict[str, Rule]:
        if one.get("_dynamic_default"):
            return self._rule(one, "default", "prefill", said)
        if widget == "number":
            return self._rule(one, "default", "prefill", said)
        if widget in {"text", "choice", "date"}:
            return {"prefill": said}
        self.note(one, "default", said)
        return {}

    def _calculated(self, one: dict[str, Any]) -> None:
        said = str((one.get("bind") or {}).get("calculate") or "")
        # What is worked out sees fields, and values above it: pyxform keeps the order of the sheet.
        seen = {name: made for name, made in self.known.fields.items() if made in self.fields or made in self.values}
        try:
            self.values[self.known.fields[one["name"]]] = translate(_plain(said), self.known._replace(fields=seen))
        except CannotSay as unknown:
            self.note(one, "calculation", str(unknown))

    def _if(self, one: dict[str, Any]) -> list[Rule]:
        said = (one.get("bind") or {}).get("relevant")
        return [*self._rule(one, "relevant", "show_if", str(said)).values()] if said else []

    def _rule(self, one: dict[str, Any], code: str, name: str, said: str) -> dict[str, Rule]:
        try:
            return {name: translate(_plain(said), self.known)}
        except CannotSay as unknown:
            self.note(one, code, f"{said} ({unknown})")
            return {}

    def _shown(self, widget: dict[str, Any], conditions: list[Rule]) -> dict[str, Any]:
        if not conditions:
            return widget
        return {**widget, "show_if": conditions[0] if len(conditions) == 1 else {"and": conditions}}

    def _words(self, one: dict[str, Any], part: str, otherwise: str) -> dict[str, str]:
        words, is_one = both(one.get(part), otherwise)
        if is_one:
            self.note(one, "language", words["zh"])
        return words


def _plain(said: str) -> str:
    """A sibling by its path is the sibling by its name."""
    parts = said.split("../")
    made = parts[0]
    for part in parts[1:]:
        name = part[: next((at for at, sign in enumerate(part) if not (sign.isalnum() or sign in "_-")), len(part))]
        made += f"${{{name}}}{part[len(name) :]}"
    return made


def _all(questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every question that stands for itself; what is inside a repeat belongs to its list."""
    found = []
    for one in questions:
        found += _all(one["children"]) if one["type"] == "group" else [one]
    return found


def converted(form: Form, owner: dict[str, str]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The content of a module without colours yet, and what has to be looked at."""
    title, _ = both(form.title, form.name or "form")
    made = _Made(form)
    made.walk(form.questions, title, [])
    for sheet in form.others:
        made.notes.append(Note(1, sheet, "sheet", sheet))
    made.notes.append(Note(1, "survey", "tests", ""))
    return _content(made, form, title, owner), [note._asdict() for note in made.notes]


def _content(made: _Made, form: Form, title: dict[str, str], owner: dict[str, str]) -> dict[str, Any]:
    entity: dict[str, Any] = {"title": title, "label": _label(made), "fields": made.fields}
    places = [name for name, field in made.fields.items() if field["schema"].get("type") == "object"]
    entity |= {"place": places[0]} if places else {}
    entity |= {"values": made.values} if made.values else {}
    pages = [page._asdict() for page in made.pages]
    nothing = {"title": "nothing is known yet", "today": "2026-01-01", "for": "record", "given": {"data": {}}}
    return {
        "id": name_of(form.name or form.title or "form", ()),
        "version": 1,
        "icon": "form",
        "title": title,
        "owner": owner,
        "about": title,
        "entities": {"record": entity},
        "forms": {"fill": {"for": "record", "creates": True, "title": title, "pages": pages}},
        "permissions": {
            "read": ["commander", "duty_officer", "grid_worker"],
            "write": ["duty_officer", "grid_worker"],
            "by_hand": ["duty_officer"],
        },
        "retention": {"record": {"days": 365, "from": "saved", "then": "strip"}},
        "tests": [{**nothing, "then": {"data": {}}}],
    }


def _label(made: _Made) -> str:
    """What a list calls a row: the first text that names nobody, else the first of all."""
    texts = [name for name, field in made.fields.items() if field["schema"].get("type") == "string"]
    public = [name for name in texts if made.fields[name]["personal"] == "none"]
    return next(iter([*public, *texts, *made.fields]), "")
