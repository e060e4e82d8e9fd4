"""GET /api/health and GET /api/time: whether the processes live, and what time they have."""

from typing import Any

from flask_smorest import Blueprint
from marshmallow import fields
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from backend.core import beats, clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.endpoint import ANYONE, endpoint
from backend.core.http.schema import Schema

blp = Blueprint("status", __name__, url_prefix="/api", description="Is it alive, what time is it")


class HealthShown(Schema):
    web = fields.Boolean(required=True)
    database = fields.Boolean(required=True)
    sender = fields.Integer(required=True, metadata={"description": "processes alive"})
    worker = fields.Integer(required=True, metadata={"description": "processes alive"})


class TimeShown(Schema):
    now = fields.AwareDateTime(required=True)


@endpoint(blp, "GET", "/health", allow=ANYONE, returns=HealthShown)
def health(_actor: None) -> dict[str, Any]:
    """Say whether web, database, sender and worker are ready."""
    state: dict[str, Any] = {"web": True, "database": False, "sender": 0, "worker": 0}
    try:
        db.session.execute(text("SELECT 1"))
        state |= {"database": True, "sender": beats.alive("sender"), "worker": beats.alive("worker")}
    except OperationalError:
        db.session.rollback()
    if not all(state.values()):
        refuse("server.not_ready", **state)
    return state


@endpoint(blp, "GET", "/time", allow=ANYONE, returns=TimeShown)
def time(_actor: None) -> dict[str, Any]:
    """Tell the server's time, from which a phone measures its clock's offset."""
    return {"now": clock.now()}
