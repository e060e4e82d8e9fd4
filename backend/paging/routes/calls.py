"""The addresses of those who call by hand, and of saved calls."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from backend.core.http.actor import Actor
from backend.core.http.endpoint import Repeat, endpoint, roles
from backend.paging import policy
from backend.paging.actions import exceptions as calling
from backend.paging.queries import exceptions, statistics
from backend.paging.schemas import calls as schemas

blp = Blueprint("paging_calls", __name__, url_prefix="/api/paging", description="智能寻呼: calls by hand")

WORKS = roles(*policy.WORKS)
KEEPS = roles(*policy.KEEPS)


@endpoint(blp, "GET", "/exceptions", allow=WORKS, query=schemas.ExceptionsQuery, returns=schemas.ExceptionPage)
def list_exceptions(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """Whom the robot could not settle."""
    return exceptions.listed(actor, **query)


# No reply of these is kept under a key: it says whose answers they are, and would outlive them.
@endpoint(
    blp, "POST", "/exceptions/<uuid:target_id>/take", allow=WORKS, returns=schemas.ExceptionShown, repeat=Repeat.LATEST
)
def take_exception(actor: Actor, target_id: UUID) -> dict[str, Any]:
    """I call; from now on the minutes count."""
    calling.take(actor, target_id)
    return exceptions.one(actor, target_id)


@endpoint(
    blp, "DELETE", "/exceptions/<uuid:target_id>/take", allow=WORKS, returns=schemas.ExceptionShown,
    repeat=Repeat.LATEST,
)  # fmt: skip
def give_exception_back(actor: Actor, target_id: UUID) -> dict[str, Any]:
    """Somebody else may take it."""
    calling.give_back(actor, target_id)
    return exceptions.one(actor, target_id)


@endpoint(
    blp, "POST", "/exceptions/<uuid:target_id>/close", allow=WORKS, body=schemas.CloseException,
    returns=schemas.ExceptionShown, repeat=Repeat.LATEST,
)  # fmt: skip
def close_exception(actor: Actor, body: dict[str, Any], target_id: UUID) -> dict[str, Any]:
    """What the call came to."""
    calling.close(actor, target_id, **body)
    return exceptions.one(actor, target_id)


@endpoint(
    blp, "DELETE", "/exceptions/<uuid:target_id>/close", allow=WORKS, returns=schemas.ExceptionShown,
    repeat=Repeat.LATEST,
)  # fmt: skip
def reopen_exception(actor: Actor, target_id: UUID) -> dict[str, Any]:
    """The finger slipped; the minutes go on."""
    calling.reopen(actor, target_id)
    return exceptions.one(actor, target_id)


@endpoint(
    blp, "GET", "/exceptions/count", allow=WORKS, query=schemas.ExceptionsCountQuery, returns=schemas.ExceptionsCount
)
def count_exceptions(actor: Actor, query: dict[str, Any]) -> dict[str, int]:
    """How many wait, and how many of them I have taken."""
    return exceptions.counted(actor, **query)


@endpoint(blp, "GET", "/savings", allow=KEEPS, query=schemas.SavingsQuery, returns=schemas.SavingsShown)
def count_savings(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """Saved calls and people's minutes, per community and day."""
    return statistics.counted(actor, **query)
