"""A script as a call asks it: what is said at each question, which keys answer it, and what keys have answered."""

from collections.abc import Mapping
from typing import Any

from backend.paging.rules import script

#: as espeak reads them, and what somebody takes to find the key
_LETTERS_A_SECOND, _KEY_S = 4, 4
_DAY = 8


def is_askable(content: Mapping[str, Any]) -> bool:
    """Words have no keys."""
    return bool(script.questions_of(content)[content["start"]]["kind"] != script.TEXT)


def steps(content: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Question → what is said, and where each key leads: null is the end. Without keys a person asks the rest."""
    return {name: _step(question, language) for name, question in script.questions_of(content).items()}


def answers(content: Mapping[str, Any], keys: Mapping[str, str]) -> dict[str, Any]:
    """Question → answer, from question → keys. What means nothing is left out."""
    known = script.questions_of(content)
    found = {name: _meant(known[name], pressed) for name, pressed in keys.items() if name in known}
    return {name: value for name, value in found.items() if value is not None}


def say(question: Mapping[str, Any], language: str) -> str:
    text, kind = question["text"][language], question["kind"]
    if kind in script.BRANCHING:
        return " ".join([text, *_choices(question, language), _WORDS[language]["again"]])
    return " ".join([text, _WORDS[language][kind]])


def seconds(content: Mapping[str, Any]) -> int:
    """Of the longest way, about. The script has no circle."""
    known = script.questions_of(content)
    done: dict[str, float] = {}

    def from_(name: str) -> float:
        if name not in done:
            own = len(say(known[name], "zh")) / _LETTERS_A_SECOND + _KEY_S
            done[name] = own + max(from_(step) if step else 0.0 for step in script.leads_to(known[name]))
        return done[name]

    around = len(content["intro"]["zh"]) + len(content["thanks"]["zh"])
    return round(around / _LETTERS_A_SECOND + from_(content["start"]))


_WORDS = {
    "zh": {
        "again": "重听请按0。",
        script.NUMBER: "请输入数字,按井号键结束,小数点请按星号键。",
        script.DATE: "请输入八位数字的年月日,例如20260301,按井号键结束。",
        script.TEXT: "这一题稍后由工作人员与您联系。",
    },
    "en": {
        "again": "To hear it again, press 0.",
        script.NUMBER: "Enter the number and end with the hash key; the star key is the decimal point.",
        script.DATE: "Enter year, month and day as eight digits, such as 20260301, and end with the hash key.",
        script.TEXT: "Somebody will call you about this one.",
    },
}


def _choices(question: Mapping[str, Any], language: str) -> list[str]:
    labels = (option["label"][language] for option in question["options"])
    form = "{label}, press {key}." if language == "en" else "{label}请按{key}。"
    return [form.format(label=label, key=key) for key, label in enumerate(labels, 1)]


def _step(question: Mapping[str, Any], language: str) -> dict[str, Any]:
    kind, said = question["kind"], say(question, language)
    if kind in script.BRANCHING:
        leads = {str(key): option["next"] for key, option in enumerate(question["options"], 1)}
        return {"say": said, "kind": "keys", "keys": leads}
    if kind == script.TEXT:
        return {"say": said, "kind": "end"}
    bounds = {"least": question["least"], "most": question["most"]} if kind == script.NUMBER else {}
    return {"say": said, "kind": kind, "next": question["next"], **bounds}


def _meant(question: Mapping[str, Any], pressed: str) -> Any:
    kind = question["kind"]
    if kind in script.BRANCHING:
        values = [option["value"] for option in question["options"]]
        return values[int(pressed) - 1] if pressed.isdigit() and 0 < int(pressed) <= len(values) else None
    if kind == script.DATE:
        return f"{pressed[:4]}-{pressed[4:6]}-{pressed[6:]}" if pressed.isdigit() and len(pressed) == _DAY else None
    return _number(pressed)


def _number(pressed: str) -> float | int | None:
    whole, _, part = pressed.partition("*")
    if not whole.isdigit() or (part and not part.isdigit()):
        return None
    return float(f"{whole}.{part}") if part else int(whole)
