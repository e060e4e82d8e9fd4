"""What somebody is told on each channel: that he is asked, and where; never what about him."""

from collections.abc import Mapping
from typing import Any

from backend.paging.rules import script

#: a person's language → that of the texts
TEXT_OF = {"zh-CN": "zh", "en": "en"}


def text(content: Mapping[str, Any], language: str, link: str) -> str:
    title = content["title"][language]
    if language == "en":
        return f"{title}: please answer a few questions, about a minute: {link}"
    return f"【{title}】请点击回答几个问题,约一分钟: {link}"


def spoken(content: Mapping[str, Any], language: str) -> str:
    """The first question, with a key for each answer."""
    first = script.questions_of(content)[content["start"]]
    said = [content["intro"][language], first["text"][language]]
    for key, option in enumerate(first["options"], 1):
        label = option["label"][language]
        said.append(f"{label}, press {key}." if language == "en" else f"{label}请按{key}。")
    return " ".join(said)


def kept(language: str) -> str:
    """Said after a key."""
    return "Your answer is recorded. Thank you." if language == "en" else "已记录,谢谢您的配合。"
