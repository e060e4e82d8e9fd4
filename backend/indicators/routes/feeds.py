"""The addresses by which programs are let in to send figures, and shut out."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from backend.core.http.actor import Actor
from backend.core.http.endpoint import Repeat, endpoint, roles
from backend.indicators import policy
from backend.indicators.actions import feeds as keeping
from backend.indicators.queries import feeds
from backend.indicators.schemas.readings import FeedIssued, FeedList, FeedShown, NewFeed

blp = Blueprint("feeds", __name__, url_prefix="/api/indicator-feeds", description="Programs that send figures")

KEEPERS = roles(policy.KEEPS)
FEED = "/<uuid:feed_id>"


@endpoint(blp, "GET", "", allow=KEEPERS, returns=FeedList)
def list_feeds(actor: Actor) -> dict[str, Any]:
    """List the feeds of the own subtree, with the end of each key."""
    return {"items": feeds.listed(actor)}


@endpoint(blp, "POST", "", allow=KEEPERS, body=NewFeed, returns=FeedIssued, status=201, repeat=Repeat.SECRET)
def issue_feed(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Let a program send figures; its key is told this once."""
    feed, key = keeping.issue(actor, **body)
    return {**feeds.shown(feed), "api_key": key}


@endpoint(blp, "POST", f"{FEED}/renew", allow=KEEPERS, returns=FeedIssued, repeat=Repeat.SECRET)
def renew_feed(actor: Actor, feed_id: UUID) -> dict[str, Any]:
    """Give it another key; the one before is good for nothing from now on."""
    feed, key = keeping.renew(actor, feed_id)
    return {**feeds.shown(feed), "api_key": key}


@endpoint(blp, "POST", f"{FEED}/revoke", allow=KEEPERS, returns=FeedShown)
def revoke_feed(actor: Actor, feed_id: UUID) -> dict[str, Any]:
    """Shut it out; what it sent stays."""
    return feeds.shown(keeping.revoke(actor, feed_id))
