"""Questions in a call, one leading to the next by keys: where it stands, and what a key does there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

#: `more`: another key belongs to it; `again`, `wrong`: the question is said once more; `over`: nothing is left to ask
Turn = Literal["more", "again", "wrong", "next", "over"]
_END, _POINT, _AGAIN = "#", "*", "0"
_DAY, _LONGEST = 8, 9


@dataclass(slots=True)
class Questions:
    """`steps`: question → kind (keys, number, date, end) and where its answers lead; null is the end."""

    at: str
    steps: Mapping[str, Mapping[str, Any]]
    #: the keys of an answer that is not whole yet
    entered: str = ""
    #: question → keys
    pressed: dict[str, str] = field(default_factory=dict)

    def press(self, key: str) -> Turn:
        step = self.steps[self.at]
        if step["kind"] != "keys":
            return self._enter(step, key)
        if key == _AGAIN:
            return "again"
        return self._go(key, step["keys"][key]) if key in step["keys"] else "wrong"

    def _enter(self, step: Mapping[str, Any], key: str) -> Turn:
        if key != _END:
            self.entered += key
            return "more" if len(self.entered) <= _LONGEST else self._clear("wrong")
        entered = self.entered
        if not entered:
            return "again"
        self._clear("again")
        return self._go(entered, step["next"]) if _is_fit(step, entered) else "wrong"

    def _go(self, keys: str, leads: str | None) -> Turn:
        """What no key can answer is left to a person: the call ends with saying so."""
        self.pressed[self.at] = keys
        if leads is None:
            return "over"
        self.at = leads
        return "over" if self.steps[leads]["kind"] == "end" else "next"

    def _clear(self, turn: Turn) -> Turn:
        self.entered = ""
        return turn


def _is_fit(step: Mapping[str, Any], entered: str) -> bool:
    if step["kind"] == "date":
        return entered.isdigit() and len(entered) == _DAY
    try:
        value = float(entered.replace(_POINT, "."))
    except ValueError:
        return False
    least, most = step.get("least"), step.get("most")
    return (least is None or value >= least) and (most is None or value <= most)
