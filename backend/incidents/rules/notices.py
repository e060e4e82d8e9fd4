"""What people are told of cases, short enough for a notification."""

from collections.abc import Mapping
from datetime import timedelta

from backend.commands.rules.texts import BODY_WIDTH, TITLE_WIDTH, shortened

#: how long a case is news
LIFE = timedelta(hours=24)

Notice = dict[str, dict[str, str]]
Words = Mapping[str, str]

#: what happened → language → title and body
TEXTS: dict[str, dict[str, tuple[str, str]]] = {
    "reported": {
        "zh": ("紧急上报：{category}", "{area}：{said}"),
        "en": ("Urgent: {category}", "{area}: {said}"),
    },
    "dispatched": {
        "zh": ("新任务：{category}", "{area}，{until}前处置。{said}"),
        "en": ("New case: {category}", "{area}, until {until}. {said}"),
    },
    "returned": {
        "zh": ("已回退：{category}", "{area}，处置单位回退：{note}"),
        "en": ("Returned: {category}", "{area}, the unit returned it: {note}"),
    },
    "to_check": {
        "zh": ("待核查：{category}", "{area}，已处置，请核查。"),
        "en": ("To check: {category}", "{area}: handled, please check."),
    },
    "rework": {
        "zh": ("返工：{category}", "{area}，核查未通过：{note}"),
        "en": ("Rework: {category}", "{area}: the check failed. {note}"),
    },
    "extension_asked": {
        "zh": ("申请延期：{category}", "{area}：{note}"),
        "en": ("More time asked: {category}", "{area}: {note}"),
    },
    "extension_granted": {
        "zh": ("延期已批准：{category}", "{area}，{until}前处置。"),
        "en": ("More time granted: {category}", "{area}, until {until}."),
    },
    "extension_refused": {
        "zh": ("延期未批准：{category}", "{area}，仍须{until}前处置。{note}"),
        "en": ("More time refused: {category}", "{area}, still until {until}. {note}"),
    },
    "urge": {
        "zh": ("催办：{category}", "{area}，请尽快处理。{note}"),
        "en": ("Urged: {category}", "{area}: please act. {note}"),
    },
    "supervise": {
        "zh": ("督办：{category}", "{area}，领导督办。{note}"),
        "en": ("Supervised: {category}", "{area}: under supervision. {note}"),
    },
    "climbed": {
        "zh": ("超时：{category}", "{area}，应于{until}前办理，{number}。"),
        "en": ("Overdue: {category}", "{area}: was due {until}, {number}."),
    },
    "closed": {
        "zh": ("已结案：{category}", "您上报的{category}已处理完成。{note}"),
        "en": ("Closed: {category}", "What you reported is done. {note}"),
    },
    "not_accepted": {
        "zh": ("不予受理：{category}", "您上报的{category}未受理：{note}"),
        "en": ("Not accepted: {category}", "Your report was not accepted: {note}"),
    },
    "not_registered": {
        "zh": ("不予立案：{category}", "您上报的{category}未立案：{note}"),
        "en": ("Not registered: {category}", "Your report was not registered: {note}"),
    },
    "cancelled": {
        "zh": ("已作废：{category}", "您上报的{category}已作废：{note}"),
        "en": ("Cancelled: {category}", "Your report was cancelled: {note}"),
    },
}


def notice(what: str, *, category: Words, area: Words, **words: str) -> Notice:
    """The category and the area in the language of each."""
    return {
        language: _in(texts, {**words, "category": category[language], "area": area[language]})
        for language, texts in TEXTS[what].items()
    }


def _in(texts: tuple[str, str], words: Words) -> dict[str, str]:
    title, body = texts
    return {
        "title": shortened(title.format_map(words), TITLE_WIDTH),
        "body": shortened(body.format_map(words).strip(), BODY_WIDTH),
    }
