"""A test client that acts as somebody and carries a fresh Idempotency-Key on every write."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backend.core.db import db, uuid7

#: How a person gets a bearer token; set by the cast, which knows people.
issue_token: list[Callable[[Any], str]] = []


class ActingClient:
    """`client.as_(person).post("/api/orders", json=…)`; without `as_` a stranger calls."""

    def __init__(self, app: Flask, headers: dict[str, str] | None = None) -> None:
        self.app = app
        self.headers = headers or {}
        self.plain: FlaskClient = app.test_client()

    def as_(self, person: Any) -> "ActingClient":
        return ActingClient(self.app, {**self.headers, "Authorization": f"Bearer {issue_token[0](person)}"})

    def in_language(self, language: str) -> "ActingClient":
        return ActingClient(self.app, {**self.headers, "Accept-Language": language})

    def get(self, path: str, **kwargs: Any) -> TestResponse:
        return self.open("GET", path, **kwargs)

    def post(self, path: str, **kwargs: Any) -> TestResponse:
        return self.open("POST", path, **kwargs)

    def put(self, path: str, **kwargs: Any) -> TestResponse:
        return self.open("PUT", path, **kwargs)

    def patch(self, path: str, **kwargs: Any) -> TestResponse:
        return self.open("PATCH", path, **kwargs)

    def delete(self, path: str, **kwargs: Any) -> TestResponse:
        return self.open("DELETE", path, **kwargs)

    def open(
        self, method: str, path: str, *, key: object = None, headers: dict[str, str] | None = None, **kwargs: Any
    ) -> TestResponse:
        """Call; `key` repeats a write under the same Idempotency-Key. The request has a session of its own."""
        own = {} if method == "GET" else {"Idempotency-Key": str(key or uuid7())}
        with self.app.app_context():
            reply = self.plain.open(
                path, method=method, buffered=True, headers={**self.headers, **own, **(headers or {})}, **kwargs
            )
        db.session.expire_all()
        return reply
