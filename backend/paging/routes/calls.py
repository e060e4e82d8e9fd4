"""The addresses of those who call by hand, of saved calls, and of the page behind a link."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from backend.core.http.actor import Actor
from backend.core.http.endpoint import ANYONE, Repeat, endpoint, roles
from backend.paging import policy, schemas
from backend.paging.actions import answer
from backend.paging.actions import exceptions as calling
from backend.paging.queries import exceptions, statistics

blp = Blueprint("paging_calls", __name__, url_prefix="/api/paging", description="智能寻呼: answers and calls by hand")

WORKS = roles(*policy.WORKS)
KEEPS = roles(*policy.KEEPS)


@endpoint(blp, "GET", "/exceptions", allow=WORKS, query=schemas.ExceptionsQuery, returns=schemas.ExceptionPage)
def list_exceptions(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """Whom the robot could not settle."""
    return exceptions.listed(actor, **query)


@endpoint(blp, "POST", "/exceptions/<uuid:target_id>/take", allow=WORKS, returns=schemas.ExceptionShown)
def take_exception(actor: Actor, target_id: UUID) -> dict[str, Any]:
    """I call; from now on the minutes count."""
    calling.take(actor, target_id)
    return exceptions.one(actor, target_id)


@endpoint(blp, "DELETE", "/exceptions/<uuid:target_id>/take", allow=WORKS, returns=schemas.ExceptionShown)
def give_exception_back(actor: Actor, target_id: UUID) -> dict[str, Any]:
    """Somebody else may take it."""
    calling.give_back(actor, target_id)
    return exceptions.one(actor, target_id)


@endpoint(
    blp, "POST", "/exceptions/<uuid:target_id>/close", allow=WORKS, body=schemas.CloseException,
    returns=schemas.ExceptionShown,
)  # fmt: skip
def close_exception(actor: Actor, body: dict[str, Any], target_id: UUID) -> dict[str, Any]:
    """What the call came to."""
    calling.close(actor, target_id, **body)
    return exceptions.one(actor, target_id)


@endpoint(blp, "GET", "/savings", allow=KEEPS, query=schemas.SavingsQuery, returns=schemas.SavingsShown)
def count_savings(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """Saved calls and people's minutes, per community and day."""
    return statistics.counted(actor, **query)


@endpoint(blp, "GET", "/answers/<string:token>", allow=ANYONE, returns=schemas.PagingAsked)
def asked_by_link(_actor: None, token: str) -> dict[str, Any]:
    """The questions, for whoever has the link; they name nobody."""
    return answer.asked(token)


@endpoint(
    blp, "POST", "/answers/<string:token>", allow=ANYONE, body=schemas.PagingAnswers, returns=schemas.PagingKept,
    repeat=Repeat.SAME,
)  # fmt: skip
def answer_by_link(_actor: None, body: dict[str, Any], token: str) -> dict[str, Any]:
    """Answer, once; the same again is the same answer."""
    return {"state": answer.take(token, **body)}
