"""The addresses of a volunteer's own record: seen, kept, carried away, destroyed."""

from typing import Any

import orjson
from flask_smorest import Blueprint
from werkzeug.wrappers import Response

from backend.core.http.actor import Actor
from backend.core.http.endpoint import SIGNED_IN, Repeat, endpoint, roles
from backend.core.http.files import download
from backend.volunteers import policy
from backend.volunteers.actions import erase
from backend.volunteers.actions import own as keeping
from backend.volunteers.queries import own
from backend.volunteers.schemas.register import Erase, MyRecord, MyRecordEdit

blp = Blueprint("my_volunteer", __name__, url_prefix="/api/me/volunteer", description="My record as a volunteer")

JSON = "application/json"


@endpoint(blp, "GET", "", allow=SIGNED_IN, returns=MyRecord)
def show_my_record(actor: Actor) -> dict[str, Any]:
    """My record, whole."""
    return own.shown(actor)


@endpoint(blp, "PUT", "", allow=roles(policy.VOLUNTEER), returns=MyRecord, repeat=Repeat.LATEST)
def join_register(actor: Actor) -> dict[str, Any]:
    """Begin a record, where I have none yet."""
    keeping.join(actor)
    return own.shown(actor)


@endpoint(blp, "PATCH", "", allow=SIGNED_IN, body=MyRecordEdit, returns=MyRecord)
def edit_my_record(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Say what I can do, when I have time, and what I agree to."""
    keeping.edit(actor, **body)
    return own.shown(actor)


@endpoint(blp, "GET", "/data.json", allow=SIGNED_IN, file=JSON)
def my_data(actor: Actor) -> Response:
    """Everything that is kept about me, also who looked at it and why."""
    return download(orjson.dumps(own.everything(actor), option=orjson.OPT_INDENT_2), JSON, "my-data.json")


@endpoint(blp, "POST", "/erase", allow=SIGNED_IN, body=Erase, status=204, repeat=Repeat.LATEST)
def erase_my_record(actor: Actor, body: dict[str, Any]) -> None:  # noqa: ARG001 - that it is there is the point
    """Destroy my record. Who is nothing but a volunteer is signed out everywhere and has no account any more."""
    erase.erase_own(actor)
