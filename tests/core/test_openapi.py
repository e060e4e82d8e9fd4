"""The API describes itself: valid OpenAPI 3.1, who may call what, and a page that people can read."""

from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.client import ActingClient

#: Open311 has refusals of its own.
AS_THE_STANDARD = {"json": {"application/json"}, "xml": {"text/xml"}}


def test_the_description_is_valid_openapi_3_1(client: ActingClient) -> None:
    spec = client.get("/api/openapi.json").json
    assert spec["openapi"].startswith("3.1")
    assert list(OpenAPIV31SpecValidator(spec).iter_errors()) == []


def test_every_operation_says_who_may_call_it_and_how_it_refuses(client: ActingClient) -> None:
    spec = client.get("/api/openapi.json").json
    operations = [
        (path, it) for path, whole in spec["paths"].items() for verb, it in whole.items() if verb != "parameters"
    ]
    assert operations
    for path, operation in operations:
        assert operation["x-allow"]
        refuses = set(operation["responses"]["default"]["content"])
        assert refuses == (
            {"application/problem+json"} if path.startswith("/api/") else AS_THE_STANDARD[path.rpartition(".")[2]]
        )
        assert operation["summary"]


def test_the_page_lists_every_endpoint_and_every_refusal_and_loads_nothing(client: ActingClient) -> None:
    page = client.get("/api/docs").text
    spec = client.get("/api/openapi.json").json
    for path in spec["paths"]:
        assert path in page
    assert "idempotency.reused" in page
    assert "src=" not in page
    assert "http://" not in page
    assert "https://" not in page
