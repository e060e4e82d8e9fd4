"""Keys, subscriptions, heartbeats, devices and tests of push."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from backend.core import clock
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.core.http.endpoint import ANYONE, SIGNED_IN, TOKEN, Repeat, endpoint
from backend.identity.actions import addresses
from backend.push import schemas
from backend.push.actions import heartbeat, push_tests, subscribe, unsubscribe
from backend.push.models import PushTest
from backend.push.queries import devices
from backend.push.settings import settings

blp = Blueprint("push", __name__, url_prefix="/api/push", description="Reaching a person's devices.")


@endpoint(blp, "GET", "/key", allow=ANYONE, returns=schemas.KeyShown)
def show_key(_actor: None) -> dict[str, str]:
    """The key that new subscriptions are made with."""
    pair = settings().ring.newest(clock.now())
    return {"key_id": pair.id, "public_key": pair.public_key}


@endpoint(blp, "PUT", "/subscriptions", allow=SIGNED_IN, body=schemas.Subscribe, returns=schemas.SubscriptionShown)
def put_subscription(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Tell where this device can be reached."""
    return subscribe.subscribe(actor, **body)


@endpoint(blp, "DELETE", "/subscriptions/<uuid:subscription_id>", allow=SIGNED_IN, status=204)
def delete_subscription(actor: Actor, subscription_id: UUID) -> None:
    """Be reached here no more."""
    unsubscribe.unsubscribe(actor, subscription_id)


@endpoint(blp, "PUT", "/app-client", allow=SIGNED_IN, body=schemas.AppClient, status=204)
def put_app_client(actor: Actor, body: dict[str, Any]) -> None:
    """Tell by which name the app on this phone is reached."""
    addresses.say_client(actor, **body)


@endpoint(
    blp,
    "POST",
    "/heartbeats",
    allow=SIGNED_IN,
    body=schemas.Heartbeat,
    returns=schemas.HeartbeatAnswer,
    # Every open screen sends one every few minutes: a kept key for each would be the largest table of all.
    repeat=Repeat.LATEST,
)
def post_heartbeat(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Report that this device lives, and learn whether it can be reached."""
    return heartbeat.beat(actor, **body)


@endpoint(blp, "GET", "/devices", allow=SIGNED_IN, returns=schemas.DevicesShown)
def list_devices(actor: Actor) -> dict[str, Any]:
    """My devices, and how each can be reached."""
    return {"items": devices.mine(actor)}


@endpoint(blp, "POST", "/tests", allow=SIGNED_IN, body=schemas.StartTest, returns=schemas.TestShown, status=202)
def start_test(actor: Actor, body: dict[str, Any]) -> PushTest:  # noqa: ARG001 - an empty body has nothing to hand on
    """Send a test to this device."""
    return push_tests.start(actor)


@endpoint(blp, "GET", "/tests/<uuid:test_id>", allow=SIGNED_IN, returns=schemas.TestShown)
def show_test(actor: Actor, test_id: UUID) -> PushTest:
    """What became of a test."""
    return devices.one_test(actor, test_id) or refuse("push.test_not_found")


@endpoint(
    blp,
    "POST",
    "/tests/<uuid:test_id>/shown",
    allow=TOKEN,
    body=schemas.ConfirmTest,
    returns=schemas.TestShown,
    repeat=Repeat.BY_ID,
)
def confirm_test(_actor: Actor | None, body: dict[str, Any], test_id: UUID) -> PushTest:
    """The service worker showed the test."""
    return push_tests.confirm(test_id, token=body["token"])
