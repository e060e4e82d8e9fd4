"""Draws the phone's settings screens that a step is about, as SVG in the colours of the page."""

from collections.abc import Callable, Iterable
from html import escape
from typing import Any

WIDTH, HEIGHT = 240, 252
LEFT, RIGHT = 20, 220
ROW, FIRST_ROW = 40, 66

Picture = dict[str, Any]


def draw(picture: Picture, *, told: str, fingerprint: str) -> str:
    """One screen; `told` says to those who do not see it what it shows."""
    inside = KINDS[picture["kind"]]({**picture, "fingerprint": fingerprint})
    return (
        f'<svg class="screen" viewBox="0 0 {WIDTH} {_height(picture)}" role="img" aria-label="{escape(told)}">'
        f'<rect class="phone" x="2" y="2" width="{WIDTH - 4}" height="{HEIGHT + 40}" rx="26"/>'
        f'<rect class="ear" x="{WIDTH / 2 - 22}" y="11" width="44" height="5" rx="2.5"/>'
        f"{''.join(inside)}</svg>"
    )


def _list(picture: Picture) -> Iterable[str]:
    yield _title(picture["title"])
    for number, text in enumerate(picture["rows"]):
        yield from _row(number, text, pressed=number == picture["press"])
        yield f'<path class="faint" d="M{RIGHT - 14} {_middle(number) - 5}l5 5l-5 5"/>'
    yield _finger(RIGHT - 34, _middle(picture["press"]) + 6)


def _files(picture: Picture) -> Iterable[str]:
    yield _title(picture["title"])
    for number, text in enumerate(picture["rows"]):
        yield from _row(number, text, pressed=number == picture["press"], indent=26)
        yield _sheet(LEFT + 10, _middle(number) - 9)
    yield _finger(RIGHT - 34, _middle(picture["press"]) + 6)


def _switch(picture: Picture) -> Iterable[str]:
    yield _title(picture["title"])
    yield f'<text class="note" x="{LEFT + 2}" y="{FIRST_ROW + 6}">{escape(picture["label"])}</text>'
    for number, text in enumerate(picture["rows"]):
        on, below = number == picture["press"], 18
        yield from _row(number, text, pressed=on, below=below)
        y = _middle(number) + below
        yield f'<rect class="{"on" if on else "off"}" x="{RIGHT - 44}" y="{y - 9}" width="32" height="18" rx="9"/>'
        yield f'<circle class="knob" cx="{RIGHT - (21 if on else 35)}" cy="{y}" r="7"/>'
    yield _finger(RIGHT - 24, _middle(picture["press"]) + 28)


def _dialog(picture: Picture) -> Iterable[str]:
    yield f'<rect class="dim" x="8" y="24" width="{WIDTH - 16}" height="{HEIGHT}"/>'
    yield '<rect class="card" x="18" y="54" width="204" height="172" rx="16"/>'
    yield _sheet(112, 66) if picture["sign"] == "file" else _warning(120, 66)
    yield f'<text class="strong" x="120" y="108" text-anchor="middle">{escape(picture["title"])}</text>'
    for number, text in enumerate(picture["lines"]):
        yield f'<text class="note" x="120" y="{128 + 17 * number}" text-anchor="middle">{escape(text)}</text>'
    for number, text in enumerate(picture["buttons"]):
        x = 28 + 94 * number
        ground, ink = ("pressed", "hot") if number == picture["press"] else ("plain", "row")
        yield f'<rect class="{ground}" x="{x}" y="184" width="90" height="30" rx="15"/>'
        yield f'<text class="{ink}" x="{x + 45}" y="203" text-anchor="middle">{escape(text)}</text>'
    yield _finger(74 + 94 * picture["press"], 214)


def _profile(picture: Picture) -> Iterable[str]:
    yield _title(picture["title"])
    yield f'<rect class="pressed" x="{RIGHT - 54}" y="30" width="56" height="26" rx="13"/>'
    yield f'<text class="hot" x="{RIGHT - 26}" y="47" text-anchor="middle">{escape(picture["action"])}</text>'
    yield _finger(RIGHT - 22, 58)
    yield f'<rect class="card" x="{LEFT}" y="76" width="{RIGHT - LEFT}" height="88" rx="12"/>'
    yield '<circle class="on" cx="48" cy="106" r="15"/><circle class="knob" cx="48" cy="106" r="5"/>'
    yield f'<text class="strong" x="74" y="103">{escape(picture["name"])}</text>'
    yield f'<text class="bad" x="74" y="121">{escape(picture["note"])}</text>'
    yield f'<rect class="bar" x="{LEFT + 12}" y="138" width="120" height="7" rx="3.5"/>'
    yield f'<rect class="bar" x="{LEFT}" y="182" width="160" height="7" rx="3.5"/>'
    yield f'<rect class="bar" x="{LEFT}" y="200" width="110" height="7" rx="3.5"/>'


def _fingerprint(picture: Picture) -> Iterable[str]:
    yield _title(picture["title"])
    yield f'<text class="note" x="{LEFT + 2}" y="78">{escape(picture["label"])}</text>'
    yield f'<rect class="picked" x="{LEFT}" y="86" width="{RIGHT - LEFT}" height="84" rx="10"/>'
    pairs = picture["fingerprint"].split(":")
    for number in range(4):
        line = " ".join(pairs[8 * number : 8 * number + 8])
        yield f'<text class="mono" x="{WIDTH / 2}" y="{108 + 18 * number}" text-anchor="middle">{line}</text>'
    yield f'<path class="tick" d="M{WIDTH / 2 - 18} 200l12 12l24 -26"/>'


KINDS: dict[str, Callable[[Picture], Iterable[str]]] = {
    "list": _list,
    "files": _files,
    "switch": _switch,
    "dialog": _dialog,
    "profile": _profile,
    "fingerprint": _fingerprint,
}


def _height(picture: Picture) -> int:
    """The screen is cut off below what it shows."""
    if picture["kind"] in {"list", "files", "switch"}:
        return FIRST_ROW + ROW * len(picture["rows"]) + (42 if picture["kind"] == "switch" else 16)
    return HEIGHT


def _title(text: str) -> str:
    return f'<text class="title" x="{LEFT}" y="48">{escape(text)}</text>'


def _row(number: int, text: str, *, pressed: bool, indent: int = 0, below: int = 0) -> Iterable[str]:
    top = FIRST_ROW + ROW * number + below
    ground, ink = ("picked", "chosen") if pressed else ("card", "row")
    yield f'<rect class="{ground}" x="{LEFT}" y="{top}" width="{RIGHT - LEFT}" height="34" rx="10"/>'
    yield f'<text class="{ink}" x="{LEFT + 12 + indent}" y="{top + 22}">{escape(text)}</text>'


def _middle(number: int) -> int:
    return FIRST_ROW + ROW * number + 17


def _sheet(x: float, y: float) -> str:
    return f'<path class="sheet" d="M{x} {y}h10l5 5v13h-15z"/><path class="sheet" d="M{x + 10} {y}v5h5"/>'


def _warning(x: float, y: float) -> str:
    return f'<path class="warning" d="M{x} {y}l12 22h-24z"/><path class="warning" d="M{x} {y + 8}v6m0 3v1"/>'


def _finger(x: float, y: float) -> str:
    """A tap: a ring with a point."""
    return f'<circle class="ring" cx="{x}" cy="{y}" r="13"/><circle class="tap" cx="{x}" cy="{y}" r="6"/>'
