"""Whose address counts: the caller's own, as the proxy in front tells it, and nobody's word without one."""

import pytest
from flask import Flask, request

from backend.core.http import headers


@pytest.mark.parametrize(("https", "address"), [(True, "203.0.113.9"), (False, "127.0.0.1")])
def test_the_callers_address_is_taken_from_the_proxy_where_there_is_one(https: bool, address: str) -> None:
    app = Flask(__name__)
    app.config["HTTPS"] = https
    headers.guard(app)
    app.add_url_rule("/whoami", view_func=lambda: request.remote_addr or "")
    forged_by_the_caller_then_the_proxy = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9"}
    assert app.test_client().get("/whoami", headers=forged_by_the_caller_then_the_proxy).text == address
