"""Refusals as GeoReport writes them: a list of codes and descriptions, in the format of the address."""

from collections.abc import Iterator
from typing import Any

import orjson
from flask import Response, request

from backend.core.errors import Problem
from backend.core.http.problems import language_asked
from backend.open311.rules.document import document

PREFIX = "/open311/"
JSON, XML = "application/json", "text/xml"
#: The standard knows 403, 404 and 400 for all else; these say what a client can do about it.
KEPT = frozenset({403, 404, 405, 413, 429, 500, 503})


def shown(problem: Problem) -> Response:
    status = problem.entry.status if problem.entry.status in KEPT else 400
    errors = [{"code": status, "description": words} for words in _descriptions(problem)]
    headers = {"Cache-Control": "no-store", **problem.headers}
    if request.path.endswith(".xml"):
        return Response(document("errors", errors), status, headers, content_type=f"{XML}; charset=utf-8")
    return Response(orjson.dumps(errors), status, headers, content_type=JSON)


def _descriptions(problem: Problem) -> Iterator[str]:
    """What is wrong with each field, where it is about fields."""
    wrong: dict[str, Any] = problem.details.get("errors") or {}
    for field, words in wrong.items():
        yield f"{field}: {' '.join(map(str, words))}"
    if not wrong:
        yield problem.title(language_asked())
