"""The addresses of one's own hours, certificates and calendar; and the two that whoever holds a secret may open."""

from typing import Any
from uuid import UUID

from flask import request
from flask_smorest import Blueprint
from werkzeug.wrappers import Response

from backend.core.http.actor import Actor
from backend.core.http.endpoint import ANYONE, SIGNED_IN, Repeat, endpoint
from backend.core.http.files import download
from backend.volunteers.actions import feeds
from backend.volunteers.queries import activities, calendar, certificates
from backend.volunteers.schemas.activities import CertificateShown, FeedMade, MyHours

blp = Blueprint("service", __name__, url_prefix="/api", description="Hours, certificates and calendars")

PDF, ICS = "application/pdf", "text/calendar"


@endpoint(blp, "GET", "/me/hours", allow=SIGNED_IN, returns=MyHours)
def my_hours(actor: Actor) -> dict[str, Any]:
    """What I served, and what of it is confirmed."""
    return activities.hours(actor)


@endpoint(blp, "GET", "/me/certificates/<uuid:signup_id>/certificate.pdf", allow=SIGNED_IN, file=PDF)
def my_certificate(actor: Actor, signup_id: UUID) -> Response:
    """A certificate of confirmed hours, with a code that shows whether it is ours."""
    made = certificates.of_mine(actor, signup_id, origin=request.url_root.rstrip("/"))
    return download(made, PDF, "certificate.pdf")


@endpoint(blp, "GET", "/certificates/<string:seal>", allow=ANYONE, returns=CertificateShown)
def verify_certificate(_actor: None, seal: str) -> dict[str, Any]:
    """What a certificate says that was given by us, for whoever holds it."""
    return certificates.verified(seal)


@endpoint(blp, "POST", "/me/calendar", allow=SIGNED_IN, returns=FeedMade, status=201, repeat=Repeat.SECRET)
def make_my_calendar(actor: Actor) -> dict[str, Any]:
    """A new secret address of my calendar; one from before leads nowhere any more."""
    return {"path": f"/api/calendars/{feeds.make(actor)}/activities.ics"}


@endpoint(blp, "DELETE", "/me/calendar", allow=SIGNED_IN, status=204, repeat=Repeat.LATEST)
def revoke_my_calendar(actor: Actor) -> None:
    """The address leads nowhere any more."""
    feeds.revoke(actor)


@endpoint(blp, "GET", "/calendars/<string:secret>/activities.ics", allow=ANYONE, file=ICS)
def calendar_feed(_actor: None, secret: str) -> Response:
    """Somebody's activities, for the calendar that was given the address."""
    return download(calendar.feed(secret), ICS, "activities.ics")
