"""What somebody is told on each channel: that he is asked, and where; never what about him."""

from collections.abc import Mapping
from typing import Any

from backend.paging.rules import by_phone, script

#: a person's language → that of the texts
TEXT_OF = {"zh-CN": "zh", "en": "en"}


def text(content: Mapping[str, Any], language: str, link: str) -> str:
    title = content["title"][language]
    if language == "en":
        return f"{title}: please answer a few questions, about a minute: {link}"
    return f"【{title}】请点击回答几个问题,约一分钟: {link}"


def notice(content: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """On the phone of whoever is signed in."""
    return {
        "zh": {"title": content["title"]["zh"][:20], "body": "请回答几个问题,约一分钟"},
        "en": {"title": content["title"]["en"][:40], "body": "Please answer a few questions, about a minute"},
    }


def spoken(content: Mapping[str, Any], language: str) -> str:
    """How a call begins: who asks, and the first question."""
    first = script.questions_of(content)[content["start"]]
    return f"{content['intro'][language]} {by_phone.say(first, language)}"


def kept(content: Mapping[str, Any], language: str) -> str:
    """Said at the end of a call."""
    return f"{'Your answers are recorded.' if language == 'en' else '已记录。'} {content['thanks'][language]}"


def unheard(language: str) -> str:
    """Said of keys that are no answer."""
    return "That is not possible." if language == "en" else "输入有误。"
