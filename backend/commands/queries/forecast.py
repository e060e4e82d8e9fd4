"""The reach forecast: in which way each recipient can be reached now, and what orders before did in each way."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Case, Select, case, false, func, or_, select, text

from backend.commands.models.delivery import Delivery
from backend.commands.models.forecast import OrderForecast
from backend.commands.queries import ladder_reach
from backend.commands.queries.targets import Recipients
from backend.commands.rules import forecast as rule
from backend.commands.rules.forecast import Past
from backend.core import clock
from backend.core.db import db
from backend.identity.models import Person
from backend.push.models import PushTest, Subscription
from backend.push.queries.reach import reachable_people
from backend.push.rules.verdict import SILENT_AFTER, TEST_EVERY

NONE = "none"


def of_target(recipients: Recipients, plan: Mapping[str, Any] | None, *, status: str) -> dict[str, Any]:
    """While an order is being made."""
    chosen = recipients.subquery("forecast_for")
    steps = ladder_reach.steps(plan, status=status)
    each = _ways(select(chosen.c.person_id), steps, clock.now()).subquery("each")
    counted = db.session.execute(select(each.c.way, func.count()).group_by(each.c.way)).all()
    return rule.forecast({row[0]: row[1] for row in counted}, past(status))


def of_order(order_id: UUID, ladder: Sequence[Mapping[str, Any]], *, sent: datetime) -> Select[*tuple[Any, ...]]:
    """person_id, way of each recipient as it was when the order was sent."""
    return _ways(select(Delivery.person_id).where(Delivery.order_id == order_id), ladder, sent)


def _ways(
    people: Select[*tuple[Any, ...]], ladder: Sequence[Mapping[str, Any]], now: datetime
) -> Select[*tuple[Any, ...]]:
    who = people.subquery("who")
    reach = reachable_people()
    pushed = (
        select(Subscription.person_id, func.max(Subscription.last_seen_at).label("seen_at"))
        # What the order itself found to be gone was still counted on.
        .where(or_(Subscription.gone_at.is_(None), Subscription.gone_at > now))
        .group_by(Subscription.person_id)
        .subquery("pushed")
    )
    # "is not null" is what the index is named by
    lately = (PushTest.shown_at.is_not(None), PushTest.shown_at > now - TEST_EVERY)
    tested = select(PushTest.person_id).where(*lately).distinct().subquery("tested")
    way: Case[str] = case(
        (pushed.c.seen_at <= now - SILENT_AFTER, "push_silent"),
        (pushed.c.person_id.is_not(None) & tested.c.person_id.is_not(None), "push_tested"),
        (pushed.c.person_id.is_not(None), "push"),
        (func.coalesce(reach.c.live, false()), "live"),
        else_=ladder_reach.first(ladder, nothing=NONE),
    )
    return (
        select(who.c.person_id, way.label("way"))
        .join(Person, Person.id == who.c.person_id)
        .outerjoin(pushed, pushed.c.person_id == who.c.person_id)
        .outerjoin(tested, tested.c.person_id == who.c.person_id)
        .outerjoin(reach, reach.c.person_id == who.c.person_id)
    )


def past(status: str) -> dict[str, Past]:
    """The last orders of each way; drills only for drills."""
    rows = db.session.execute(text(PAST), {"status": status, "most": rule.LOOK_BACK})
    return {row.way: Past(*row[1:]) for row in rows}


def kept(order_id: UUID) -> list[dict[str, Any]]:
    """What was frozen at the tap, beside what became of it."""
    rows = db.session.scalars(select(OrderForecast).where(OrderForecast.order_id == order_id))
    names = ("way", "people", "expected_share", "expected_s", "acknowledged", "median_s", "brier", "kept_at")
    shown = [{name: getattr(row, name) for name in names} for row in rows]
    return sorted(shown, key=lambda one: rule.WAYS.index(one["way"]))


PAST = """
SELECT way, count(*) AS orders, coalesce(sum(people), 0)::int AS people,
    coalesce(sum(acknowledged), 0)::int AS acknowledged,
    (sum(people * expected_share) / nullif(sum(people), 0))::float8 AS predicted,
    (sum(acknowledged * median_s) / nullif(sum(acknowledged) FILTER (WHERE median_s IS NOT NULL), 0))::float8
        AS median_s,
    (sum(people * brier) / nullif(sum(people), 0))::float8 AS brier
FROM (
    SELECT *, row_number() OVER (PARTITION BY way ORDER BY kept_at DESC) AS age
    FROM order_forecast WHERE kept_at IS NOT NULL AND acknowledged IS NOT NULL AND status = :status
) AS earlier
WHERE age <= :most AND people > 0
GROUP BY way
"""
