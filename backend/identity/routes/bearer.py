"""From a request's bearer token to the actor behind it."""

from flask import request

from backend.core.errors import refuse
from backend.identity.queries import actors
from backend.identity.routes import tokens
from backend.identity.routes.tokens import Claims
from backend.identity.rules.actor import Actor


def identify() -> Actor | None:
    """None where no token is sent; a bad, expired or revoked one is refused by name, with 401."""
    claims = read()
    if claims is None:
        return None
    actor = actors.of_session(claims.person_id, claims.session_id)
    if actor is None:
        refuse("identity.session_ended")
    return actor


def read() -> Claims | None:
    """What the request's bearer token says; None where there is none. Whether its session lives is not asked."""
    given = request.headers.get("Authorization")
    if given is None:
        return None
    scheme, _, encoded = given.partition(" ")
    if scheme.lower() != "bearer":
        refuse("identity.token_bad")
    return tokens.read_access(encoded.strip())
