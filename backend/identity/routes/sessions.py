"""The addresses of signing in and out."""

from typing import Any

from flask import request
from flask_smorest import Blueprint

from backend.core.http.endpoint import ANYONE, SIGNED_IN, Repeat, endpoint
from backend.identity.actions import refresh as refreshing
from backend.identity.actions import sign_in as signing_in
from backend.identity.actions import sign_out as signing_out
from backend.identity.actions.sessions import Session
from backend.identity.queries.me import me
from backend.identity.routes import tokens
from backend.identity.rules.actor import Actor
from backend.identity.rules.rotation import ACCESS_LIFE
from backend.identity.schemas.people import SessionShown, SignIn

blp = Blueprint("sessions", __name__, url_prefix="/api/sessions", description="Signing in and out")


@endpoint(blp, "POST", "", allow=ANYONE, body=SignIn, returns=SessionShown, status=201, repeat=Repeat.SECRET)
def sign_in(_actor: None, body: dict[str, Any]) -> dict[str, Any]:
    """Sign in on a device; the refresh token comes as a cookie."""
    return _shown(signing_in.sign_in(**body, address=request.remote_addr or ""))


@endpoint(blp, "POST", "/refresh", allow=ANYONE, returns=SessionShown, repeat=Repeat.SECRET)
def refresh(_actor: None) -> dict[str, Any]:
    """Exchange the refresh cookie; send its CSRF value as X-CSRF-TOKEN."""
    claims = tokens.read_refresh()
    return _shown(refreshing.refresh(session_id=claims.session_id, jti=claims.jti))


@endpoint(blp, "DELETE", "/current", allow=SIGNED_IN, status=204, repeat=Repeat.SECRET, with_issued_password=True)
def sign_out(actor: Actor) -> None:
    """Sign out of this device; its push subscriptions end."""
    signing_out.sign_out(actor)
    tokens.drop_refresh_cookie()


@endpoint(blp, "DELETE", "", allow=SIGNED_IN, status=204, repeat=Repeat.SECRET, with_issued_password=True)
def sign_out_everywhere(actor: Actor) -> None:
    """Sign out of every device at once."""
    signing_out.sign_out_everywhere(actor)
    tokens.drop_refresh_cookie()


def _shown(session: Session) -> dict[str, Any]:
    tokens.send_refresh_cookie(session)
    mine = me(session.person_id)
    life = int(ACCESS_LIFE.total_seconds())
    shown = {"access_token": tokens.access_token(session), "expires_in": life, "me": mine}
    return {**shown, "must_change_password": mine["must_change_password"]}
