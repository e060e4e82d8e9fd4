"""The description of the API: OpenAPI 3.1, made from the endpoints themselves."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint as FlaskBlueprint
from flask import render_template_string
from flask_smorest import Api, Blueprint

from backend.core.errors import CATALOGUE
from backend.core.http.allow import Allow
from backend.core.http.schema import ProblemShown

KEY_PARAMETER = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": True,
    "schema": {"type": "string", "format": "uuid"},
    "description": "UUIDv7 made by the client; a repeat gets the stored reply",
}


def describe(blueprint: Blueprint, allow: Allow, keyed: bool) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add to an operation who may call it, its key and its refusals."""
    extra: dict[str, Any] = {"x-allow": sorted(allow.roles) or allow.kind}
    extra["security"] = [{"session": []}] if allow.needs_actor else [{}, {"session": []}]
    extra["responses"] = {"default": {"description": "A refusal by name", "content": {"application/problem+json": {"schema": ProblemShown}}}}
    if keyed:
        extra["parameters"] = [KEY_PARAMETER]
    return blueprint.doc(**extra)


def describe_api(api: Api) -> None:
    """Add what is said once for the whole API."""
    spec = api.spec
    assert spec is not None
    spec.components.security_scheme("session", {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"})
    spec.options["info"] = {
        "description": "One tap of a commander reaches everybody in an area, and who has answered is seen. / 掌上微驾接口",
        "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    }
    spec.options["servers"] = [{"url": "/"}]


PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Palm Cockpit API</title><style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui;max-width:60rem;margin:2rem auto;padding:0 1rem}
code{font:14px ui-monospace,monospace}h2{margin-top:2.5rem;border-bottom:1px solid}details{border-bottom:1px solid #8884;padding:.6rem 0}
summary{cursor:pointer}summary b{display:inline-block;width:4.5rem}pre{overflow:auto;background:#8882;padding:.7rem}td,th{text-align:left;padding:.2rem .8rem .2rem 0;vertical-align:top}</style>
<h1>Palm Cockpit API</h1><p>The machine's version is <a href="/api/openapi.json">openapi.json</a> (OpenAPI {{ spec.openapi }}).</p>
{% for path, operations in spec.paths.items() %}{% for method, it in operations.items() if method != "parameters" %}<details><summary><b>{{ method|upper }}</b><code>{{ path }}</code> {{ it.summary }}</summary>
<p>{{ it.description or "" }}</p><p>Who: {{ it["x-allow"] if it["x-allow"] is string else it["x-allow"]|join(", ") }}</p>
{% if it.parameters %}<table>{% for p in it.parameters %}<tr><td><code>{{ p.name }}</code><td>{{ p.in }}<td>{{ p.description or "" }}</tr>{% endfor %}</table>{% endif %}
{% if it.requestBody %}<p>Body</p><pre>{{ it.requestBody.content|tojson(indent=1) }}</pre>{% endif %}
<p>Answers: {{ it.responses.keys()|join(", ") }}</p></details>{% endfor %}{% endfor %}
<h2>Shapes</h2>{% for name, it in spec.components.schemas.items() %}<details id="{{ name }}"><summary>{{ name }}</summary><pre>{{ it|tojson(indent=1) }}</pre></details>{% endfor %}
<h2>Refusals</h2><table>{% for code, it in catalogue.items() %}<tr id="{{ code }}"><td><code>{{ code }}</code><td>{{ it.status }}<td>{{ it.en }}<td lang="zh-CN">{{ it.zh }}</tr>{% endfor %}</table>"""


def docs_page(api: Api) -> FlaskBlueprint:
    """GET /api/docs: the description as a page for people, without a line from elsewhere."""
    blueprint = FlaskBlueprint("docs", __name__)

    @blueprint.get("/api/docs")
    def docs() -> str:
        assert api.spec is not None
        return render_template_string(PAGE, spec=api.spec.to_dict(), catalogue=CATALOGUE)

    return blueprint
