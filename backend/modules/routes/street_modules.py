"""The addresses of street modules: which there are, how one stands at a place, and what its objects add up to."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from backend.core.http.actor import Actor
from backend.core.http.endpoint import Repeat, endpoint, roles
from backend.modules import policy
from backend.modules.actions import save
from backend.modules.actions import switch as switching
from backend.modules.queries import entities, figures, held, modules, summed, versions, whole
from backend.modules.schemas.drafts import ModuleSwitches, ModuleVersions
from backend.modules.schemas.entities import (
    EntitiesHeld,
    EntitiesQuery,
    EntityCounts,
    EntityDots,
    EntityFilters,
    EntityPage,
    EntityWhole,
    ModuleFormFilled,
)
from backend.modules.schemas.modules import (
    ModuleAreaQuery,
    ModuleFigures,
    ModuleList,
    ModuleSwitched,
    ModuleSwitchReport,
    ModuleWhole,
)

blp = Blueprint("street_modules", __name__, url_prefix="/api/modules", description="Street modules as data")

WORKERS, KEEPERS = roles(*policy.WORKERS), roles(*policy.KEEPS)
EVERYBODY = roles(*policy.WORKERS, *policy.KEEPS)
MODULE = "/<string:module>"


@endpoint(blp, "GET", "", allow=EVERYBODY, query=ModuleAreaQuery, returns=ModuleList)
def list_modules(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """Every module there is, and whether it is on at the place."""
    return {"items": modules.listed(actor, **query)}


@endpoint(blp, "GET", MODULE, allow=EVERYBODY, query=ModuleAreaQuery, returns=ModuleWhole)
def one_module(actor: Actor, query: dict[str, Any], module: str) -> dict[str, Any]:
    """A module as it is at the place, with the difference that the street has made: all that a phone needs."""
    return modules.whole(actor, module, **query)


@endpoint(blp, "GET", f"{MODULE}/versions", allow=EVERYBODY, query=ModuleAreaQuery, returns=ModuleVersions)
def list_module_versions(actor: Actor, query: dict[str, Any], module: str) -> dict[str, Any]:
    """Every version, who published it with whom, and what it changed; which one is in force at the place."""
    return versions.listed(actor, module, **query)


@endpoint(blp, "GET", f"{MODULE}/switches", allow=KEEPERS, returns=ModuleSwitches)
def list_switches(actor: Actor, module: str) -> dict[str, Any]:
    """Where it is on in my places, what each has changed, and what of that does not fit the newest version."""
    return versions.switches(actor, module)


@endpoint(
    blp,
    "PUT",
    f"{MODULE}/switches/<string:area_code>",
    allow=KEEPERS,
    body=ModuleSwitched,
    returns=ModuleSwitchReport,
    repeat=Repeat.LATEST,
)
def switch_module(actor: Actor, body: dict[str, Any], module: str, area_code: str) -> dict[str, Any]:
    """Switch it on or off, take a version, set limits, add fields; a dry run says what would become of the rows."""
    return switching.switch(actor, module, area_code, **body)


@endpoint(blp, "GET", f"{MODULE}/entities", allow=WORKERS, query=EntitiesQuery, returns=EntityPage)
def list_entities(actor: Actor, query: dict[str, Any], module: str) -> dict[str, Any]:
    """What it is about, in my places: each with its state and why."""
    return entities.listed(actor, module, **query)


@endpoint(blp, "GET", f"{MODULE}/counts", allow=WORKERS, query=ModuleAreaQuery, returns=EntityCounts)
def count_entities(actor: Actor, query: dict[str, Any], module: str) -> dict[str, Any]:
    """How many of them are in each state."""
    return summed.counts(actor, module, **query)


@endpoint(blp, "GET", f"{MODULE}/points", allow=WORKERS, query=EntityFilters, returns=EntityDots)
def list_entity_points(actor: Actor, query: dict[str, Any], module: str) -> dict[str, Any]:
    """The same as the list, on a map."""
    return summed.points(actor, module, **query)


@endpoint(blp, "GET", f"{MODULE}/held", allow=WORKERS, returns=EntitiesHeld)
def list_held_entities(actor: Actor, module: str) -> dict[str, Any]:
    """What a phone keeps for the time without a network: the newest of my places, whole."""
    return held.newest(actor, module)


@endpoint(
    blp, "POST", f"{MODULE}/forms", allow=WORKERS, body=ModuleFormFilled, returns=EntityWhole, repeat=Repeat.BY_ID
)
def fill_form(actor: Actor, body: dict[str, Any], module: str) -> dict[str, Any]:
    """Take a filled-in form: a new object, or what is known of one."""
    made: UUID = save.save(actor, module, **body)
    return whole.one(actor, made)


@endpoint(blp, "GET", f"{MODULE}/indicators", allow=WORKERS, query=ModuleAreaQuery, returns=ModuleFigures)
def measure_module(actor: Actor, query: dict[str, Any], module: str) -> dict[str, Any]:
    """Its indicators at the place and in each of its parts, with what they are made of."""
    return figures.measured(actor, module, **query)
