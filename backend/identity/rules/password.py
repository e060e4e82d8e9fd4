"""Which passwords are too weak, by estimated guesses and by what an attacker knows of the person."""

from collections.abc import Iterable
from typing import Literal

from zxcvbn import zxcvbn

SHORTEST = 10
LONGEST = 128
#: 0–4; 3 is safe against guessing with the hash slowed down by argon2id
SCORE = 3
#: zxcvbn takes no more, and its time grows with the square
ESTIMATED = 72

#: what people here would put into a password, beside their own names
LOCAL_WORDS = (
    "palmcockpit", "cockpit", "xiacheng", "gongshu", "hangzhou", "zhejiang", "chaoming", "wulin", "xintiandi",
    "wangge", "jiedao", "shequ", "zhihui", "woaini", "zhongguo", "mima", "qingxiaoer", "330103", "330105",
)  # fmt: skip

Weakness = Literal["too_short", "too_long", "too_easy"]


def weakness(password: str, known: Iterable[str]) -> Weakness | None:
    """Why a password is refused; None where it is good. `known`: the person's name, username, phone."""
    if len(password) < SHORTEST:
        return "too_short"
    if len(password) > LONGEST:
        return "too_long"
    if password.isdigit():
        # Somebody's phone or identity number, which the estimate takes for chance.
        return "too_easy"
    words = [*LOCAL_WORDS, *(word for word in known if word)]
    score = zxcvbn(password[:ESTIMATED], user_inputs=words)["score"]
    return None if score >= SCORE else "too_easy"
