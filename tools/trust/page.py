"""The page that tells a person, device by device, how to trust this machine: from words/, in two languages."""

import json
import re
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from tools.trust.drawing import draw

HERE = Path(__file__).parent
LANGUAGES = ("zh-CN", "en")
#: What a browser says of its system, in the order of asking: Android says Linux too.
SYSTEMS = (
    ("android", re.compile(r"Android|HarmonyOS|OpenHarmony")),
    ("ios", re.compile(r"iPhone|iPad|iPod")),
    ("windows", re.compile(r"Windows")),
    ("macos", re.compile(r"Macintosh")),
    ("linux", re.compile(r"Linux|X11|CrOS")),
)
INSIDE_AN_APP = re.compile(r"MicroMessenger|DingTalk|QQ/|Weibo|AlipayClient|FBAN|Line/")

Words = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Visit:
    """Who asks, and what there is to tell."""

    language: str
    agent: str
    #: The cockpit's https address under the name by which this page was reached.
    app: str
    hostname: str
    fingerprint: str


def render(visit: Visit) -> str:
    words = words_of(visit.language)
    frame = Template((HERE / "page.html").read_text())
    own = system_of(visit.agent)
    parts = {
        "app": visit.app,
        "language": words["language"],
        "other_code": words["other"]["code"],
        "other_name": words["other"]["name"],
        "points": "".join(f"<li>{_said(point, host=visit.hostname)}</li>" for point in words["before"]["points"]),
        "systems": "".join(_system(words, name, visit, is_own=name == own) for name in words["systems"]),
        "firefox_hidden": "" if own == "android" else "hidden",
        "inside_hidden": "" if INSIDE_AN_APP.search(visit.agent) else "hidden",
        "fingerprint_lines": _in_lines(visit.fingerprint),
    }
    return frame.substitute({name: escape(value) for name, value in _flat(words)} | parts)


def language_of(asked: str, accepted: str) -> str:
    """The one asked for, else the one that the browser prefers, else Chinese."""
    if asked in LANGUAGES:
        return asked
    for entry in accepted.split(","):
        if entry.strip().lower().startswith(("zh", "en")):
            return "zh-CN" if entry.strip().lower().startswith("zh") else "en"
    return LANGUAGES[0]


def system_of(agent: str) -> str:
    return next((name for name, pattern in SYSTEMS if pattern.search(agent)), "android")


@cache
def words_of(language: str) -> Words:
    found: Words = json.loads((HERE / "words" / f"{language}.json").read_text())
    return found


def _system(words: Words, name: str, visit: Visit, *, is_own: bool) -> str:
    system = words["systems"][name]
    steps = "".join(_step(words, system, step, visit) for step in system["steps"])
    return (
        f'<details name="system" class="system" id="{name}"{" open" if is_own else ""}>'
        f"<summary>{escape(system['name'])}</summary><ol>{steps}</ol>"
        f'<p class="remove"><strong>{escape(words["remove"]["title"])}</strong><br>{escape(system["remove"])}</p>'
        "</details>"
    )


def _step(words: Words, system: Words, step: Words, visit: Visit) -> str:
    parts = [f"<h3>{escape(step['title'])}</h3><p>{escape(step['text'])}</p>"]
    if "ways" in step:
        ways = "".join(f"<dt>{escape(maker)}</dt><dd>{escape(way)}</dd>" for maker, way in step["ways"])
        parts.append(f"<dl>{ways}</dl>")
    if "command" in step:
        parts.append(f"<pre tabindex=0>{escape(step['command'])}</pre>")
    if "download" in step:
        parts.append(f'<a class="button" href="{system["file"]}">{escape(words["download"])}</a>')
    picture = step.get("picture")
    drawn = draw(picture, told=step["title"], fingerprint=visit.fingerprint) if picture else ""
    return f"<li><div>{''.join(parts)}</div>{drawn}</li>"


def _said(text: str, **values: str) -> str:
    return escape(text.format(**values))


def _in_lines(fingerprint: str) -> str:
    """Eight pairs a line: short enough to compare by eye on a phone."""
    pairs = fingerprint.split(":")
    return "<br>".join(" ".join(pairs[at : at + 8]) for at in range(0, len(pairs), 8))


def _flat(words: Words, before: str = "") -> list[tuple[str, str]]:
    """`test.button` becomes `test_button`, as the frame asks for it."""
    found = []
    for name, value in words.items():
        if isinstance(value, str):
            found.append((before + name, value))
        elif isinstance(value, dict) and not before:
            found += _flat(value, f"{name}_")
    return found
