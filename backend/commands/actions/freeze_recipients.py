"""Write down, once and for all, who an order goes to: deliveries, batches, places and counters, set by set."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Integer, Select, func, insert, literal, select, text

from backend.areas.rules.paths import common
from backend.commands.models.delivery import Delivery, DeliveryBatch
from backend.commands.queries.targets import COLUMNS
from backend.core.db import db

#: recipients per batch: half a second of sending
BATCH = 500


class Place(NamedTuple):
    """Recipients who count at one place, in one State."""

    node_code: str
    node_path: str
    state: int
    people: int


@dataclass(frozen=True, slots=True)
class Frozen:
    places: Sequence[Place]

    @property
    def people(self) -> int:
        return sum(place.people for place in self.places)

    @property
    def area_path(self) -> str | None:
        """The smallest area that holds all of them; None where there is nobody."""
        paths = [place.node_path for place in self.places]
        return common(min(paths), max(paths)) if paths else None


def freeze(order_id: UUID, recipients: Select[*tuple[Any, ...]], *, severity_rank: int, due_at: datetime) -> Frozen:
    """`recipients` selects COLUMNS. The order's own row may still be missing: its references are checked at commit."""
    _deliveries(order_id, recipients, severity_rank, due_at)
    return frozen(order_id)


def _deliveries(order_id: UUID, recipients: Select[*tuple[Any, ...]], severity_rank: int, due_at: datetime) -> None:
    """All recipients and their batches in one INSERT … SELECT."""
    chosen = recipients.subquery("chosen")
    number = (func.row_number().over(order_by=(chosen.c.node_path, chosen.c.person_id)) - 1) // BATCH
    numbered = select(chosen, number.cast(Integer).label("no")).cte("numbered").prefix_with("MATERIALIZED")
    batch = {"order_id": order_id, "severity_rank": severity_rank, "issued_at": due_at, "due_at": due_at}
    columns = [literal(value).label(name) for name, value in batch.items()]
    batches = (
        insert(DeliveryBatch)
        .from_select([*batch, "no"], select(*columns, numbered.c.no).distinct())
        .returning(DeliveryBatch.id, DeliveryBatch.no)
        .cte("batches")
    )
    rows = (
        select(literal(order_id), *(numbered.c[name] for name in COLUMNS), batches.c.id, literal(due_at))
        .join(batches, batches.c.no == numbered.c.no)
        .order_by(batches.c.id)
    )
    names = ["order_id", *COLUMNS, "batch_id", "next_try_at"]
    db.session.execute(insert(Delivery).from_select(names, rows, include_defaults=False))


def frozen(order_id: UUID) -> Frozen:
    """All recipients are looked through once: what is said of their places follows from this."""
    counted = select(Delivery.node_code, Delivery.node_path, Delivery.state, func.count())
    by_place = counted.where(Delivery.order_id == order_id).group_by(*counted.selected_columns[:3])
    return Frozen([Place(*row) for row in db.session.execute(by_place)])


def count_by_place(order_id: UUID, of: Frozen, *, quorum: float, deadline_at: datetime) -> None:
    """Every place with recipients at or below it and its responsible person; and the counters at zero hour."""
    columns = zip(*of.places, strict=True) if of.places else ((), (), (), ())
    places = dict(zip(("codes", "paths", "states", "counts"), map(list, columns), strict=True))
    db.session.execute(text(NODES), {**places, "order_id": order_id, "quorum": quorum, "deadline_at": deadline_at})
    db.session.execute(text(TALLIES), {**places, "order_id": order_id})


NODES = """
INSERT INTO order_node (order_id, area_code, area_path, level, people, responsible_person_id, quorum, deadline_at)
WITH leaf AS (
    SELECT * FROM unnest(CAST(:paths AS text[]), CAST(:counts AS bigint[])) AS leaf (node_path, people)
), place AS (
    SELECT code, sum(people) AS people
    FROM leaf CROSS JOIN LATERAL unnest(string_to_array(rtrim(node_path, '.'), '.')) AS code
    GROUP BY code
)
SELECT :order_id, area.code, area.path, area.level, place.people, lead.person_id, :quorum, :deadline_at
FROM place JOIN area ON area.code = place.code
LEFT JOIN LATERAL (
    SELECT role_grant.person_id
    FROM role_grant
    JOIN person ON person.id = role_grant.person_id AND person.active
    LEFT JOIN delivery ON delivery.order_id = :order_id AND delivery.person_id = role_grant.person_id
    WHERE role_grant.area_path = area.path AND role_grant.is_lead AND role_grant.revoked_at IS NULL
    ORDER BY delivery.person_id IS NULL, role_grant.granted_at, role_grant.id
    LIMIT 1
) AS lead ON true
"""

TALLIES = """
INSERT INTO order_tally (order_id, node_code, state, people)
SELECT :order_id, node_code, state, sum(people)
FROM unnest(CAST(:codes AS text[]), CAST(:states AS smallint[]), CAST(:counts AS bigint[]))
    AS leaf (node_code, state, people)
GROUP BY node_code, state
"""
