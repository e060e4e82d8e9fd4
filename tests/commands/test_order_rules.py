"""The pure rules of orders: their life, their numbers, their tokens, and what results make of a delivery."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.commands.rules import cap, lifecycle, order_id
from backend.commands.rules.duty_phone import duty_phone
from backend.commands.rules.identifier import LAST_SERIAL, Serial, following, identifier, prefix
from backend.commands.rules.outcome import Heard, Sending, after
from backend.commands.rules.receipt_ladder import State
from backend.commands.rules.receipt_token import Holder, holder_of, seal
from backend.core.db import uuid7
from backend.core.errors import Problem

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
VERBS = ("update", "cancel", "all_clear", "expire")
SECRET = "a-secret-of-the-tests-long-enough"


def code_of(call: object, *args: object, **kwargs: object) -> str:
    with pytest.raises(Problem) as refused:
        call(*args, **kwargs)  # type: ignore[operator]  # a rule
    return refused.value.code


# -- life


@given(st.lists(st.sampled_from(VERBS), max_size=6))
def test_an_order_ends_once_whatever_comes_after(verbs: list[str]) -> None:
    state = lifecycle.LIVE
    for verb in verbs:
        if lifecycle.sends(state):
            state = lifecycle.become(verb, kind="alert", state=state)
            assert not lifecycle.sends(state)
        else:
            assert code_of(lifecycle.become, verb, kind="alert", state=state) == "order.not_live"


@pytest.mark.parametrize("state", lifecycle.STATES)
@pytest.mark.parametrize("verb", VERBS)
def test_the_whole_table_of_states_and_verbs(state: str, verb: str) -> None:
    wanted = {"update": "superseded", "cancel": "cancelled", "all_clear": "cleared", "expire": "expired"}
    if state == "live":
        assert lifecycle.become(verb, kind="update", state=state) == wanted[verb]
    else:
        assert code_of(lifecycle.become, verb, kind="update", state=state) == "order.not_live"


@pytest.mark.parametrize("kind", ["correction", "all_clear"])
def test_nothing_refers_to_a_last_word(kind: str) -> None:
    for verb in ("update", "cancel", "all_clear"):
        assert code_of(lifecycle.become, verb, kind=kind, state="live") == "order.last_word"
    assert lifecycle.become("expire", kind=kind, state="live") == "expired"


def test_an_exercise_never_becomes_actual_nor_the_other_way_round() -> None:
    assert code_of(lifecycle.check_status, "Actual", "Exercise") == "order.exercise_stays_exercise"
    assert code_of(lifecycle.check_status, "Exercise", "Actual") == "order.status_changes"
    lifecycle.check_status("Exercise", "Exercise")


def test_an_order_expires_by_the_clock_before_anybody_writes_so() -> None:
    assert lifecycle.state_of(None, NOW + timedelta(seconds=1), NOW) == "live"
    assert lifecycle.state_of(None, NOW, NOW) == "expired"
    assert lifecycle.state_of("cleared", NOW - timedelta(days=1), NOW) == "cleared"


@pytest.mark.parametrize("msg_type", ["Ack", "Error", "alert", "", "Test"])
def test_a_message_type_that_is_not_known_is_refused(msg_type: str) -> None:
    assert code_of(cap.check_message, msg_type, uuid4()) == "order.unknown_msg_type"


def test_an_alert_refers_to_nothing_and_all_else_to_one_order() -> None:
    assert code_of(cap.check_message, "Alert", uuid4()) == "order.references_one"
    assert code_of(cap.check_message, "Cancel", None) == "order.references_one"
    for verb, message in cap.MESSAGES.items():
        cap.check_message(message.msg_type, None if verb == "issue" else uuid4())


# -- numbers


def test_an_identifier_has_31_characters_in_beijing_time() -> None:
    made = identifier(prefix("330103005056"), Serial(NOW, 3))
    assert made == "33010300100500_20260302090000_3"
    assert len(made) == 31
    assert prefix("330103") == "33010300100000"


@given(st.lists(st.integers(-2, 3), max_size=60))
def test_no_identifier_is_given_out_twice_wherever_the_clock_goes(steps: list[int]) -> None:
    last, now, given_out = None, NOW, set()
    for step in steps:
        now += timedelta(seconds=step / 2)
        last = following(last, now)
        assert last.number <= LAST_SERIAL
        assert last.second >= now.replace(microsecond=0)
        made = identifier("0" * 14, last)
        assert made not in given_out
        given_out.add(made)


def test_the_eleventh_of_a_second_waits_for_the_next() -> None:
    last = None
    for number in range(10):
        last = following(last, NOW)
        assert last == Serial(NOW, number)
    assert following(last, NOW) == Serial(NOW + timedelta(seconds=1), 0)


def test_only_a_time_ordered_id_of_about_now_is_taken() -> None:
    made = uuid7()
    order_id.check(made, order_id.made_at(made))
    for bad in (uuid4(), UUID(int=0), UUID("ffffffff-ffff-7fff-bfff-ffffffffffff")):
        assert code_of(order_id.check, bad, NOW) == "order.bad_id"
    assert code_of(order_id.check, made, order_id.made_at(made) + timedelta(days=8)) == "order.bad_id"


# -- tokens


def test_a_token_says_who_holds_it_and_cannot_be_bent() -> None:
    holder = Holder(uuid7(), uuid7())
    token = seal(SECRET, holder)
    assert len(token) == 89
    assert holder_of(token, SECRET) == holder
    assert holder_of(token, SECRET + "x") is None
    other = seal(SECRET, Holder(holder.order_id, uuid7()))
    assert holder_of(".".join([*token.split(".")[:2], other.split(".")[2]]), SECRET) is None


@given(st.text(max_size=120))
def test_no_text_is_taken_for_a_token(text: str) -> None:
    assert holder_of(text, SECRET) is None


# -- what results make of a delivery

PHONE, DESK = uuid7(), uuid7()


def sending(**more: object) -> Sending:
    values = {"state": 0, "accepted_at": None, "next_try_at": NOW, "remaining": None, "tries": 0, "last_status": None}
    return Sending(**{**values, **more})  # type: ignore[arg-type]  # the fields above


def heard(outcome: str, subscription_id: UUID = PHONE, retry_s: float | None = None) -> Heard:
    retry_at = None if retry_s is None else NOW + timedelta(seconds=retry_s)
    return Heard(subscription_id, outcome, 201 if outcome == "accepted" else 500, retry_at, NOW)


EXPIRES = NOW + timedelta(hours=1)


def test_what_is_accepted_is_owed_nothing_more() -> None:
    done = after(sending(), [heard("accepted")], expires=EXPIRES)
    assert (done.state, done.accepted_at, done.next_try_at) == (State.accepted, NOW, None)


@pytest.mark.parametrize("state", [state for state in State if state > State.accepted])
def test_a_state_heard_of_sooner_is_never_taken_back(state: State) -> None:
    done = after(sending(state=state), [heard("accepted")], expires=EXPIRES)
    assert (done.state, done.accepted_at) == (state, NOW)


@pytest.mark.parametrize("outcome", ["gone", "refused", "too_large"])
def test_a_final_no_leaves_it_planned_and_owes_nothing(outcome: str) -> None:
    done = after(sending(), [heard(outcome)], expires=EXPIRES)
    assert (done.state, done.next_try_at) == (State.planned, None)


def test_only_the_device_that_failed_is_tried_again() -> None:
    both = frozenset({PHONE, DESK})
    results = [heard("accepted", DESK), heard("retry", PHONE, 5)]
    done = after(sending(remaining=both), results, expires=EXPIRES)
    assert (done.state, done.remaining, done.next_try_at) == (State.accepted, {PHONE}, NOW + timedelta(seconds=5))


def test_a_device_that_is_not_heard_of_yet_stays_owed() -> None:
    done = after(sending(remaining=frozenset({PHONE, DESK})), [heard("accepted", DESK)], expires=EXPIRES)
    assert (done.remaining, done.next_try_at) == ({PHONE}, NOW)


def test_nobody_is_tried_again_after_the_expiry_or_after_his_answer() -> None:
    assert after(sending(), [heard("retry", retry_s=3600)], expires=EXPIRES).next_try_at is None
    assert after(sending(next_try_at=None), [heard("retry", retry_s=1)], expires=EXPIRES).next_try_at is None


def test_another_try_is_later_than_the_claim() -> None:
    assert after(sending(), [heard("retry", retry_s=0)], expires=EXPIRES).next_try_at > NOW


# -- whom to call


@pytest.mark.parametrize(
    ("slots", "number"),
    [
        ({"phone": "19900000000"}, "19900000000"),
        ({"phone": {"zh": "0571-8500 0000", "en": "0571 8500 0000"}}, None),
        ({"phone": {"zh": "0571-85000000", "en": "0571-85000000"}}, "057185000000"),
        ({"phone": " +86 199 0000 0000 "}, "+8619900000000"),
        ({"phone": "119"}, "119"),
        ({"phone": "王主任 19900000000"}, None),
        ({"phone": "1"}, None),
        ({"phone": ""}, None),
        ({"place": "朝晖路"}, None),
    ],
)
def test_only_what_can_be_dialled_is_a_duty_phone(slots: dict[str, object], number: str | None) -> None:
    assert duty_phone(slots) == number


def test_what_never_left_is_no_try() -> None:
    before = sending(tries=2, last_status=503)
    back = after(before, [heard("unsent", retry_s=0)], expires=EXPIRES)
    assert (back.tries, back.last_status) == (2, 503)
    assert back.next_try_at is not None
