"""The words of the register: what volunteers can do, when they have time, and what lists call it."""

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple


class Word(NamedTuple):
    """A word in both languages, and how lists say it otherwise."""

    zh: str
    en: str
    also: tuple[str, ...] = ()


#: What an order can ask for. A list's unknown skill is refused by name: a muster would never find it.
SKILLS: dict[str, Word] = {
    "first_aid": Word("急救", "First aid", ("急救员", "红十字救护员", "救护", "心肺复苏")),
    "medical": Word("医护", "Medical", ("医生", "护士", "医疗", "医务")),
    "counselling": Word("心理疏导", "Counselling", ("心理咨询", "心理援助", "心理")),
    "driving": Word("驾驶", "Driving", ("司机", "驾驶员")),
    "electrics": Word("水电维修", "Electrics and plumbing", ("水电", "电工", "维修")),
    "rescue": Word("应急救援", "Rescue", ("救援", "抢险", "消防")),
    "crowd": Word("秩序维护", "Keeping order", ("秩序", "引导", "交通疏导", "安保")),
    "logistics": Word("物资搬运", "Logistics", ("搬运", "物资", "后勤", "配送")),
    "testing": Word("核酸采样协助", "Testing assistance", ("核酸", "采样", "防疫")),
    "care": Word("助老助残", "Care", ("助老", "助残", "陪护", "养老")),
    "teaching": Word("教学辅导", "Teaching", ("教学", "支教", "辅导")),
    "translation": Word("外语翻译", "Translation", ("翻译", "外语", "英语")),
    "sign_language": Word("手语", "Sign language", ("手语翻译",)),
    "computing": Word("信息技术", "Computing", ("计算机", "电脑", "IT", "信息录入")),
    "cleaning": Word("环境清洁", "Cleaning", ("清洁", "保洁", "环保", "垃圾分类")),
}

#: The four parts of a week that a volunteer can have time in.
AVAILABILITY: dict[str, Word] = {
    "weekday_day": Word("工作日白天", "Weekdays", ("工作日", "平时")),
    "weekday_evening": Word("工作日晚间", "Weekday evenings", ("晚间", "晚上")),
    "weekend_day": Word("周末白天", "Weekends", ("周末", "双休日", "节假日")),
    "weekend_evening": Word("周末晚间", "Weekend evenings", ()),
}
ALWAYS = ("全天", "随时", "均可", "任意时间", "any time", "always")

BETWEEN = re.compile(r"[,;、/|,;]")


def _spelt(word: str) -> str:
    return unicodedata.normalize("NFKC", word).strip().lower()


def _known(words: Mapping[str, Word]) -> dict[str, str]:
    return {_spelt(name): code for code, word in words.items() for name in (code, word.zh, word.en, *word.also)}


_SKILLS, _TIMES = _known(SKILLS), _known(AVAILABILITY)


def skills_in(cell: str) -> tuple[list[str], list[str]]:
    """The skills that a cell names, each once; and the words that name none."""
    return _named(cell, _SKILLS)


def times_in(cell: str) -> tuple[list[str], list[str]]:
    """The same for parts of the week."""
    if _spelt(cell) in ALWAYS:
        return list(AVAILABILITY), []
    return _named(cell, _TIMES)


def _named(cell: str, known: Mapping[str, str]) -> tuple[list[str], list[str]]:
    words = [word.strip() for word in BETWEEN.split(cell) if word.strip()]
    found = [(word, known.get(_spelt(word))) for word in words]
    codes = list(dict.fromkeys(code for _, code in found if code))
    return codes, [word for word, code in found if code is None]


def said(words: Mapping[str, Word], codes: list[str], language: str) -> str:
    """For a file: 急救、驾驶."""
    names = [words[code].en if language == "en" else words[code].zh for code in codes if code in words]
    return (", " if language == "en" else "、").join(names)
