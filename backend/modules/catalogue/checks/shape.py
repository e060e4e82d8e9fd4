"""Is a module of the published shape, and is every field's own schema a JSON Schema?"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path as File
from typing import Any

import orjson
from jsonschema import Draft202012Validator, FormatChecker, SchemaError, ValidationError

from backend.modules.catalogue.fault import Fault
from backend.modules.catalogue.marks import Marked, Path

SCHEMA = File(__file__).parent.parent / "module.schema.json"
LONGEST = 160
#: A pattern that is none would break at the first value.
FORMATS = FormatChecker(["regex"])


@cache
def published() -> dict[str, Any]:
    schema: dict[str, Any] = orjson.loads(SCHEMA.read_bytes())
    return schema


@cache
def validator(part: str | None = None) -> Draft202012Validator:
    """Of a whole module, or of one of its parts by the part's name."""
    schema = published()
    return Draft202012Validator(schema if part is None else {"$defs": schema["$defs"], "$ref": f"#/$defs/{part}"})


def check(module: Marked) -> list[Fault]:
    found = [_deepest(error) for error in validator().iter_errors(module.value)]
    return [Fault(module.line(tuple(one.absolute_path)), "module.shape", _said(one)) for one in found]


def check_fields(module: Marked) -> Iterator[Fault]:
    for kind, entity in module.value["entities"].items():
        yield from _fields(module, entity["fields"], ("entities", kind, "fields"))


def _fields(module: Marked, fields: dict[str, Any], path: Path) -> Iterator[Fault]:
    for name, field in fields.items():
        yield from _field(module, name, field, (*path, name))
        yield from _fields(module, field.get("items", {}), (*path, name, "items"))


def _field(module: Marked, name: str, field: dict[str, Any], path: Path) -> Iterator[Fault]:
    schema = field["schema"]
    try:
        Draft202012Validator.check_schema(schema, format_checker=FORMATS)
    except SchemaError as error:
        yield Fault(module.line((*path, "schema", *error.absolute_path)), "module.schema", error.message[:LONGEST])
        return
    if _refers(schema):
        yield Fault(module.line((*path, "schema")), "module.schema", f"{name}: a field's schema refers to no other")
    enum = {str(one) for one in schema.get("enum", schema.get("items", {}).get("enum", []))}
    if enum != set(field.get("words", {})):
        said = f"{name}: every value of the enum has its words, and only they"
        yield Fault(module.line(path), "module.words", said)
    is_list = schema["type"] == "array" and "items" not in schema
    if ("items" in field) is not is_list:
        yield Fault(module.line(path), "module.items", f"{name}: a list says what its items are, and only a list")


def _refers(schema: Any) -> bool:
    """A validator would go and fetch what stands elsewhere."""
    if isinstance(schema, dict):
        return any(name in {"$ref", "$dynamicRef"} or _refers(one) for name, one in schema.items())
    return isinstance(schema, list) and any(map(_refers, schema))


def _deepest(error: ValidationError) -> ValidationError:
    """Of several shapes that a value may have, the one that it comes nearest to says what is wrong."""
    while error.context:
        error = max(error.context, key=lambda one: (len(one.absolute_path), one.validator != "required"))
    return error


def _said(error: ValidationError) -> str:
    """With what belongs there: of a shape that nobody has seen the name of one part is no help."""
    where = ".".join(map(str, error.absolute_path))
    said = (f"{where}: {error.message}" if where else error.message)[:LONGEST]
    if _has_a_loose_comma(error):
        return f"{said}; a text with a comma needs quotes between {{ }}"
    parts = error.schema.get("properties") if where and isinstance(error.schema, dict) else None
    return f"{said}; it takes {', '.join(parts)}" if parts else said


def _has_a_loose_comma(error: ValidationError) -> bool:
    """YAML reads {en: Days taken, median} as two names, of which the second has no value."""
    if error.validator != "additionalProperties" or not isinstance(error.instance, dict):
        return False
    return any(error.instance[name] is None for name in error.instance.keys() - error.schema.get("properties", {}))
