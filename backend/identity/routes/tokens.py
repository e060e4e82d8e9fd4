"""The tokens of a session on the wire: a bearer that lives 15 minutes, a cookie that rotates."""

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from flask import Flask, Response, after_this_request, request
from flask_jwt_extended import JWTManager, create_access_token, create_refresh_token, decode_token
from flask_jwt_extended.config import config
from flask_jwt_extended.exceptions import CSRFError, JWTExtendedException
from jwt.exceptions import PyJWTError

from backend.core import clock
from backend.core.db import uuid7
from backend.core.errors import refuse
from backend.identity.actions.sessions import Session
from backend.identity.rules.rotation import ACCESS_LIFE, REFRESH_LIFE

manager = JWTManager()

SHORTEST_SECRET = 32


class Claims(NamedTuple):
    person_id: UUID
    session_id: UUID
    jti: UUID
    expires_at: datetime


def set_up(app: Flask) -> None:
    if len(app.config["JWT_SECRET_KEY"].encode()) < SHORTEST_SECRET:
        raise RuntimeError(f"JWT_SECRET_KEY is shorter than {SHORTEST_SECRET} bytes")
    manager.init_app(app)


def access_token(session: Session) -> str:
    made: str = create_access_token(str(session.person_id), additional_claims=_claims(session.id, ACCESS_LIFE))
    return made


def send_refresh_cookie(session: Session) -> None:
    """Leave the refresh token where scripts cannot read it, and its CSRF value where only our pages can."""
    csrf = str(uuid7())
    own = {**_claims(session.id, REFRESH_LIFE), "jti": str(session.refresh_jti), "csrf": csrf}
    _send_cookies(create_refresh_token(str(session.person_id), additional_claims=own), csrf, REFRESH_LIFE)


def drop_refresh_cookie() -> None:
    _send_cookies("", "", timedelta(0))


def read_access(encoded: str) -> Claims:
    return _read(encoded, "access")


def read_refresh() -> Claims:
    """The refresh cookie of this request, sent by a page of ours."""
    encoded = request.cookies.get(config.refresh_cookie_name)
    if not encoded:
        refuse("actor.unknown")
    csrf = request.headers.get("X-CSRF-TOKEN")
    if not csrf:
        refuse("identity.csrf")
    return _read(encoded, "refresh", csrf)


def _claims(session_id: UUID, life: timedelta) -> dict[str, Any]:
    """Expiry by the product's clock, so that a drill that moves it moves the tokens too."""
    return {"session": str(session_id), "exp": int((clock.now() + life).timestamp())}


def _read(encoded: str, kind: str, csrf: str | None = None) -> Claims:
    try:
        claims = decode_token(encoded, csrf_value=csrf, allow_expired=True)
        expires_at = datetime.fromtimestamp(claims["exp"], UTC)
        found = Claims(UUID(claims["sub"]), UUID(claims["session"]), UUID(claims["jti"]), expires_at)
    except CSRFError:
        refuse("identity.csrf")
    except (PyJWTError, JWTExtendedException, KeyError, TypeError, ValueError, AttributeError, OverflowError):
        refuse("identity.token_bad")
    if claims["type"] != kind:
        refuse("identity.token_bad")
    if expires_at <= clock.now():
        refuse("identity.token_expired")
    return found


def _send_cookies(token: str, csrf: str, life: timedelta) -> None:
    shared: dict[str, Any] = {"max_age": life, "secure": config.cookie_secure, "samesite": config.cookie_samesite}

    @after_this_request
    def send(response: Response) -> Response:
        path = config.refresh_cookie_path
        response.set_cookie(config.refresh_cookie_name, token, path=path, httponly=True, **shared)
        response.set_cookie(config.refresh_csrf_cookie_name, csrf, path=config.refresh_csrf_cookie_path, **shared)
        response.headers["Cache-Control"] = "no-store"
        return response
