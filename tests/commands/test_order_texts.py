"""The pure rules of what is written and drawn: slots, drills, limits, polygons, circles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.commands.rules import geometry, texts
from backend.core.errors import Problem

SLOTS = [
    {"name": "place", "required": True, "max_length": 8},
    {"name": "hint", "required": False, "max_length": 4},
]


def code_of(call: object, *args: object, **kwargs: object) -> str:
    with pytest.raises(Problem) as refused:
        call(*args, **kwargs)  # type: ignore[operator]  # a rule
    return refused.value.code


# -- texts


def plan_texts(headline: str) -> dict[str, dict[str, str]]:
    return {
        language: {"headline": headline, "summary": "{place}", "description": "{hint}", "instruction": "{place}!"}
        for language in ("zh", "en")
    }


def filled(given: dict[str, object], status: str = "Actual", headline: str = "塌陷") -> texts.Texts:
    return texts.fill(plan_texts(headline), texts.words_of(SLOTS, given), status=status)


def test_slots_are_filled_in_one_pass_in_both_languages() -> None:
    made = filled({"place": {"zh": "{hint}路", "en": "Road"}, "hint": " a \n b "})
    assert made["zh"]["summary"] == "{hint}路"
    assert made["en"]["instruction"] == "Road!"
    assert made["zh"]["description"] == "a b"


def test_a_slot_that_begins_a_text_begins_a_sentence() -> None:
    made = filled({"place": {"zh": "河边", "en": "low ground"}, "hint": {"zh": "", "en": "élan"}})
    assert (made["en"]["summary"], made["en"]["description"], made["zh"]["summary"]) == ("Low ground", "Élan", "河边")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "order.slot_missing"),
        ({"place": "  "}, "order.slot_missing"),
        ({"place": {"zh": "路"}}, "order.slot_missing"),
        ({"place": "路", "colour": "红"}, "order.slot_unknown"),
        ({"place": "长" * 9}, "order.slot_too_long"),
    ],
)
def test_a_slot_is_refused_by_name(given: dict[str, object], code: str) -> None:
    assert code_of(filled, given) == code


def test_a_drill_says_so_first_in_both_languages() -> None:
    made = filled({"place": "路"}, status="Exercise")
    assert made["zh"]["headline"] == "【演练】塌陷"
    assert made["en"]["headline"] == "[EXERCISE] 塌陷"


def test_a_headline_fits_twenty_full_width_characters_with_its_mark() -> None:
    assert filled({"place": "路"}, headline="字" * 20)
    assert code_of(filled, {"place": "路"}, headline="字" * 21) == "order.headline_too_long"
    assert code_of(filled, {"place": "路"}, status="Exercise", headline="字" * 17) == "order.headline_too_long"
    assert filled({"place": "路"}, headline="a" * 40)


@given(st.text(max_size=200))
def test_a_shortened_text_fits_and_begins_like_the_long_one(text: str) -> None:
    short = texts.shortened(text, texts.BODY_WIDTH)
    assert texts.width(short) <= texts.BODY_WIDTH
    assert short == text or text.startswith(short[:-1])


# -- drawings


def ring(*points: tuple[float, float]) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": [[list(point) for point in points]]}


SQUARE = ring((120, 30), (121, 30), (121, 31), (120, 31), (120, 30))


@pytest.mark.parametrize(
    ("polygon", "code"),
    [
        ({"type": "Point", "coordinates": [120, 30]}, "target.polygon_malformed"),
        ({"type": "Polygon"}, "target.polygon_malformed"),
        ({"type": "Polygon", "coordinates": [[["a", "b"]]]}, "target.polygon_malformed"),
        ({"type": "Polygon", "coordinates": [[[True, False]]]}, "target.polygon_malformed"),
        (ring((200, 30), (121, 30), (121, 31), (200, 30)), "target.polygon_malformed"),
        (ring((120, 30), (121, 30), (121, 31)), "target.polygon_open"),
        (ring((120, 30), (121, 30), (121, 31), (120, 31)), "target.polygon_open"),
        (ring((120, 30), (121, 31), (121, 30), (120, 31), (120, 30)), "target.polygon_invalid"),
        (ring((120, 30), (121, 30), (122, 30), (120, 30)), "target.polygon_invalid"),
        (ring(*[(120 + i / 1e4, 30) for i in range(1001)]), "target.polygon_too_many_points"),
    ],
)
def test_an_unfit_polygon_is_refused_by_name(polygon: dict[str, object], code: str) -> None:
    assert code_of(geometry.shape_of, polygon, None) == code


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_no_place(number: float) -> None:
    spoiled = ring((number, 30), (121, 30), (121, 31), (number, 30))
    assert code_of(geometry.shape_of, spoiled, None) == "target.polygon_malformed"


def test_a_circle_has_its_radius_in_every_direction() -> None:
    shape = geometry.shape_of(None, {"lng": 120.17, "lat": 30.27, "radius_m": 1000})
    box = geometry.box_of(shape)
    assert (box.north - box.south) * 111_320 == pytest.approx(2000, rel=0.01)
    assert (box.east - box.west) * 111_320 * 0.8637 == pytest.approx(2000, rel=0.01)


def test_drawings_add_up_and_none_is_none() -> None:
    assert geometry.shape_of(None, None) is None
    both = geometry.shape_of(SQUARE, {"lng": 122.5, "lat": 30.5, "radius_m": 100})
    assert both.geom_type == "MultiPolygon"
