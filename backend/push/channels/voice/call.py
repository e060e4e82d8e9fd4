"""One call, from ringing to the spoken confirmation: what it does next, whatever the exchange tells."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from backend.push.channels.voice.questions import Questions, Turn
from backend.push.rules.replies import Answer, answer_of

#: The order, or a question, is read this often; who has pressed nothing then is a machine, or does not hear.
TIMES = 2


@dataclass(slots=True)
class Call:
    id: str
    order: Path
    #: what is said after a key: the answer is kept
    confirmations: dict[Answer, Path]
    #: a call that asks: where it stands, and question → how it is read, also after a key that means nothing
    questions: Questions | None = None
    readings: Mapping[str, Path] = field(default_factory=dict)
    corrections: Mapping[str, Path] = field(default_factory=dict)
    said: int = 0
    played: int = 0
    answer: Answer | None = None
    playing: str = ""

    def name_next(self) -> str:
        """Of what is played now; of two with one name nobody knows which has ended."""
        self.played += 1
        return f"{self.id}-{self.played}"

    def next_sound(self) -> Path | None:
        """What to play now that nothing plays; None: nothing more, hang up."""
        if self.answer is not None or self.said >= TIMES:
            return None
        self.said += 1
        if self.questions is None:
            return self.order
        # Whoever was interrupted in the middle of a number begins it anew.
        self.questions.entered = ""
        return self.readings[self.questions.at] if self.questions.pressed else self.order

    def pressed(self, digit: str) -> Answer | None:
        """What the key means; None for one that means nothing or says the same again."""
        answer = answer_of(digit)
        if answer is None or answer == self.answer:
            return None
        self.answer = answer
        return answer

    def turned(self, questions: Questions, turn: Turn) -> Path:
        """What is played after a key in a call that asks."""
        if turn == "over":
            self.answer = "acknowledged"
            is_left = questions.steps[questions.at]["kind"] == "end"
            return self.readings[questions.at] if is_left else self.confirmations["acknowledged"]
        # One who goes on pressing what means nothing is not read to for ever.
        self.said = 1 if turn == "next" else self.said + 1
        return (self.corrections if turn == "wrong" else self.readings)[questions.at]


def confirmed(lang: str, kept: str = "") -> dict[Answer, str]:
    """`kept`: what is said instead, whatever was pressed."""
    if kept:
        return {"acknowledged": kept, "needs_help": kept}
    if lang == "en":
        return {"acknowledged": "Your answer is recorded. Please act on the order.", "needs_help": "Help is informed."}
    return {"acknowledged": "已签收,请按指令行动。", "needs_help": "求助已收到,指挥中心将与您联系。"}
