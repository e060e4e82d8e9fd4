"""An order in one text message, and as it is read out on the phone."""

from collections.abc import Mapping
from typing import NamedTuple

#: characters of one message: any script, or Latin letters only
_ONE = {"zh": 70, "en": 160}
_ELLIPSIS = "…"
_HOW = {
    ("zh", True): "收到回1",
    ("zh", False): "收到回1，求助回2",
    ("en", True): "Reply 1: received",
    ("en", False): "Reply 1: received, 2: need help",
}
_KEYS = {
    ("zh", True): "收到请按1。",
    ("zh", False): "收到请按1，需要帮助请按2。",
    ("en", True): "Press 1 to confirm that you got it.",
    ("en", False): "Press 1 to confirm that you got it. Press 2 if you need help.",
}
_END = {"zh": "。", "en": ". "}


class Brief(NamedTuple):
    text: str
    spoken: str


def brief(words: Mapping[str, str], language: str, *, one_answer: bool) -> Brief:
    """`one_answer`: nobody needs help with an all-clear, or with a test of the lines."""
    headline, summary = words["headline"], words["summary"]
    how = (language, one_answer)
    begins, ends = f"{headline}{_END[language]}", f" {_HOW[how]}"
    text = begins + _shortened(summary, _room(language, begins + summary + ends) - len(begins + ends)) + ends
    return Brief(text, f"{begins}{summary} {_KEYS[how]}")


def _room(language: str, text: str) -> int:
    """One letter of another script makes all of the message wide."""
    return _ONE["zh"] if language == "zh" or not text.isascii() else _ONE["en"]


def _shortened(text: str, room: int) -> str:
    """The whole instruction is in the app; a plan's editor is told when its texts do not fit."""
    if len(text) <= room:
        return text
    return text[: max(0, room - 1)].rstrip() + _ELLIPSIS
