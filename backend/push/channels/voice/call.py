"""One call, from ringing to the spoken confirmation: what it does next, whatever the exchange tells."""

from dataclasses import dataclass
from pathlib import Path

from backend.push.rules.replies import Answer, answer_of

#: The order is read this often; who has pressed nothing then is a machine, or does not hear.
TIMES = 2


@dataclass(slots=True)
class Call:
    id: str
    order: Path
    #: what is said after a key: the answer is kept
    confirmations: dict[Answer, Path]
    said: int = 0
    answer: Answer | None = None
    playing: str = ""

    def next_sound(self) -> Path | None:
        """What to play now that nothing plays; None: nothing more, hang up."""
        if self.answer is not None:
            return None
        if self.said < TIMES:
            self.said += 1
            return self.order
        return None

    def pressed(self, digit: str) -> Answer | None:
        """What the key means; None for one that means nothing or says the same again."""
        answer = answer_of(digit)
        if answer is None or answer == self.answer:
            return None
        self.answer = answer
        return answer


def confirmed(lang: str, kept: str = "") -> dict[Answer, str]:
    """`kept`: what is said instead, whatever was pressed."""
    if kept:
        return {"acknowledged": kept, "needs_help": kept}
    if lang == "en":
        return {"acknowledged": "Your answer is recorded. Please act on the order.", "needs_help": "Help is informed."}
    return {"acknowledged": "已签收,请按指令行动。", "needs_help": "求助已收到,指挥中心将与您联系。"}
