"""Every address of the standard twice: ending in .json, and in .xml with the same data."""

from collections.abc import Callable
from typing import Any

from flask import Response
from flask_smorest import Blueprint
from marshmallow import Schema

from backend.core.http.endpoint import Repeat, endpoint
from backend.core.http.openapi import Refusals
from backend.open311.routes.errors import JSON, XML
from backend.open311.rules.document import document
from backend.open311.schemas.georeport import GeoReportError

Function = Callable[..., Any]
#: The standard has no schema for its XML; tests/open311/shapes has one.
REFUSALS: dict[str, Refusals] = {JSON: {JSON: GeoReportError(many=True)}, XML: {XML: {"type": "string"}}}


def both(
    blueprint: Blueprint, method: str, rule: str, *, root: str, shows: Schema, **said: Any
) -> Callable[[Function], Function]:
    """Declare `function(**path)` as the answer to `rule` in both formats; `root` is the outermost element in XML."""

    def decorate(function: Function) -> Function:
        in_json: dict[str, Any] = {"returns": shows, "refusals": REFUSALS[JSON]}
        in_xml: dict[str, Any] = {"file": XML, "refusals": REFUSALS[XML]}
        shared: dict[str, Any] = {"repeat": Repeat.SAME, **said}
        endpoint(blueprint, method, f"{rule}.json", **in_json, **shared)(_named(function, "json", lambda data: data))
        endpoint(blueprint, method, f"{rule}.xml", **in_xml, **shared)(
            _named(function, "xml", lambda data: _as_xml(root, shows.dump(data)))
        )
        return function

    return decorate


def _named(function: Function, ending: str, show: Function) -> Function:
    def answer(_actor: None, **path: Any) -> Any:
        return show(function(**path))

    answer.__name__, answer.__doc__ = f"{function.__name__}_{ending}", function.__doc__
    return answer


def _as_xml(root: str, data: Any) -> Response:
    return Response(document(root, data), content_type=f"{XML}; charset=utf-8")
