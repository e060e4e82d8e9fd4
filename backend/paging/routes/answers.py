"""The addresses of whoever is asked: the page behind a link, and the same in the app."""

from typing import Any
from uuid import UUID

from flask import request
from flask_smorest import Blueprint

from backend.core.http.actor import Actor
from backend.core.http.endpoint import ANYONE, SIGNED_IN, Repeat, endpoint
from backend.paging.actions import answer
from backend.paging.queries import asking
from backend.paging.schemas import calls as schemas

blp = Blueprint("paging_answers", __name__, url_prefix="/api", description="智能寻呼: answers")


@endpoint(blp, "GET", "/paging/answers/<string:token>", allow=ANYONE, returns=schemas.PagingAsked)
def asked_by_link(_actor: None, token: str) -> dict[str, Any]:
    """The questions, for whoever has the link; they name nobody."""
    return answer.asked(token, address=request.remote_addr or "")


@endpoint(
    blp, "POST", "/paging/answers/<string:token>", allow=ANYONE, body=schemas.PagingAnswers,
    returns=schemas.PagingKept, repeat=Repeat.SAME,
)  # fmt: skip
def answer_by_link(_actor: None, body: dict[str, Any], token: str) -> dict[str, Any]:
    """Answer, once; the same again is the same answer."""
    return {"state": answer.take(token, address=request.remote_addr or "", **body)}


@endpoint(blp, "GET", "/me/questions", allow=SIGNED_IN, returns=schemas.MyQuestions)
def my_questions(actor: Actor) -> dict[str, Any]:
    """What I am asked now."""
    return {"items": asking.waiting(actor)}


@endpoint(blp, "GET", "/me/questions/<uuid:campaign_id>", allow=SIGNED_IN, returns=schemas.PagingAsked)
def my_question(actor: Actor, campaign_id: UUID) -> dict[str, Any]:
    """The questions of one of them."""
    return asking.shown(*asking.mine(actor, campaign_id))


@endpoint(
    blp, "POST", "/me/questions/<uuid:campaign_id>", allow=SIGNED_IN, body=schemas.PagingAnswers,
    returns=schemas.PagingKept, repeat=Repeat.SAME,
)  # fmt: skip
def answer_my_question(actor: Actor, body: dict[str, Any], campaign_id: UUID) -> dict[str, Any]:
    """Answer, once; the same again is the same answer."""
    return {"state": answer.take_mine(actor, campaign_id, **body)}
