"""The client's own words, so that a test reads the screen in either language."""

import json
from functools import cache, reduce
from typing import Any, Literal

from tools import paths

Language = Literal["zh-CN", "en"]
LANGUAGES: tuple[Language, ...] = ("zh-CN", "en")


@cache
def _texts(language: Language) -> dict[str, Any]:
    parts = (paths.ROOT / "pwa/src/i18n" / language).glob("*.json")
    return {group: texts for part in parts for group, texts in json.loads(part.read_text()).items()}


def word(key: str, language: Language = "zh-CN") -> str:
    return str(reduce(lambda tree, name: tree[name], key.split("."), _texts(language)))


def groups(language: Language) -> list[str]:
    return list(_texts(language))
