"""The addresses of what lies on the map; cases are dots at /api/incidents/points."""

from typing import Any

from flask_smorest import Blueprint

from backend.core.http.actor import Actor
from backend.core.http.endpoint import SIGNED_IN, endpoint, roles
from backend.duty import policy as duty
from backend.incidents.routes.incidents import AT_WORK
from backend.maps.queries import heat, objects, orders, people
from backend.maps.schemas import MapHeat, MapHeatQuery, MapObjects, MapObjectsQuery, MapOrders, MapPeople
from backend.modules.routes.street_modules import WORKERS

blp = Blueprint("map_layers", __name__, url_prefix="/api/map", description="What lies on the map")


@endpoint(blp, "GET", "/people", allow=roles(*duty.WATCH), returns=MapPeople)
def map_people(actor: Actor) -> dict[str, Any]:
    """Who is on duty or standby now in the own subtree, where he checked in; 3,000 at most."""
    return people.there(actor)


@endpoint(blp, "GET", "/orders", allow=SIGNED_IN, returns=MapOrders)
def map_orders(actor: Actor) -> dict[str, Any]:
    """Live orders that I watch over or that are addressed to me, with their zones and assembly points."""
    return orders.live(actor)


@endpoint(blp, "GET", "/objects/<string:module>", allow=WORKERS, query=MapObjectsQuery, returns=MapObjects)
def map_objects(actor: Actor, query: dict[str, Any], module: str) -> dict[str, Any]:
    """A street module's objects that I may see, each in its state; 3,000 at most."""
    return objects.placed(actor, module=module, **query)


@endpoint(blp, "GET", "/heat", allow=AT_WORK, query=MapHeatQuery, returns=MapHeat)
def map_heat(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """How many open cases each grid has, or objects of a module."""
    return heat.by_grid(actor, **query)
