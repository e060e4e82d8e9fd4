"""A phone as the server sees it: its own device, its cookies, its bearer token."""

from dataclasses import dataclass, field
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backend.core.db import db, uuid7
from tests.builders.people import PASSWORD

COOKIE = "refresh_token_cookie"


@dataclass(slots=True)
class Phone:
    app: Flask
    device_id: UUID = field(default_factory=uuid7)
    address: str = "203.0.113.9"
    bearer: str | None = None
    web: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.web = self.app.test_client()

    def sign_in(self, username: str, password: str = PASSWORD) -> TestResponse:
        body = {"username": username, "password": password, "device_id": str(self.device_id), "device_label": "phone"}
        return self._keeping(self.call("POST", "/api/sessions", json=body))

    def refresh(self, *, csrf: str | None = "the cookie's") -> TestResponse:
        cookie = self.web.get_cookie("csrf_refresh_token")
        given = cookie.value if csrf == "the cookie's" and cookie else csrf
        headers = {"X-CSRF-TOKEN": given} if given else {}
        return self._keeping(self.call("POST", "/api/sessions/refresh", headers=headers))

    def call(self, method: str, path: str, *, headers: dict[str, str] | None = None, **kwargs: object) -> TestResponse:
        own = {"Idempotency-Key": str(uuid7())}
        if self.bearer:
            own["Authorization"] = f"Bearer {self.bearer}"
        address = {"REMOTE_ADDR": self.address}
        with self.app.app_context():
            reply = self.web.open(
                path, method=method, buffered=True, headers=own | (headers or {}), environ_overrides=address, **kwargs
            )
        db.session.expire_all()
        return reply

    def cookies(self) -> tuple[str, str]:
        """The refresh token and its CSRF value, to be given back later."""
        token = self.web.get_cookie(COOKIE, path="/api/sessions")
        return token.value, self.web.get_cookie("csrf_refresh_token").value

    def set_cookies(self, cookies: tuple[str, str]) -> None:
        self.web.set_cookie(COOKIE, cookies[0], path="/api/sessions")
        self.web.set_cookie("csrf_refresh_token", cookies[1])

    def _keeping(self, response: TestResponse) -> TestResponse:
        if response.status_code < 300:
            self.bearer = response.json["access_token"]
        return response
