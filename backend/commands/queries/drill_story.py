"""What happened to a drill, from its facts: who planned it, when it started, why it was called off."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.core.db import db
from backend.core.facts import Fact
from backend.identity.models import Person

SUBJECT = "drill"


def story(drill_id: UUID) -> list[dict[str, Any]]:
    """Oldest first."""
    query = (
        select(Fact.at, Fact.kind, Fact.data, Fact.actor_id, Person.name)
        .outerjoin(Person, Person.id == Fact.actor_id)
        .where(Fact.subject_type == SUBJECT, Fact.subject_id == str(drill_id))
        .order_by(Fact.at, Fact.seq)
    )
    return [
        {
            "at": row.at,
            "kind": row.kind,
            "who": None if row.actor_id is None else {"id": row.actor_id, "name": row.name},
            "cause": row.data.get("cause"),
            "reason": row.data.get("reason"),
        }
        for row in db.session.execute(query)
    ]


def causes(drill_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Why those of the drills that were called off were."""
    query = select(Fact.subject_id, Fact.data).where(
        Fact.subject_type == SUBJECT,
        Fact.subject_id.in_([str(drill_id) for drill_id in drill_ids]),
        Fact.kind == "drill.called_off",
    )
    return {UUID(subject_id): data["cause"] for subject_id, data in db.session.execute(query)}
