"""The addresses of the signed-in person."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from backend.core.http.endpoint import SIGNED_IN, Repeat, endpoint
from backend.identity.actions import change_password as changing
from backend.identity.actions import edit_person as editing
from backend.identity.actions import sign_out as signing_out
from backend.identity.queries.me import me
from backend.identity.rules.actor import Actor
from backend.identity.schemas.people import LanguageChoice, Me, PasswordChange

blp = Blueprint("me", __name__, url_prefix="/api/me", description="The signed-in person")


@endpoint(blp, "GET", "", allow=SIGNED_IN, returns=Me, with_issued_password=True)
def show_me(actor: Actor) -> dict[str, Any]:
    """Show the signed-in person and what he may."""
    return me(actor.id)


@endpoint(
    blp,
    "PUT",
    "/password",
    allow=SIGNED_IN,
    body=PasswordChange,
    status=204,
    repeat=Repeat.SECRET,
    with_issued_password=True,
)
def change_password(actor: Actor, body: dict[str, Any]) -> None:
    """Change the own password; the other devices sign in again."""
    changing.change_password(actor, **body)


@endpoint(blp, "DELETE", "/devices/<uuid:device_id>", allow=SIGNED_IN, status=204)
def sign_device_out(actor: Actor, device_id: UUID) -> None:
    """Sign out another device of mine, the lost one say; its push subscriptions end."""
    signing_out.sign_device_out(actor, device_id)


@endpoint(blp, "PUT", "/language", allow=SIGNED_IN, body=LanguageChoice, returns=Me)
def choose_language(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Choose the language that orders reach one in."""
    editing.choose_language(actor, body["language"])
    return me(actor.id)
