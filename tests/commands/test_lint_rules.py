"""Order lint, a test per rule; no database."""

from datetime import UTC, datetime, timedelta

import pytest
from shapely import box

from backend.commands.rules import lint
from backend.commands.rules.lint import found

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
WEEK = timedelta(days=7)
PLACE = {"name": "place", "required": True, "max_length": 6, "label": {"zh": "地点", "en": "Place"}}
TEXT = {"headline": "短标题", "summary": "短。", "description": "", "instruction": ""}


def codes(findings: object) -> list[str]:
    return [finding.code for finding in findings]  # type: ignore[attr-defined]  # an iterable of findings


def ring(*corners: tuple[float, float]) -> dict[str, object]:
    return {"polygon": {"type": "Polygon", "coordinates": [[list(corner) for corner in corners]]}}


def test_nobody_in_the_place_is_an_error() -> None:
    assert list(lint.of_recipients(0, 0)) == [found("nobody")]
    assert found("nobody").level == "error"


def test_people_whom_no_channel_reaches_are_counted() -> None:
    assert list(lint.of_recipients(10, 3)) == [found("unreachable", people=3)]
    assert list(lint.of_recipients(10, 0)) == []


def test_places_without_a_responsible_person_are_named_up_to_ten_and_counted() -> None:
    node = {"area_code": "1", "name_zh": "一", "name_en": "One", "responsible": None}
    [finding] = lint.of_places([{**node, "responsible": {"name": "吴"}}, *[node] * 12])
    assert (finding.code, finding.level, finding.data["total"]) == ("no_responsible", "warning", 12)
    assert finding.data["areas"] == [{"code": "1", "name_zh": "一", "name_en": "One"}] * 10
    assert list(lint.of_places([])) == []


def test_nobody_on_duty_is_said_where_there_is_somebody_to_look_after() -> None:
    assert codes(lint.of_duty(5, 0)) == ["nobody_on_duty"]
    assert codes(lint.of_duty(5, 1)) == codes(lint.of_duty(0, 0)) == []


def test_an_evacuation_needs_an_assembly_point_that_serves_the_place() -> None:
    far = {"evacuates": True, "assembly_points": [{"area_code": "330103002"}]}
    assert codes(lint.of_assembly(far, {"330103005"})) == ["no_assembly_point"]
    assert codes(lint.of_assembly(far, {"330103002"})) == []
    assert codes(lint.of_assembly({**far, "assembly_points": [{}]}, {"330103005"})) == []
    assert codes(lint.of_assembly({**far, "evacuates": False}, {"330103005"})) == []


def test_an_order_does_not_expire_before_it_starts_nor_live_for_more_than_a_week() -> None:
    assert codes(lint.of_expiry(NOW, NOW, WEEK)) == ["expires_before_start"]
    assert codes(lint.of_expiry(NOW + WEEK + timedelta(seconds=1), NOW, WEEK)) == ["expires_too_late"]
    assert codes(lint.of_expiry(NOW + WEEK, NOW, WEEK)) == codes(lint.of_expiry(None, NOW, WEEK)) == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, [found("slot_missing", slot="place", languages=["zh", "en"])]),
        ({"place": {"zh": "路口", "en": " "}}, [found("slot_missing", slot="place", languages=["en"])]),
        ({"place": "七个字的一条路"}, [found("slot_too_long", slot="place", limit=6)]),
        ({"place": "路口", "colour": "x"}, [found("slot_unknown", slot="colour")]),
        ({"place": "路口"}, []),
    ],
)
def test_every_slot_is_filled_in_both_languages_and_fits(given: dict[str, object], said: list[object]) -> None:
    assert list(lint.of_slots([PLACE], given)) == said
    assert lint.has_errors(list(lint.of_slots([PLACE], given))) is bool(said)


def test_a_headline_wider_than_a_notification_is_an_error() -> None:
    [finding] = lint.of_texts({"zh": {**TEXT, "headline": "长" * 21}, "en": TEXT})
    assert (finding.code, finding.level) == ("headline_too_long", "error")
    assert finding.data == {"language": "zh", "width": 21, "limit": 20}


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("长" * 70, 1), ("长" * 71, 2), ("长" * 134, 2), ("长" * 135, 3),
        ("a" * 160, 1), ("a" * 161, 2), ("a" * 70 + "…", 2), ("🚨" * 36, 2),
    ],
)  # fmt: skip
def test_a_text_of_several_short_messages_says_how_many(text: str, segments: int) -> None:
    assert lint.sms_segments(text) == segments
    said = list(lint.of_texts({"zh": {**TEXT, "summary": text}}))
    assert said == ([found("sms_long", language="zh", segments=segments)] if segments > 1 else [])


def test_a_live_order_at_the_same_place_is_named() -> None:
    other = {"order_id": "x", "status": "Actual", "headline_zh": "撤离", "headline_en": "Leave"}
    assert list(lint.of_conflicts([other])) == [found("conflict", **other)]
    assert found("conflict").level == "warning"


@pytest.mark.parametrize(
    ("target", "code"),
    [
        (ring((0, 0), (1, 0), (1, 1)), "polygon_open"),
        (ring((0, 0), (1, 0)), "polygon_open"),
        ({"polygon": {"type": "Polygon", "coordinates": []}}, "polygon_open"),
        (ring((0, 0), (1, 1), (1, 0), (0, 1), (0, 0)), "polygon_crosses"),
        (ring(*[(n / 1e4, (n % 2) / 1e4) for n in range(1_001)]), "polygon_too_many_points"),
        ({"circle": {"lng": 120.2, "lat": 30.3, "radius_m": 1}}, "radius_out_of_bounds"),
    ],
)
def test_what_is_wrong_with_a_drawing_is_an_error_and_leaves_no_drawing(target: dict[str, object], code: str) -> None:
    drawing, [finding] = lint.of_drawing(target)
    assert (drawing, finding.code, finding.level) == (None, code, "error")


def test_a_drawing_over_the_edge_is_weighed_and_one_wholly_outside_is_an_error() -> None:
    home = box(0, 0, 10, 10)
    assert list(lint.of_edge(box(8, 0, 12, 1), home)) == [found("polygon_outside", percent=50)]
    [outside] = lint.of_edge(box(20, 0, 22, 1), home)
    assert (outside.level, outside.data) == ("error", {"percent": 100})
    for drawing, own in ((box(1, 1, 2, 2), home), (None, home), (box(20, 0, 22, 1), None)):
        assert list(lint.of_edge(drawing, own)) == []
