"""Whose word counts: the proxy's where one stands in front, and nobody's without one."""

import pytest
from flask import Flask, request

from backend.core.http import headers

FORGED_BY_THE_CALLER_THEN_THE_PROXY = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9", "X-Forwarded-Proto": "https"}


def guarded(*, https: bool, proxy: bool) -> Flask:
    app = Flask(__name__)
    app.config.update(HTTPS=https, PROXY=proxy)
    headers.guard(app)
    app.add_url_rule("/whoami", view_func=lambda: f"{request.scheme} {request.remote_addr}")
    return app


@pytest.mark.parametrize(
    ("proxy", "seen"), [(True, "https 203.0.113.9"), (False, "http 127.0.0.1")], ids=["a proxy", "no proxy"]
)
def test_the_callers_address_is_taken_from_the_proxy_where_there_is_one(proxy: bool, seen: str) -> None:
    client = guarded(https=True, proxy=proxy).test_client()
    assert client.get("/whoami", headers=FORGED_BY_THE_CALLER_THEN_THE_PROXY).text == seen


@pytest.mark.parametrize(
    ("https", "proxy", "promised"),
    [(True, True, True), (True, False, False), (False, True, False)],
    ids=["a district's name", "a laptop's address", "no certificate"],
)
def test_only_a_proxys_name_is_promised_to_stay_secure(https: bool, proxy: bool, promised: bool) -> None:
    reply = guarded(https=https, proxy=proxy).test_client().get("/whoami", base_url="https://localhost")
    assert ("Strict-Transport-Security" in reply.headers) is promised
