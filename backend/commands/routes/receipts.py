"""Receipts: what a phone reports of an order, by session or by the token of its push."""

from collections.abc import Mapping
from typing import Any

from flask import current_app
from flask_smorest import Blueprint

from backend.commands.actions.take_receipt import take_receipt
from backend.commands.actions.take_receipts import take_receipts
from backend.commands.schemas import receipt as shapes
from backend.core.group_commit import GroupCommit
from backend.core.http import edge
from backend.core.http.actor import Actor
from backend.core.http.endpoint import TOKEN, Commit, Repeat, endpoint

blp = Blueprint("receipts", __name__, url_prefix="/api/receipts", description="回执")
TOGETHER = GroupCommit(take_receipts)


@endpoint(
    blp, "POST", "", allow=TOKEN, body=shapes.Report, returns=shapes.Taken, repeat=Repeat.BY_ID, commit=Commit.GROUPED
)
def report_receipt(actor: Actor | None, body: dict[str, Any]) -> dict[str, Any]:
    """Report what became of an order on a phone."""
    return take_receipt(TOGETHER, actor, secret=current_app.config["RECEIPT_SECRET"], **body)


def _by_token(settings: Mapping[str, Any], body: dict[str, Any]) -> dict[str, Any] | None:
    if body["token"] is None:
        return None
    return take_receipt(TOGETHER, None, secret=settings["RECEIPT_SECRET"], **body)


#: What a hundred thousand phones send within a minute of one tap.
BY_TOKEN = edge.Way("/api/receipts", body=shapes.Report(), returns=shapes.Taken(), act=_by_token)
