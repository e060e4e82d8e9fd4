"""A drill's life: planned until it starts or is called off, started until its order has ended, and what it is of."""

from datetime import datetime, timedelta

from backend.commands.rules.cap import ACTUAL
from backend.core.errors import refuse

PLANNED = "planned"
STARTED = "started"
FINISHED = "finished"
CALLED_OFF = "called_off"
STATES = (PLANNED, STARTED, FINISHED, CALLED_OFF)
#: still to come or under way
UPCOMING = (PLANNED, STARTED)

#: state → verb → the state after it; what is not here is refused
BECOMES: dict[str, dict[str, str]] = {
    PLANNED: {"start": STARTED, "call_off": CALLED_OFF},
    STARTED: {"finish": FINISHED},
    FINISHED: {},
    CALLED_OFF: {},
}

EXERCISE = "exercise"
COMMUNICATION_TEST = "communication_test"
KINDS = (EXERCISE, COMMUNICATION_TEST)
#: the one plan that communication tests are sent from, and nothing else is
TEST_PLAN = "communication_test"
ONCE = "none"
MONTHLY = "monthly"
REPEATS = (ONCE, MONTHLY)

#: why a drill was called off, or a series ended
BY_PERSON = "person"
MISSED = "missed"
GRANT_LOST = "grant_lost"
PLAN_WITHDRAWN = "plan_withdrawn"
NOBODY_LEFT = "nobody_left"
REFUSED = "refused"
CAUSES = (BY_PERSON, MISSED, GRANT_LOST, PLAN_WITHDRAWN, NOBODY_LEFT, REFUSED)
#: A worker that was down does not wake a district later in the night.
GRACE = timedelta(minutes=10)
FURTHEST = timedelta(days=366)


def become(verb: str, state: str) -> str:
    """The state after the verb, or a refusal by name."""
    after = BECOMES[state].get(verb)
    if after is None:
        refuse("drill.cannot_become", state=state)
    return after


def check_start(starts_at: datetime, now: datetime) -> None:
    if starts_at <= now:
        refuse("drill.starts_in_the_past")
    if starts_at > now + FURTHEST:
        refuse("drill.starts_too_late", most_days=FURTHEST.days)


def check_plan(kind: str, plan_code: str) -> None:
    """Nobody should take a test of the lines for a fire, nor practise a fire with the words of a test."""
    if (kind == COMMUNICATION_TEST) != (plan_code == TEST_PLAN):
        refuse("drill.plan_does_not_fit")


def check_order(plan_code: str, status: str) -> None:
    """A test of the lines is a drill, whoever issues it and how."""
    if plan_code == TEST_PLAN and status == ACTUAL:
        refuse("order.test_is_a_drill")


def is_missed(starts_at: datetime, now: datetime) -> bool:
    return now > starts_at + GRACE


def cause_of(refusal: str) -> str:
    """What a refusal by name at the start is called in a drill's story."""
    return NOBODY_LEFT if refusal == "order.resolves_to_nobody" else REFUSED
