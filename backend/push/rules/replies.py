"""What a person says by a text message or a pressed key: 1 is "I got it and I act on it", 2 is "I need help"."""

import unicodedata
from typing import Literal

Answer = Literal["acknowledged", "declined", "needs_help"]
#: What a gateway or a person says of a message that was accepted.
State = Answer | Literal["delivered", "undelivered"]

_ANSWERS: dict[str, Answer] = {"1": "acknowledged", "2": "needs_help"}


def answer_of(text: str) -> Answer | None:
    """None where it is no answer: whoever writes a sentence is called back, not guessed at."""
    # NFKC: phones in Chinese write full-width digits.
    plain = unicodedata.normalize("NFKC", text).strip().strip(".。!,、\"'“”【】[]()# ").strip()
    return _ANSWERS.get(plain)
