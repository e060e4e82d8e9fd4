"""The kinds of the catalogue as services, and what else is asked of one."""

from typing import Any

from backend.core.errors import refuse
from backend.incidents.catalogue import reader as kinds
from backend.incidents.rules.category import Category
from backend.open311.catalogue import reader
from backend.open311.rules.attributes import Attribute


def one(code: str | None) -> Category:
    if not code:
        refuse("open311.service_missing")
    found = kinds.categories().get(code)
    return found if found is not None else refuse("open311.service_unknown", service_code=code)


def listed(language: str) -> list[dict[str, Any]]:
    """In the order of the catalogue. A number is given at once: every one of them is real time."""
    return [
        {
            "service_code": kind.code,
            "service_name": getattr(kind, language),
            "description": f"{_class(kind, language)} · {getattr(kind, language)}",
            "metadata": bool(reader.asked_of(kind.code)),
            "type": "realtime",
            "keywords": f"{kind.zh}, {kind.en}, {kind.class_zh}, {kind.class_en}",
            "group": _class(kind, language),
        }
        for kind in kinds.categories().values()
    ]


def definition(code: str, language: str) -> dict[str, Any]:
    asked = reader.asked_of(one(code).code)
    return {
        "service_code": code,
        "attributes": [_attribute(order, attribute, language) for order, attribute in enumerate(asked, start=1)],
    }


def _class(kind: Category, language: str) -> str:
    return kind.class_en if language == "en" else kind.class_zh


def _attribute(order: int, attribute: Attribute, language: str) -> dict[str, Any]:
    return {
        "variable": True,
        "code": attribute.code,
        "datatype": attribute.datatype,
        "required": attribute.required,
        "datatype_description": None,
        "order": order,
        "description": attribute.words[language],
        "values": [{"key": key, "name": words[language]} for key, words in attribute.values.items()],
    }
