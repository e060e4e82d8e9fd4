"""The description of the API: OpenAPI 3.1, made from the endpoints themselves."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint as FlaskBlueprint
from flask import render_template
from flask_smorest import Api, Blueprint
from marshmallow import Schema

from backend.core.errors import CATALOGUE
from backend.core.http.allow import Allow
from backend.core.http.schema import ProblemShown

#: A parameter in the words of OpenAPI.
Parameter = dict[str, Any]

KEY_PARAMETER: Parameter = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": True,
    "schema": {"type": "string", "format": "uuid"},
    "description": "UUIDv7 made by the client; a repeat gets the stored reply",
}

SESSION: dict[str, list[str]] = {"session": []}
BYTES = "application/octet-stream"
FORM, FORM_WITH_FILES = "application/x-www-form-urlencoded", "multipart/form-data"
BINARY = {"type": "string", "format": "binary"}

#: How a refusal leaves: media type → its shape.
Refusals = Mapping[str, type[Schema] | Schema | Parameter]
PROBLEMS: Refusals = {"application/problem+json": ProblemShown}


def describe(
    blueprint: Blueprint,
    allow: Allow,
    *,
    keyed: bool,
    sent: Mapping[str, type[Schema] | None],
    takes: tuple[Parameter, ...],
    file: str | None,
    refusals: Refusals,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add to an operation who may call it, its key, its refusals, and the files and forms it takes or gives."""
    extra: dict[str, Any] = {"x-allow": sorted(allow.roles) or allow.kind}
    extra["security"] = [*([] if allow.needs_actor else [{}]), *([] if allow.kind == "application" else [SESSION])]
    extra["responses"] = {"default": {"description": "A refusal by name", "content": _content(refusals)}}
    if parameters := [*([KEY_PARAMETER] if keyed else []), *takes]:
        extra["parameters"] = parameters
    if sent:
        extra["requestBody"] = {"required": True, "content": _content(sent)}
    if file:
        extra["responses"]["200"] = {"description": "A file", "content": _content({file: None})}
    documented: Callable[[Callable[..., Any]], Callable[..., Any]] = blueprint.doc(**extra)
    return documented


def _content(shapes: Mapping[str, type[Schema] | Schema | Parameter | None]) -> dict[str, Any]:
    """Media type → shape; None is a file."""
    return {media_type: {"schema": BINARY if shape is None else shape} for media_type, shape in shapes.items()}


def describe_api(api: Api) -> None:
    """Add what is said once for the whole API."""
    spec = api.spec
    assert spec is not None
    spec.components.security_scheme("session", {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"})
    spec.options["info"] = {
        "description": "One tap of a commander reaches everybody in an area, and who has answered is seen.",
    }
    spec.options["servers"] = [{"url": "/"}]
    # What the library behind says of input that does not fit is not how we refuse it.
    spec.components.responses["UNPROCESSABLE_ENTITY"] = {
        "description": "Input that does not fit, field by field",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemShown"}}},
    }
    spec.components.schemas.pop("Error", None)


def docs_page(api: Api) -> FlaskBlueprint:
    """GET /api/docs: the description as a page for people, without a line from elsewhere."""
    blueprint = FlaskBlueprint("docs", __name__, template_folder="templates")

    @blueprint.get("/api/docs")
    def docs() -> str:
        assert api.spec is not None
        return render_template("docs.html", spec=api.spec.to_dict(), catalogue=CATALOGUE)

    return blueprint
