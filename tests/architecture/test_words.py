"""Both languages say everything: the same keys with the same places to fill, in the client and in the refusals."""

import json
import re
from typing import Any

from backend.core.errors import CATALOGUE
from tests.architecture.source import ROOT, client_files

I18N = ROOT / "pwa" / "src" / "i18n"
PLACE = re.compile(r"\{(\w+)\}")
#: A literal key in t("…") or t('…') of the client.
USED = re.compile(r"""\bt\(\s*["'`]([a-z0-9_.]+)["'`]""")


def leaves(words: dict[str, Any], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in words.items():
        flat |= leaves(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}": value}
    return flat


def words(language: str) -> dict[str, str]:
    parts = [json.loads(part.read_text()) for part in sorted((I18N / language).glob("*.json"))]
    return {key: text for part in parts for key, text in leaves(part).items()}


def test_chinese_and_english_have_the_same_keys() -> None:
    assert words("zh-CN").keys() == words("en").keys()


def test_no_text_is_empty() -> None:
    assert [key for language in ("zh-CN", "en") for key, text in words(language).items() if not text.strip()] == []


def test_both_languages_fill_the_same_places() -> None:
    english = words("en")
    differing = [
        key for key, text in words("zh-CN").items() if set(PLACE.findall(text)) != set(PLACE.findall(english[key]))
    ]
    assert differing == []


def test_every_key_that_the_client_uses_exists() -> None:
    known = words("zh-CN")
    used = {
        key
        for file in client_files(".vue", ".ts")
        for key in USED.findall(file.read_text())
        if "tests" not in file.parts
    }
    assert used
    assert used - known.keys() == set()


def test_every_refusal_speaks_both_languages() -> None:
    assert CATALOGUE
    assert [code for code, entry in CATALOGUE.items() if not entry.zh.strip() or not entry.en.strip()] == []
