"""What a phone is told of the app: one app in both languages, and everything that its manifests name is there."""

import json
import struct
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.source import ROOT

PUBLIC = ROOT / "pwa" / "public"
LARGEST_PICTURE = 100 * 1024
MANIFESTS: dict[str, dict[str, Any]] = {
    language: json.loads((PUBLIC / file).read_text())
    for language, file in (("zh-CN", "manifest.webmanifest"), ("en", "manifest.en.webmanifest"))
}
both = pytest.mark.parametrize("language", MANIFESTS)


def pictures(manifest: dict[str, Any]) -> list[dict[str, str]]:
    of_shortcuts = [icon for shortcut in manifest["shortcuts"] for icon in shortcut["icons"]]
    return [*manifest["icons"], *manifest["screenshots"], *of_shortcuts]


def size_of(picture: Path) -> str:
    """As the file's header has it: a PNG's, or that of a WebP as browsers write it."""
    head = picture.read_bytes()[:32]
    if picture.suffix == ".webp":
        assert head[12:16] == b"VP8X", picture
        width, height = (int.from_bytes(head[at : at + 3], "little") + 1 for at in (24, 27))
    else:
        width, height = struct.unpack(">II", head[16:24])
    return f"{width}x{height}"


def test_both_languages_are_one_app() -> None:
    zh, en = MANIFESTS.values()
    for name in ("id", "scope", "start_url", "name_localized", "short_name_localized", "icons", "share_target"):
        assert zh[name] == en[name], name
    assert [one["url"] for one in zh["shortcuts"]] == [one["url"] for one in en["shortcuts"]]


@both
def test_each_language_is_named_as_the_other_says(language: str) -> None:
    manifest = MANIFESTS[language]
    assert manifest["lang"] == language
    for named in (manifest, *manifest["shortcuts"]):
        assert named["name"] == named["name_localized"][language]


@both
def test_launchers_find_an_icon_for_every_purpose(language: str) -> None:
    assert {icon["purpose"] for icon in MANIFESTS[language]["icons"]} == {"any", "maskable", "monochrome"}


@both
def test_every_picture_is_there_and_as_large_as_it_says(language: str) -> None:
    for picture in pictures(MANIFESTS[language]):
        file = PUBLIC / picture["src"].removeprefix("/")
        assert file.is_file(), picture["src"]
        if picture["type"] in {"image/png", "image/webp"}:
            assert size_of(file) == picture["sizes"], picture["src"]


@both
def test_pictures_of_the_app_come_narrow_and_wide_and_small(language: str) -> None:
    screenshots = MANIFESTS[language]["screenshots"]
    assert {one["form_factor"] for one in screenshots} == {"narrow", "wide"}
    for one in screenshots:
        assert (PUBLIC / one["src"].removeprefix("/")).stat().st_size <= LARGEST_PICTURE, one["src"]


@both
def test_every_shortcut_leads_to_a_page(language: str) -> None:
    routes = "".join((ROOT / "pwa/src/pages" / name).read_text() for name in ("router.ts", "further.ts"))
    for shortcut in MANIFESTS[language]["shortcuts"]:
        assert f'path: "{shortcut["url"]}"' in routes, shortcut["url"]


def test_the_share_target_is_the_one_the_worker_answers() -> None:
    worker = (ROOT / "pwa/service-worker/share.ts").read_text()
    target = MANIFESTS["en"]["share_target"]
    assert target["method"] == "POST"
    assert f'ACTION = "{target["action"]}"' in worker
    assert f'FIELD = "{target["params"]["files"][0]["name"]}"' in worker
