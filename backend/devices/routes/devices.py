"""The addresses of what phones hold."""

from typing import Any

from flask_smorest import Blueprint

from backend.core.http.actor import Actor
from backend.core.http.endpoint import endpoint, roles
from backend.core.http.schema import page_of
from backend.devices import policy
from backend.devices.queries import devices
from backend.devices.schemas import DeviceHeard, DevicesQuery

blp = Blueprint("devices", __name__, url_prefix="/api/devices", description="What phones still hold, and lost")


@endpoint(blp, "GET", "", allow=roles(*policy.DESK), query=DevicesQuery, returns=page_of(DeviceHeard))
def list_devices(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """The phones of the own subtree: last heard, what waits on each, which numbers are missing."""
    return devices.listed(actor, **query)
