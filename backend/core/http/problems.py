"""Showing a refusal: RFC 9457 problem documents in the reader's language, or as another standard has them."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog
from flask import Flask, Response, request
from sqlalchemy.exc import DataError, IntegrityError
from werkzeug.exceptions import HTTPException

from backend.core.errors import CATALOGUE, Problem

log = structlog.get_logger()

#: What werkzeug and webargs raise, by status, in our words.
BY_STATUS = {
    400: "request.not_json",
    401: "actor.unknown",
    404: "request.not_found",
    405: "request.method_not_allowed",
    413: "request.too_large",
    415: "request.media_type",
    422: "request.invalid",
    429: "request.too_many",
}


#: start of an address → how refusals leave there
_others: dict[str, Callable[[Problem], Response]] = {}


def show_otherwise(prefix: str, show: Callable[[Problem], Response]) -> None:
    """Say once, at start, that addresses below `prefix` keep to another standard, in refusals as well."""
    _others[prefix] = show


def show_problems(app: Flask) -> None:
    """Every error of the application leaves as a problem document."""
    for kind in (Exception, HTTPException):  # flask-smorest has a handler of its own for the second
        app.register_error_handler(kind, as_response)


def as_response(error: Exception) -> Response:
    problem = as_problem(error)
    other = next((show for prefix, show in _others.items() if request.path.startswith(prefix)), None)
    if other is not None:
        return other(problem)
    document = {
        "type": f"/api/docs#{problem.code}",
        "title": problem.title(language_asked()),
        "status": problem.entry.status,
        "code": problem.code,
        **problem.details,
    }
    headers = {"Cache-Control": "no-store", **problem.headers}
    return Response(_dumped(document), problem.entry.status, headers, content_type="application/problem+json")


def language_asked() -> str:
    """zh or en, as the caller reads."""
    return "en" if request.accept_languages.best_match(["zh-CN", "zh", "en"]) == "en" else "zh"


def _dumped(document: dict[str, Any]) -> bytes:
    """What is refused may be named in it: numbered fields, and text that is no Unicode."""
    text = json.dumps(document, default=_as_text, ensure_ascii=False, separators=(",", ":"))
    return text.encode(errors="backslashreplace")


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def as_problem(error: Exception) -> Problem:
    if isinstance(error, Problem):
        return error
    if isinstance(error, HTTPException):
        return from_werkzeug(error)
    if isinstance(error, IntegrityError):
        return Problem("request.conflict")
    if isinstance(error, DataError | UnicodeEncodeError):
        return Problem("request.unstorable")
    log.error("request.broke", path=request.path, method=request.method, exc_info=error)
    return Problem("server.broken")


def from_werkzeug(error: HTTPException) -> Problem:
    status = error.code or 500
    code = BY_STATUS.get(status, "request.refused" if status < 500 else "server.broken")
    details: dict[str, Any] = {}
    if messages := getattr(error, "data", {}).get("messages"):
        details["errors"] = messages
        if messages == {"json": ["Invalid JSON body."]}:
            code = "request.not_json"
    assert code in CATALOGUE
    return Problem(code, **details)
