"""The addresses of own subscriptions, and of the mode of a cockpit."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from backend.core.http.actor import Actor
from backend.core.http.endpoint import Repeat, endpoint, roles
from backend.indicators import policy
from backend.indicators.actions import subscribe, switch_mode
from backend.indicators.queries import watches
from backend.indicators.schemas.cockpit import CockpitModeSeen
from backend.indicators.schemas.watches import (
    IndicatorSubscriptionList,
    IndicatorSubscriptionShown,
    ModeSwitched,
    NewIndicatorSubscription,
)

blp = Blueprint("watches", __name__, url_prefix="/api", description="Thresholds and modes")

READERS, SWITCHERS = roles(*policy.READS), roles(*policy.SWITCHES)
MINE = "/me/indicator-subscriptions"


@endpoint(blp, "PUT", "/cockpit/mode", allow=SWITCHERS, body=ModeSwitched, returns=CockpitModeSeen)
def put_into_mode(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Put the cockpits of an own area, and of all below it, into a mode."""
    return switch_mode.switch_mode(actor, **body)


@endpoint(blp, "GET", MINE, allow=READERS, returns=IndicatorSubscriptionList)
def list_subscriptions(actor: Actor) -> dict[str, Any]:
    """Of what I want to be told."""
    return {"items": watches.listed(actor)}


@endpoint(
    blp,
    "PUT",
    f"{MINE}/<uuid:watch_id>",
    allow=READERS,
    body=NewIndicatorSubscription,
    returns=IndicatorSubscriptionShown,
    repeat=Repeat.LATEST,
)
def put_subscription(actor: Actor, body: dict[str, Any], watch_id: UUID) -> dict[str, Any]:
    """Be told when a figure crosses a threshold; the same id again changes it."""
    return watches.shown(actor, subscribe.subscribe(actor, watch_id, **body))


@endpoint(blp, "DELETE", f"{MINE}/<uuid:watch_id>", allow=READERS, status=204, repeat=Repeat.LATEST)
def drop_subscription(actor: Actor, watch_id: UUID) -> None:
    """Be told no more."""
    subscribe.unsubscribe(actor, watch_id)
