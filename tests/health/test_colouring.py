"""From declarations to a colour: the rules, without any database."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.areas.rules.validity import BEIJING
from backend.health.catalogue.reader import ruleset
from backend.health.rules.colouring import Declared, Verdict, colour_of, sentence
from backend.health.rules.half_days import HalfDay, half_day

RULES = ruleset()
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=BEIJING)
DAY = timedelta(days=1)


def said(day: float, *symptoms: str, **more: bool) -> Declared:
    at = MONDAY + day * DAY
    return Declared(at, half_day(at), tuple(symptoms), **more)


def after(*declarations: Declared, day: float = 0, cleared_at: datetime | None = None) -> Verdict:
    return colour_of(declarations, RULES, now=MONDAY + day * DAY, cleared_at=cleared_at)


def test_who_declared_nothing_is_unknown_and_is_told_so() -> None:
    verdict = after()
    assert (verdict.colour, verdict.valid_until) == ("unknown", None)
    assert sentence(verdict.reasons[0], RULES) == {"zh": "尚未申报健康状况", "en": "Nothing was declared yet"}


def test_a_clean_declaration_is_green_for_fourteen_days() -> None:
    assert after(said(0)).colour == "green"
    assert after(said(0), day=13.9).colour == "green"
    stale = after(said(0), day=14)
    assert (stale.colour, stale.reasons) == ("unknown", [{"name": "stale", "days": 14}])


@pytest.mark.parametrize(("more", "colour"), [({"risk_area": True}, "red"), ({"contact": True}, "red"), ({}, "green")])
def test_what_is_declared_colours_at_once(more: dict[str, bool], colour: str) -> None:
    assert after(said(0), said(0.2, **more)).colour == colour


def test_symptoms_are_yellow_and_the_reason_names_them_in_both_languages() -> None:
    verdict = after(said(0, "fever", "cough"))
    assert verdict.colour == "yellow"
    assert sentence(verdict.reasons[0], RULES) == {
        "zh": "申报了症状：发热、咳嗽",
        "en": "Symptoms were declared: fever, cough",
    }
    assert [reason["name"] for reason in verdict.reasons] == ["symptoms", "in_isolation", "counting"]


def test_yellow_turns_green_after_seven_clean_days_and_not_before() -> None:
    story = [said(0, "fever"), *(said(day) for day in range(1, 8))]
    assert [after(*story[: 1 + n], day=n).colour for n in range(8)] == ["yellow"] * 7 + ["green"]


def test_red_needs_fourteen_clean_days() -> None:
    story = [said(0, risk_area=True), *(said(day) for day in range(1, 15))]
    assert after(*story[:-1], day=13.5).colour == "red"
    assert after(*story, day=14).colour == "green"


def test_a_missed_day_or_a_new_symptom_begins_the_count_again() -> None:
    missed = [said(0, "fever"), *(said(day) for day in (1, 2, 3, 5, 6, 7, 8))]
    assert (after(*missed, day=8).colour, after(*missed, day=8).clean_days) == ("yellow", 4)
    again = [said(0, "fever"), *(said(day) for day in (1, 2, 3)), said(3.3, "cough"), said(4)]
    assert after(*again, day=4).clean_days == 1


def test_both_halves_of_a_day_are_one_clean_day() -> None:
    assert after(said(0, "fever"), said(1), said(1.3), day=2).clean_days == 1


def test_what_is_milder_takes_nothing_back_from_red() -> None:
    verdict = after(said(0, risk_area=True), said(1, "cough"), said(2), day=2)
    assert (verdict.colour, verdict.clean_days) == ("red", 1)
    assert verdict.reasons[0] == {"name": "risk_area"}


def test_a_granted_appeal_forgets_what_came_before_and_nothing_after() -> None:
    story = [said(0, risk_area=True), said(1)]
    cleared = MONDAY + 1.5 * DAY
    assert after(*story, day=2, cleared_at=cleared).colour == "green"
    assert after(*story, said(2, "fever"), day=2, cleared_at=cleared).colour == "yellow"


def test_the_half_days_are_those_of_beijing() -> None:
    noon = datetime(2026, 3, 2, 4, 0, tzinfo=BEIJING) + timedelta(hours=8)
    assert half_day(noon) == HalfDay(date(2026, 3, 2), 1)
    assert half_day(noon - timedelta(seconds=1)).half == "morning"
    assert HalfDay(date(2026, 3, 2), 1).after(1) == HalfDay(date(2026, 3, 3), 0)
    assert HalfDay(date(2026, 3, 2), 1).ends_at.hour == 0


any_declaration = st.builds(
    lambda day, half, symptoms, risk: said(day + half * 0.3, *symptoms, risk_area=risk),
    st.integers(0, 30), st.integers(0, 1), st.lists(st.sampled_from(list(RULES.symptoms)), max_size=2), st.booleans(),
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(any_declaration, max_size=40), st.randoms())
def test_the_order_in_which_declarations_arrive_changes_nothing(made: list[Declared], random: object) -> None:
    once = {(one.slot, one.at): one for one in made}
    shuffled = sorted(once.values(), key=lambda _: random.random())  # type: ignore[attr-defined]
    assert after(*shuffled, day=31) == after(*once.values(), day=31)


@settings(deadline=None)
@given(st.lists(any_declaration, max_size=40))
def test_nobody_is_green_within_seven_days_of_a_cause(made: list[Declared]) -> None:
    once = list({(one.slot, one.at): one for one in made}.values())
    caused = [one.slot.day for one in once if one.causes()]
    verdict = after(*once, day=30)
    if verdict.colour == "green" and caused:
        assert max(one.slot.day for one in once) - max(caused) >= timedelta(days=7)
