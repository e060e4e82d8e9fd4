"""The ladder of receipts, the token, and when a report is taken: no database."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.commands.rules.closure import is_answered, needed
from backend.commands.rules.receipt_ladder import ANSWERS, REPORTED, Standing, State, after
from backend.commands.rules.receipt_token import Holder, holder_of, seal
from backend.commands.rules.receipt_verdict import Kept, Report, happened_at, judge

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
SECRET = "a-secret-of-the-tests-long-enough-for-hs256"


def minute(number: int) -> datetime:
    return NOON + timedelta(minutes=number)


def report(state: State, via: str = "session", **more: object) -> Report:
    values = {"device_at": NOON, "clock_offset_ms": 0, "order_id": uuid4(), "person_id": uuid4(), "id": uuid4()}
    return Report(state=state, via=via, **values | more)  # type: ignore[arg-type]  # by name


def stand(*reports: tuple[State, datetime]) -> Standing:
    standing = Standing(State.planned)
    for state, at in reports:
        standing = after(standing, state, at)
    return standing


def test_the_best_state_climbs_and_never_falls() -> None:
    assert stand((State.opened, minute(1)), (State.shown, minute(2))).state is State.opened


def test_a_later_answer_replaces_an_earlier_one() -> None:
    standing = stand((State.acknowledged, minute(1)), (State.needs_help, minute(2)))
    assert standing == Standing(State.needs_help, State.needs_help, minute(2))
    assert stand((State.needs_help, minute(1)), (State.acknowledged, minute(2))).state is State.acknowledged


def test_an_earlier_answer_that_comes_late_changes_nothing() -> None:
    standing = stand((State.acknowledged, minute(2)), (State.declined, minute(1)))
    assert standing == Standing(State.acknowledged, State.acknowledged, minute(2))


def test_who_is_there_has_answered_even_if_his_answer_was_lost() -> None:
    assert stand((State.arrived, minute(3))) == Standing(State.arrived, None, minute(3))


def test_an_answer_after_setting_out_is_kept_beside_the_better_state() -> None:
    standing = stand((State.en_route, minute(1)), (State.needs_help, minute(2)))
    assert standing == Standing(State.en_route, State.needs_help, minute(2))


@given(st.lists(st.sampled_from(sorted(REPORTED)), min_size=1, max_size=5))
def test_the_order_of_arrival_makes_no_difference(states: list[State]) -> None:
    reports = [(state, minute(number)) for number, state in enumerate(states)]
    assert len({stand(*shuffled) for shuffled in permutations(reports)}) == 1


def test_a_token_opens_to_the_order_and_the_person_it_was_made_for() -> None:
    holder = Holder(uuid4(), uuid4())
    assert holder_of(seal(SECRET, holder), SECRET) == holder


@pytest.mark.parametrize("token", ["", "..", "a.b.c", "a.b", "一.二.三", "AAAAAAAAAAAAAAAAAAAAAA." * 2 + "AAAA"])
def test_what_was_not_sealed_here_opens_to_nobody(token: str) -> None:
    assert holder_of(token, SECRET) is None


def test_a_token_of_one_person_does_not_open_another() -> None:
    order_id = uuid4()
    mine, other = (seal(SECRET, Holder(order_id, uuid4())) for _ in range(2))
    forged = ".".join([*other.split(".")[:2], mine.split(".")[2]])
    assert holder_of(forged, SECRET) is None
    assert holder_of(mine, SECRET + "x") is None


def verdict(of: Report, *, same_id: Kept | None = None, by_token: Kept | None = None, now: datetime = NOON) -> str:
    return judge(of, expires=minute(60), same_id=same_id, by_token=by_token, now=now)


def test_a_token_gives_one_answer_and_repeats_it_quietly() -> None:
    acknowledged = Kept(uuid4(), State.acknowledged, NOON)
    assert verdict(report(State.acknowledged, "token")) == "take"
    assert verdict(report(State.acknowledged, "token"), by_token=acknowledged) == "repeat"
    assert verdict(report(State.declined, "token"), by_token=acknowledged) == "receipt.token_used"
    assert verdict(report(State.shown, "token"), by_token=acknowledged) == "take"
    assert verdict(report(State.declined, "session"), by_token=acknowledged) == "take"


@pytest.mark.parametrize("state", sorted(REPORTED - ANSWERS - {State.shown, State.opened}))
def test_a_token_cannot_report_more_than_an_answer(state: State) -> None:
    assert verdict(report(state, "token")) == "receipt.needs_session"


def test_a_token_ends_with_the_order_and_a_session_does_not() -> None:
    assert verdict(report(State.shown, "token"), now=minute(60)) == "receipt.token_expired"
    assert verdict(report(State.shown, "session"), now=minute(60)) == "take"


def test_the_repeat_of_a_taken_report_is_no_refusal_even_after_the_end() -> None:
    own = report(State.acknowledged, "token")
    assert verdict(own, same_id=Kept(own.person_id, own.state, NOON), now=minute(61)) == "repeat"
    assert verdict(own, same_id=Kept(uuid4(), own.state, NOON)) == "receipt.id_taken"
    assert verdict(own, same_id=Kept(own.person_id, State.declined, NOON)) == "receipt.id_taken"


def test_a_device_time_is_corrected_and_kept_between_the_sending_and_now() -> None:
    fast = report(State.shown, device_at=minute(12), clock_offset_ms=600_000)
    assert happened_at(fast, sent=NOON, now=minute(30)) == minute(2)
    assert happened_at(report(State.shown, device_at=minute(-600)), sent=NOON, now=minute(30)) == NOON
    assert happened_at(report(State.shown, device_at=minute(600)), sent=NOON, now=minute(30)) == minute(30)


@pytest.mark.parametrize(
    ("people", "quorum", "least"), [(10, 0.8, 8), (9, 0.8, 8), (100, 0.55, 55), (1, 0.8, 1), (3, 1.0, 3), (7, 0.0, 0)]
)
def test_a_quorum_is_rounded_up_to_whole_people(people: int, quorum: float, least: int) -> None:
    assert needed(people, quorum) == least


def test_a_place_needs_its_responsible_person_and_its_quorum() -> None:
    assert is_answered(people=10, acknowledged=8, quorum=0.8, responsible=State.acknowledged)
    assert is_answered(people=10, acknowledged=8, quorum=0.8, responsible=State.arrived)
    assert not is_answered(people=10, acknowledged=10, quorum=0.8, responsible=State.needs_help)
    assert not is_answered(people=10, acknowledged=10, quorum=0.8, responsible=State.declined)
    assert not is_answered(people=10, acknowledged=7, quorum=0.8, responsible=State.acknowledged)
    assert not is_answered(people=10, acknowledged=10, quorum=0.8, responsible=State.opened)
    assert not is_answered(people=10, acknowledged=10, quorum=0.8, responsible=None)
