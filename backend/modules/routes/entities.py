"""The addresses of a module's objects and of what is to be done about them."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint
from werkzeug.wrappers import Response

from backend.core.http.actor import Actor
from backend.core.http.endpoint import Repeat, endpoint
from backend.core.http.files import JPEG, picture
from backend.modules.actions import by_hand, dismiss
from backend.modules.queries import photos, tasks, whole
from backend.modules.routes.street_modules import WORKERS
from backend.modules.schemas.entities import (
    EntityPhotoSize,
    EntitySetByHand,
    EntityWhole,
    ModuleTaskPage,
    ModuleTasksQuery,
    TaskDismissed,
)

blp = Blueprint("module_entities", __name__, url_prefix="/api", description="What street modules are about")

ENTITY = "/module-entities/<uuid:entity_id>"


@endpoint(blp, "GET", "/module-tasks", allow=WORKERS, query=ModuleTasksQuery, returns=ModuleTaskPage)
def list_module_tasks(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """What may be done today by me, and what has climbed to me; the longest due first."""
    return tasks.listed(actor, **query)


@endpoint(blp, "GET", ENTITY, allow=WORKERS, returns=EntityWhole)
def one_entity(actor: Actor, entity_id: UUID) -> dict[str, Any]:
    """One of them with its data, its tasks, who filled in what, and what I may do."""
    return whole.one(actor, entity_id)


@endpoint(blp, "GET", f"{ENTITY}/photos/<string:sha256>", allow=WORKERS, query=EntityPhotoSize, file=JPEG)
def photo_of_entity(actor: Actor, query: dict[str, Any], entity_id: UUID, sha256: str) -> Response:
    """A photo of it that has arrived."""
    return picture(photos.read(actor, entity_id, sha256, **query))


@endpoint(blp, "PUT", f"{ENTITY}/state", allow=WORKERS, body=EntitySetByHand, returns=EntityWhole, repeat=Repeat.LATEST)
def set_entity_state(actor: Actor, body: dict[str, Any], entity_id: UUID) -> dict[str, Any]:
    """Set its state by hand, with a reason and an end."""
    by_hand.set_state(actor, entity_id, **body)
    return whole.one(actor, entity_id)


@endpoint(blp, "DELETE", f"{ENTITY}/state", allow=WORKERS, returns=EntityWhole)
def withdraw_entity_state(actor: Actor, entity_id: UUID) -> dict[str, Any]:
    """Let the rules speak again."""
    by_hand.withdraw(actor, entity_id)
    return whole.one(actor, entity_id)


@endpoint(blp, "POST", f"{ENTITY}/tasks/<string:task>/dismiss", allow=WORKERS, body=TaskDismissed, returns=EntityWhole)
def dismiss_task(actor: Actor, body: dict[str, Any], entity_id: UUID, task: str) -> dict[str, Any]:
    """Put a task aside for one of its reasons, until it is due anew."""
    dismiss.dismiss(actor, entity_id, task, **body)
    return whole.one(actor, entity_id)
