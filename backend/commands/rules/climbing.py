"""Where an unanswered place climbs to, and when: community → street → district, each step with its own clock."""

from collections.abc import Mapping
from itertools import accumulate
from typing import Any

from backend.areas.rules.levels import COMMUNITY, PARK, STREET

#: places that climb; a grid only where the order went to it alone: its community watches over the others
LEVELS = (COMMUNITY, PARK, STREET)
#: grid → community → street → district
MOST_STEPS = 3

ANSWERED = "answered"
TAKEN = "taken"
ORDER_ENDED = "order_ended"


def minutes(plan: Mapping[str, Any]) -> list[float]:
    """From issue to each step. The first clock is that of the answer itself, those after it are half as long (P)."""
    given = plan.get("climb_minutes") or []
    usual = [plan["ack_minutes"], *[plan["ack_minutes"] / 2] * (MOST_STEPS - 1)]
    return list(accumulate(float(one) for one in (*given, *usual[len(given) :])))
