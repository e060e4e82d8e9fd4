"""Whom a hint concerns, and how it is written: no database."""

import pytest

from backend.realtime.listener import hint_of
from backend.realtime.rules import frames
from backend.realtime.rules.audience import Hint, place

STREET, COMMUNITY, GRID = "330103.330103005.", "330103.330103005.330103005056.", "330103.330103005.330103005056.1."
NEXT_DOOR = "330103.330103002."


@pytest.mark.parametrize(
    ("grants", "home", "rang", "concerned"),
    [
        ([STREET], STREET, [GRID], True),
        ([], GRID, [STREET], True),
        ([], GRID, [GRID], True),
        ([NEXT_DOOR], NEXT_DOOR, [GRID], False),
        ([NEXT_DOOR], GRID, [GRID], True),
        ([NEXT_DOOR], NEXT_DOOR, [GRID, NEXT_DOOR], True),
        ([STREET], STREET, [], False),
        ([STREET], STREET, None, True),
        (["330103.33010300."], "330103.33010300.", [GRID], False),
    ],
)
def test_a_hint_concerns_who_stands_above_or_below_one_of_its_places(grants, home, rang, concerned) -> None:
    assert place(grants, home).meets(rang) is concerned


def test_a_hint_is_written_with_the_cursor_as_its_id() -> None:
    frame = frames.hint("order.issued", "7", 12, 99)
    assert frame == b'id: 99\nevent: hint\ndata: {"kind":"order.issued","id":"7","seq":12}\n\n'


def test_a_hint_without_a_cursor_moves_nobodys() -> None:
    assert b"id: " not in frames.hint("message.waiting", "7", 0, None)


@pytest.mark.parametrize("given", ["", "x", "-1", "1.5", "٣", "9" * 40, "1\n2", None])
def test_what_is_no_cursor_of_ours_is_none(given: str | None) -> None:
    assert frames.cursor_of(given) is None


def test_a_cursor_is_read_back() -> None:
    assert frames.cursor_of(" 4711 ") == 4711


def test_a_hint_for_people_by_name_is_understood() -> None:
    person = "01a205bf-70fe-73cb-ad4d-886ae4c9418c"
    hint = hint_of(f'{{"kind":"message.waiting","id":"t","seq":0,"paths":[],"people":["{person}"]}}')
    assert ([str(named) for named in hint.people], hint.paths, hint.cursor) == ([person], (), None)


def test_a_step_of_a_ladder_and_a_door_to_knock_at_are_news() -> None:
    kinds = ("ladder.begun", "ladder.moved", "door_knock.opened", "door_knock.mine", "duty.checked_in")
    news = [Hint(kind, "1", 0, ()).is_news for kind in kinds]
    assert news == [True, True, True, True, False]
