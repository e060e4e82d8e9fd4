"""The life of a case, walked in every direction that its table allows, and refused in all others."""

import pytest

from backend.core.errors import Problem
from backend.incidents.actions.step import FACTS
from backend.incidents.policy import MAY
from backend.incidents.rules import lifecycle
from backend.incidents.rules.lifecycle import BECOMES, ENDED, OPEN, STATES, VERBS
from backend.wiring import FOLLOWS

EVERY = [(verb, state) for verb in BECOMES for state in STATES]


@pytest.mark.parametrize(("verb", "state"), EVERY)
def test_each_verb_leads_where_the_table_says_or_is_refused_with_the_state(verb: str, state: str) -> None:
    after = BECOMES[verb].get(state)
    if after is not None:
        assert lifecycle.become(verb, state=state) == after
        return
    with pytest.raises(Problem) as refused:
        lifecycle.become(verb, state=state)
    assert (refused.value.code, refused.value.details["state"]) == ("incident.cannot_become", state)


def test_every_state_can_be_reached_from_a_report_and_every_open_one_can_end() -> None:
    reached = {lifecycle.after_report(self_handled=True), lifecycle.after_report(self_handled=False)}
    while more := {to for leads in BECOMES.values() for state, to in leads.items() if state in reached} - reached:
        reached |= more
    assert reached == set(STATES)
    ends = set(ENDED)
    while more := {s for leads in BECOMES.values() for s, to in leads.items() if to in ends} - ends:
        ends |= more
    assert set(OPEN) <= ends


def test_nothing_brings_an_ended_case_back() -> None:
    assert {to for leads in BECOMES.values() for state, to in leads.items() if state in ENDED} <= set(ENDED)


def test_nobody_closes_a_case_but_by_a_check() -> None:
    assert {verb for verb, leads in BECOMES.items() if set(leads.values()) == {"closed"}} == {"check"}
    assert {state for state, to in BECOMES["check"].items()} == set(lifecycle.TO_CHECK)


def test_every_verb_says_who_may_and_leaves_a_fact() -> None:
    assert set(MAY) == set(VERBS)
    assert set(FACTS) == set(BECOMES) | {"report", "order"}
    assert set(FACTS.values()) <= set(FOLLOWS)
