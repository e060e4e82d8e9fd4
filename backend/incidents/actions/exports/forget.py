"""An export is no longer wanted: it is not written on, and its bytes go at once."""

from uuid import UUID

from backend.core.db import db
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.incidents.queries import exports


def forget(actor: Actor, export_id: UUID) -> None:
    """Waits for the page that is being written; the job that comes next finds nothing to do."""
    export = exports.one_to_change(actor, export_id)
    record("export.forgotten", ("export", export.id), actor=actor, data={"state": export.state})
    db.session.delete(export)
