"""The client's own words, so that a test reads the screen in either language."""

import json
from functools import cache
from typing import Literal

from tools import paths

Language = Literal["zh-CN", "en"]
LANGUAGES: tuple[Language, ...] = ("zh-CN", "en")


@cache
def _texts(language: Language) -> dict[str, dict[str, str]]:
    texts: dict[str, dict[str, str]] = json.loads((paths.ROOT / f"pwa/src/i18n/{language}.json").read_text())
    return texts


def word(key: str, language: Language = "zh-CN") -> str:
    group, _, name = key.partition(".")
    return _texts(language)[group][name]
