"""The addresses of scripts."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from backend.core.http.actor import Actor
from backend.core.http.endpoint import Repeat, endpoint, roles
from backend.core.http.schema import PageQuery
from backend.paging import policy
from backend.paging.actions import scripts as writing
from backend.paging.queries import scripts
from backend.paging.schemas import scripts as schemas

blp = Blueprint("paging_scripts", __name__, url_prefix="/api/paging", description="智能寻呼: scripts")

KEEPS = roles(*policy.KEEPS)


@endpoint(blp, "GET", "/scripts", allow=KEEPS, query=PageQuery, returns=schemas.ScriptPage)
def list_scripts(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """What can be asked, in its newest version."""
    return scripts.listed(actor, **query)


@endpoint(
    blp, "POST", "/scripts", allow=KEEPS, body=schemas.NewScript, returns=schemas.ScriptShown, status=201,
    repeat=Repeat.BY_ID,
)  # fmt: skip
def make_script(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Write one; what is wrong with it is said by question."""
    writing.make(actor, **body)
    return scripts.one(actor, body["id"])


@endpoint(blp, "GET", "/scripts/<uuid:script_id>", allow=KEEPS, returns=schemas.ScriptShown)
def one_script(actor: Actor, script_id: UUID) -> dict[str, Any]:
    """One of them."""
    return scripts.one(actor, script_id)


@endpoint(blp, "PUT", "/scripts/<uuid:script_id>", allow=KEEPS, body=schemas.ScriptChange, returns=schemas.ScriptShown)
def change_script(actor: Actor, body: dict[str, Any], script_id: UUID) -> dict[str, Any]:
    """A new version; campaigns that were made before go on with theirs."""
    writing.change(actor, script_id, **body)
    return scripts.one(actor, script_id)


@endpoint(blp, "GET", "/scripts/<uuid:script_id>/versions", allow=KEEPS, returns=schemas.ScriptVersions)
def list_script_versions(actor: Actor, script_id: UUID) -> dict[str, Any]:
    """What was asked before, and who wrote it."""
    return {"items": scripts.versions(actor, script_id)}
