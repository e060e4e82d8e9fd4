"""A row's life goes through the engine form by form and day by day, so that it is as if people had filled it in."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from backend.demo.modules.telling import Filled
from backend.modules.rules import forms, indicators, states, tasks
from backend.modules.rules.scope import NO_STATE, Entity
from backend.modules.rules.spec import Spec
from backend.modules.rules.states import Verdict
from backend.modules.rules.tasks import Task


class Lived(NamedTuple):
    """What became of a row until today."""

    today: date
    entity: Entity
    verdict: Verdict
    tasks: list[Task]
    figures: dict[str, Any]


def live(spec: Spec, life: Sequence[Filled], today: date) -> Lived | None:
    """None where a form is not taken: the module in force asks for something else than the one that is shipped."""
    first, last = life[0], life[-1]
    at = today - timedelta(days=first.ago)
    entity, verdict = Entity(spec["forms"][first.form]["for"], {}, at), NOTHING_SAID
    for step in life:
        on = today - timedelta(days=step.ago)
        # What it was between earlier forms nobody asks any more.
        if step is last and on > at:
            entity = entity._replace(state=_wait(spec, entity, at, on).state)
        filled = forms.fill_in(spec, step.form, entity, step.data, on)
        if filled.faults:
            return None
        verdict = states.decide(spec, entity._replace(data=filled.data), on)
        entity, at = entity._replace(data=filled.data, state=verdict.state), on
    if at < today:
        verdict = _wait(spec, entity, at, today)
    entity = entity._replace(state=verdict.state)
    figures = dict(indicators.figures(spec, entity, today))
    return Lived(today, entity, verdict, tasks.due(spec, entity, today), figures)


NOTHING_SAID = Verdict(NO_STATE, None, {})


def _wait(spec: Spec, entity: Entity, since: date, until: date) -> Verdict:
    """Nobody comes by. Where its state is another one in the end, the day on which it turned is looked for."""
    last = states.decide(spec, entity, until)
    if last.state.code == entity.state.code:
        return last
    early, late = since, until
    while (late - early).days > 1:
        middle = early + (late - early) // 2
        has_turned = states.decide(spec, entity, middle).state.code == last.state.code
        early, late = (early, middle) if has_turned else (middle, late)
    turned = last.state._replace(since=late)
    # On later days rules see the state that it turned into.
    return states.decide(spec, entity._replace(state=turned), until) if late < until else last._replace(state=turned)
