"""The words of states and sources, for files that leave the product."""

from typing import NamedTuple


class Word(NamedTuple):
    zh: str
    en: str


STATES: dict[str, Word] = {
    "pending": Word("待受理", "Pending"),
    "verified": Word("已核实", "Verified"),
    "accepted": Word("已受理", "Accepted"),
    "registered": Word("已立案", "Registered"),
    "dispatched": Word("已派遣", "Dispatched"),
    "handling": Word("处理中", "Being handled"),
    "returned": Word("已回退", "Returned"),
    "rework": Word("返工", "Rework"),
    "suspended": Word("挂账", "Suspended"),
    "handled": Word("已处置", "Handled"),
    "checking": Word("待核查", "To be checked"),
    "closed": Word("已结案", "Closed"),
    "not_accepted": Word("不予受理", "Not accepted"),
    "not_registered": Word("不予立案", "Not registered"),
    "cancelled": Word("已作废", "Cancelled"),
    "merged": Word("已并案", "Merged"),
}
SOURCES: dict[str, Word] = {
    "grid_worker": Word("网格员上报", "Grid worker"),
    "resident": Word("居民上报", "Resident"),
    "hotline": Word("12345转办", "Hotline"),
    "property": Word("物业上报", "Property"),
    "camera": Word("智能监控抓拍", "Camera"),
    "leader": Word("领导上报", "Leader"),
    "sensor": Word("传感器", "Sensor"),
}
YES, NO = Word("是", "Yes"), Word("否", "No")


def yes_no(value: bool) -> Word:
    return YES if value else NO


def said(word: Word, language: str) -> str:
    return word.en if language == "en" else word.zh
