"""Every address of the application says who may call it, and the written description of the API is the true one."""

import inspect
from collections.abc import Iterator

import orjson
import pytest
from flask import Flask
from openapi_spec_validator import OpenAPIV31SpecValidator
from werkzeug.routing import Rule

from backend.core.http.allow import Allow
from backend.core.http.endpoint import Declared, Repeat
from tests.architecture.source import ROOT
from tests.conftest import make_app

#: Pages, not endpoints: the client's files, and the description of the API in its two forms.
PAGES = {"client.file", "docs.docs", "api-docs.openapi_json"}
WRITES = {"POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture(scope="module")
def walked() -> Flask:
    """The application, whose addresses are known without any database."""
    return make_app("postgresql://nobody@localhost/none")


def endpoints(app: Flask) -> Iterator[tuple[Rule, Declared | None]]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in PAGES:
            yield rule, getattr(app.view_functions[rule.endpoint], "declared", None)


def test_nothing_that_a_request_passes_is_a_coroutine(walked: Flask) -> None:
    """The application runs them as they are: one would never run, and nobody would hear of it."""
    around = [*walked.before_request_funcs.values(), *walked.after_request_funcs.values()]
    passed = [*walked.view_functions.values(), *(function for functions in around for function in functions)]
    assert len(passed) > len(PAGES)
    assert [function for function in passed if inspect.iscoroutinefunction(inspect.unwrap(function))] == []


def test_every_endpoint_declares_who_may_call_it(walked: Flask) -> None:
    silent = [
        str(rule) for rule, declared in endpoints(walked) if declared is None or not isinstance(declared.allow, Allow)
    ]
    assert silent == []
    assert len(list(endpoints(walked))) > 3


def test_every_page_without_a_declaration_only_reads(walked: Flask) -> None:
    pages = [rule for rule in walked.url_map.iter_rules() if rule.endpoint in PAGES]
    assert {str(rule) for rule in pages if rule.methods and rule.methods & WRITES} == set()


def test_every_endpoint_answers_one_method_below_api_or_where_a_standard_wants_it(walked: Flask) -> None:
    odd = [
        str(rule)
        for rule, declared in endpoints(walked)
        if (declared and (rule.methods or set()) - {"HEAD", "OPTIONS"} != {declared.method})
        or not rule.rule.startswith(("/api/", "/open311/v2/"))
    ]
    assert odd == []


def test_every_write_says_what_makes_its_repetition_harmless(walked: Flask) -> None:
    writes = [(rule, declared) for rule, declared in endpoints(walked) if declared and declared.method in WRITES]
    assert [str(rule) for rule, declared in writes if not isinstance(declared.repeat, Repeat)] == []
    strangers = [
        str(rule) for rule, declared in writes if declared.repeat is Repeat.KEY and not declared.allow.needs_actor
    ]
    assert strangers == [], "a key is kept per person; without one, say BY_ID, READS, SAME or SECRET"


def test_the_description_is_valid_openapi_3_1(walked: Flask) -> None:
    description = walked.test_client().get("/api/openapi.json").get_json()
    assert description["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(description).validate()


def test_the_kept_description_is_what_the_application_serves(walked: Flask) -> None:
    kept = orjson.loads((ROOT / "docs" / "api.json").read_bytes())
    assert kept == walked.test_client().get("/api/openapi.json").get_json(), "write it anew: make api"
