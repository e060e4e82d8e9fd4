"""The ten rates, with the denominators of the field: null where nothing was due, never 0 or 100 %."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.core import clock as core_clock
from backend.incidents.rules import rates
from tests.builders.cases import Crew
from tests.builders.incidents import IN_DONGHE, IN_WEST
from tests.cast import DAOMAO, DAOMAO_EAST, DONGHE, WULIN

DAY = 86_400
counts = st.fixed_dictionaries({name: st.integers(0, 1_000) for name in rates.COUNTS})


def asked(crew: Crew, query: str = "") -> dict[str, Any]:
    reply = crew.client.as_(crew.cast.chaoming_commander).get(f"/api/incidents/rates{query}")
    assert reply.status_code == 200, reply.json
    return dict(reply.json)


def pairs(shown: dict[str, Any]) -> dict[str, tuple[int, int]]:
    return {name: (one["numerator"], one["denominator"]) for name, one in shown["rates"].items()}


def test_where_nothing_was_due_there_is_no_rate(crew: Crew) -> None:
    shown = asked(crew)
    assert {one["rate"] for one in shown["rates"].values()} == {None}
    assert (shown["since"], shown["until"]) == ("2026-02-01", "2026-03-02")


def test_each_rate_counts_what_the_field_counts(crew: Crew) -> None:
    in_time = crew.brought_to("closed")
    crew.step(crew.cast.grid_worker, in_time, "rate", score=5)
    crew.step(crew.cast.chaoming_duty, crew.report(), "not-accept")
    returned = crew.brought_to("dispatched")
    crew.step(crew.handler, returned, "return")
    crew.step(crew.cast.chaoming_duty, returned, "dispatch", unit_id=str(crew.unit.id))
    late = crew.brought_to("handling")
    lying = crew.brought_to("pending")
    core_clock.move(2 * DAY)
    crew.step(crew.handler, late, "handle")
    crew.step(crew.verifier, late, "check", passed=False)
    crew.step(crew.handler, late, "handle")
    assert pairs(asked(crew)) == {
        # due: in_time, returned, late
        "handled": (2, 3),
        "handled_in_time": (1, 3),
        "closed": (1, 3),
        "closed_in_time": (1, 3),
        "not_closed": (2, 3),
        "dispatched_right": (2, 3),
        # all but the one that nobody has decided over
        "valid": (3, 4),
        "registered_in_time": (3, 4),
        "reworked": (1, 2),
        "satisfied": (1, 1),
    }
    assert crew.state(lying) == "pending"


def test_what_is_due_later_or_was_due_before_is_not_in_the_period(crew: Crew) -> None:
    crew.brought_to("closed")
    assert pairs(asked(crew, "?since=2026-03-02&until=2026-03-02"))["handled"] == (0, 0)
    assert pairs(asked(crew, "?since=2026-03-03&until=2026-03-03"))["handled"] == (1, 1)
    assert pairs(asked(crew, "?since=2026-03-03&until=2026-03-03"))["valid"] == (0, 0)


def test_merged_cancelled_and_suspended_cases_are_not_due(crew: Crew) -> None:
    main, other, gone, waits = (crew.brought_to("dispatched") for _ in range(4))
    officer = crew.cast.chaoming_duty
    crew.step(officer, other, "merge", into_id=main)
    crew.step(officer, gone, "cancel")
    crew.step(officer, waits, "suspend")
    core_clock.move(2 * DAY)
    assert pairs(asked(crew))["handled"] == (0, 1)


def test_a_place_is_the_sum_of_its_parts(crew: Crew) -> None:
    crew.brought_to("closed", point=IN_WEST)
    crew.brought_to("dispatched", point=IN_DONGHE)
    core_clock.move(2 * DAY)
    shown = asked(crew)
    parts = {part["code"]: part["rates"]["handled"] for part in shown["areas"]}
    assert {code: part["rate"] for code, part in parts.items()} == {DAOMAO: 1.0, DONGHE: 0.0}
    assert shown["rates"]["handled"] == {"numerator": 1, "denominator": 2, "rate": 0.5}
    assert asked(crew, f"?area={DAOMAO}")["rates"]["handled"]["denominator"] == 1
    assert asked(crew, f"?area={DAOMAO_EAST}")["rates"]["handled"]["rate"] is None
    foreign = crew.client.as_(crew.cast.chaoming_commander).get(f"/api/incidents/rates?area={WULIN}")
    assert foreign.json["code"] == "area.not_found"
    assert crew.client.as_(crew.cast.grid_worker).get("/api/incidents/rates").status_code == 403


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(st.lists(counts, max_size=8))
def test_rates_come_from_sums_and_never_from_rates(rows: list[dict[str, int]]) -> None:
    total = rates.summed(rows)
    for name, shown in rates.of(total).items():
        rate = rates.RATES[name]
        assert shown["denominator"] == sum(row[rate.denominator] for row in rows)
        assert (shown["rate"] is None) == (shown["denominator"] == 0)
