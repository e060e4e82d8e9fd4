"""The addresses of modules that are being written: drafts, their trial, and the second person's word."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from backend.core.http.actor import Actor
from backend.core.http.endpoint import Repeat, endpoint
from backend.modules.actions.drafts import decide, write
from backend.modules.catalogue.checks import shape
from backend.modules.queries import drafts
from backend.modules.routes.street_modules import EVERYBODY, KEEPERS
from backend.modules.schemas.drafts import (
    DraftBegun,
    DraftChanged,
    DraftCopied,
    DraftPage,
    DraftRefused,
    DraftsQuery,
    DraftWhole,
    ModuleSchemaShown,
)
from backend.modules.schemas.modules import ModuleSwitchReport

blp = Blueprint("module_drafts", __name__, url_prefix="/api", description="Street modules on their way")

DRAFTS, DRAFT = "/module-drafts", "/module-drafts/<uuid:draft_id>"


@endpoint(blp, "GET", "/module-schema", allow=EVERYBODY, returns=ModuleSchemaShown)
def show_module_schema(_actor: Actor) -> dict[str, Any]:
    """The shape of a module file, as editors check it."""
    return {"shape": shape.published()}


@endpoint(blp, "GET", DRAFTS, allow=KEEPERS, query=DraftsQuery, returns=DraftPage)
def list_drafts(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """Those of my places, the newest first."""
    return drafts.listed(actor, **query)


@endpoint(blp, "POST", DRAFTS, allow=KEEPERS, body=DraftBegun, returns=DraftWhole, repeat=Repeat.BY_ID)
def begin_draft(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Send in a file, or what it would say."""
    return drafts.whole(actor, write.begin(actor, **body))


@endpoint(blp, "POST", f"{DRAFTS}/copy", allow=KEEPERS, body=DraftCopied, returns=DraftWhole, repeat=Repeat.BY_ID)
def copy_module(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Begin with the newest version of a module that is there, as the next one."""
    return drafts.whole(actor, write.copy(actor, **body))


@endpoint(blp, "POST", f"{DRAFTS}/xlsform/<string:area_code>", allow=KEEPERS, upload=True, returns=DraftWhole)
def bring_form(actor: Actor, data: bytes, area_code: str) -> dict[str, Any]:
    """Begin with an XLSForm: what could not be carried over stands in the notes, with its row."""
    return drafts.whole(actor, write.bring(actor, data, area=area_code))


@endpoint(blp, "GET", DRAFT, allow=KEEPERS, returns=DraftWhole)
def one_draft(actor: Actor, draft_id: UUID) -> dict[str, Any]:
    """Its text and content, everything that is wrong with it by line, its tests, and what it changes."""
    return drafts.whole(actor, draft_id)


@endpoint(blp, "PUT", DRAFT, allow=KEEPERS, body=DraftChanged, returns=DraftWhole)
def change_draft(actor: Actor, body: dict[str, Any], draft_id: UUID) -> dict[str, Any]:
    """Write it anew; who has seen older words than the last is told so."""
    write.change(actor, draft_id, **body)
    return drafts.whole(actor, draft_id)


@endpoint(blp, "POST", f"{DRAFT}/trial", allow=KEEPERS, returns=ModuleSwitchReport, repeat=Repeat.READS)
def try_draft(actor: Actor, draft_id: UUID) -> dict[str, Any]:
    """What its version would make of the rows that are there: counts and examples. Nothing is written."""
    return drafts.tried(actor, draft_id)


@endpoint(blp, "POST", f"{DRAFT}/submit", allow=KEEPERS, returns=DraftWhole)
def submit_draft(actor: Actor, draft_id: UUID) -> dict[str, Any]:
    """Ask a second person to publish it."""
    decide.submit(actor, draft_id)
    return drafts.whole(actor, draft_id)


@endpoint(blp, "POST", f"{DRAFT}/approve", allow=KEEPERS, returns=DraftWhole)
def approve_draft(actor: Actor, draft_id: UUID) -> dict[str, Any]:
    """Publish it as a version, as the second person."""
    decide.approve(actor, draft_id)
    return drafts.whole(actor, draft_id)


@endpoint(blp, "POST", f"{DRAFT}/refuse", allow=KEEPERS, body=DraftRefused, returns=DraftWhole)
def refuse_draft(actor: Actor, body: dict[str, Any], draft_id: UUID) -> dict[str, Any]:
    """Say why it is not published; its writer may change it and ask again."""
    decide.refuse(actor, draft_id, **body)
    return drafts.whole(actor, draft_id)


@endpoint(blp, "POST", f"{DRAFT}/withdraw", allow=KEEPERS, returns=DraftWhole)
def withdraw_draft(actor: Actor, draft_id: UUID) -> dict[str, Any]:
    """Give it up."""
    write.withdraw(actor, draft_id)
    return drafts.whole(actor, draft_id)
