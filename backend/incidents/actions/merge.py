"""Reports of the same thing are merged into one case, which answers for all of them."""

from uuid import UUID

from sqlalchemy import select, update

from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.incidents.actions import step
from backend.incidents.actions.step import Tap
from backend.incidents.models.incident import Incident
from backend.incidents.queries.incidents import visible_to
from backend.incidents.rules import lifecycle


def merge(actor: Actor, incident_id: UUID, tap: Tap, *, into_id: UUID) -> None:
    """What was merged into this one before goes along."""
    # In the order of their ids, so that two who merge crosswise never wait for each other.
    ids = sorted({incident_id, into_id})
    db.session.execute(select(Incident.id).where(Incident.id.in_(ids)).order_by(Incident.id).with_for_update())
    incident = step.held(actor, incident_id, "merge", tap)
    if incident is None:
        return
    main = _main(actor, incident, into_id)
    incident.merged_into_id = main.id
    step.move(incident, "merge", actor=actor, tap=tap, data={"into_id": str(main.id), "into_number": main.number})
    along = update(Incident).where(Incident.merged_into_id == incident.id).values(merged_into_id=main.id)
    db.session.execute(along)


def _main(actor: Actor, incident: Incident, into_id: UUID) -> Incident:
    row = db.session.execute(visible_to(actor).where(Incident.id == into_id)).one_or_none()
    if row is None:
        refuse("incident.not_found")
    main = db.session.get_one(Incident, into_id, populate_existing=True)
    if main.id == incident.id or main.state in lifecycle.ENDED:
        refuse("incident.cannot_merge", state=main.state)
    return main
