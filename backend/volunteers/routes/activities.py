"""The addresses of activities: found, joined, left, attended; made, published, called off, confirmed."""

from typing import Any
from uuid import UUID

from flask import request
from flask_smorest import Blueprint

from backend.core import clock
from backend.core.http.actor import Actor
from backend.core.http.endpoint import Repeat, endpoint, roles
from backend.volunteers import policy
from backend.volunteers.actions.activities import attend, enter, keep, places
from backend.volunteers.queries import activities
from backend.volunteers.rules import poster
from backend.volunteers.schemas.activities import (
    ActivitiesQuery,
    ActivityEdit,
    ActivityPage,
    ActivityPoster,
    ActivityRoster,
    ActivityShown,
    AttendActivity,
    Attended,
    CallOffActivity,
    ConfirmHours,
    EnterAttendance,
    NewActivity,
)

blp = Blueprint("activities", __name__, url_prefix="/api/activities", description="志愿活动")

HOSTS = roles(*policy.HOSTS)
ANY = roles(*policy.HOSTS, policy.VOLUNTEER)


@endpoint(blp, "GET", "", allow=ANY, query=ActivitiesQuery, returns=ActivityPage)
def list_activities(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """What is on for me, what was, or what I have a place in."""
    return activities.listed(actor, **query)


@endpoint(blp, "POST", "", allow=HOSTS, body=NewActivity, returns=ActivityShown, status=201, repeat=Repeat.BY_ID)
def make_activity(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Make one, published at once or kept as a draft."""
    keep.make(actor, **body)
    return activities.one(actor, body["id"])


@endpoint(blp, "GET", "/<uuid:activity_id>", allow=ANY, returns=ActivityShown)
def one_activity(actor: Actor, activity_id: UUID) -> dict[str, Any]:
    """One of them, with my place in it."""
    return activities.one(actor, activity_id)


@endpoint(blp, "PATCH", "/<uuid:activity_id>", allow=HOSTS, body=ActivityEdit, returns=ActivityShown)
def edit_activity(actor: Actor, body: dict[str, Any], activity_id: UUID) -> dict[str, Any]:
    """Change it until it begins; more places are filled from the waiting list."""
    keep.edit(actor, activity_id, **body)
    return activities.one(actor, activity_id)


@endpoint(blp, "POST", "/<uuid:activity_id>/publish", allow=HOSTS, returns=ActivityShown)
def publish_activity(actor: Actor, activity_id: UUID) -> dict[str, Any]:
    """Let people sign up."""
    keep.publish(actor, activity_id)
    return activities.one(actor, activity_id)


@endpoint(blp, "POST", "/<uuid:activity_id>/cancel", allow=HOSTS, body=CallOffActivity, returns=ActivityShown)
def cancel_activity(actor: Actor, body: dict[str, Any], activity_id: UUID) -> dict[str, Any]:
    """Call it off; everybody who has a place or waits is told."""
    keep.cancel(actor, activity_id, **body)
    return activities.one(actor, activity_id)


@endpoint(blp, "GET", "/<uuid:activity_id>/roster", allow=HOSTS, returns=ActivityRoster)
def roster_of_activity(actor: Actor, activity_id: UUID) -> dict[str, Any]:
    """Who has a place, who waits, who is there."""
    return {"items": activities.roster(actor, activity_id)}


@endpoint(blp, "GET", "/<uuid:activity_id>/poster", allow=HOSTS, returns=ActivityPoster)
def poster_of_activity(actor: Actor, activity_id: UUID) -> dict[str, Any]:
    """A code to hang up where people meet: any camera opens the page with the check-in."""
    activity = activities.one_to_change(actor, activity_id)
    address = f"{request.url_root.rstrip('/')}/activities/{activity.id}"
    return {"address": address, "qr": poster.rows(address)}


@endpoint(
    blp, "PUT", "/<uuid:activity_id>/signup", allow=roles(policy.VOLUNTEER), returns=ActivityShown, repeat=Repeat.LATEST
)
def sign_up(actor: Actor, activity_id: UUID) -> dict[str, Any]:
    """Take a place, or one on the waiting list."""
    places.sign_up(actor, activity_id)
    return activities.one(actor, activity_id)


@endpoint(blp, "DELETE", "/<uuid:activity_id>/signup", allow=ANY, returns=ActivityShown, repeat=Repeat.LATEST)
def withdraw(actor: Actor, activity_id: UUID) -> dict[str, Any]:
    """Give my place back; who waits longest moves up."""
    places.withdraw(actor, activity_id)
    return activities.one(actor, activity_id)


@endpoint(
    blp,
    "POST",
    "/<uuid:activity_id>/check-in",
    allow=ANY,
    body=AttendActivity,
    returns=Attended,
    repeat=Repeat.LATEST,
)
def check_in(actor: Actor, body: dict[str, Any], activity_id: UUID) -> dict[str, Any]:
    """I am there, or by its host: somebody is. The first tap counts, also sent late."""
    attend.check_in(actor, activity_id, **body)
    return {**activities.one(actor, activity_id), "recorded_at": clock.now()}


@endpoint(
    blp,
    "POST",
    "/<uuid:activity_id>/check-out",
    allow=ANY,
    body=AttendActivity,
    returns=Attended,
    repeat=Repeat.LATEST,
)
def check_out(actor: Actor, body: dict[str, Any], activity_id: UUID) -> dict[str, Any]:
    """I am leaving."""
    attend.check_out(actor, activity_id, **body)
    return {**activities.one(actor, activity_id), "recorded_at": clock.now()}


@endpoint(blp, "POST", "/<uuid:activity_id>/attendance", allow=HOSTS, body=EnterAttendance, returns=ActivityRoster)
def enter_attendance(actor: Actor, body: dict[str, Any], activity_id: UUID) -> dict[str, Any]:
    """Write down, by its host, when somebody without a phone came and left; until 72 hours after the end."""
    enter.enter(actor, activity_id, **body)
    return {"items": activities.roster(actor, activity_id)}


@endpoint(blp, "POST", "/<uuid:activity_id>/hours", allow=HOSTS, body=ConfirmHours, returns=ActivityRoster)
def confirm_hours(actor: Actor, body: dict[str, Any], activity_id: UUID) -> dict[str, Any]:
    """Confirm or refuse the hours of some people."""
    attend.confirm(actor, activity_id, **body)
    return {"items": activities.roster(actor, activity_id)}
