"""The ladder's rules: what a plan may say of it, what an order keeps of it, and the hours in which the mild wait."""

from datetime import UTC, datetime, time, timedelta

import pytest

from backend.commands.catalogue.reader import read_all
from backend.commands.rules import ladder, quiet
from backend.commands.rules.address import address
from backend.commands.rules.brief_texts import brief
from backend.commands.rules.plan_diff import differences
from backend.commands.rules.quiet import Quiet

NIGHT = Quiet(time(22), time(6, 30))


def step(channel: str, after_s: int, *, in_drills: bool = True) -> dict:
    return {"channel": channel, "after_s": after_s, "in_drills": in_drills}


def found(*steps: dict, life_minutes: int = 60) -> list[tuple[str, str]]:
    return [(fault.path, fault.code) for fault in ladder.faults({"ladder": steps, "life_minutes": life_minutes})]


def test_a_good_ladder_has_no_fault() -> None:
    assert found(step("sms", 30), step("work_im", 30), step("voice", 60), step("door_knock", 120)) == []


def test_each_fault_is_named_at_its_step() -> None:
    assert found(step("sms", 30), step("sms", 60)) == [("ladder.1.channel", "ladder_repeated")]
    assert found(step("sms", 60), step("voice", 30)) == [("ladder.1.after_s", "ladder_backwards")]
    assert found(step("door_knock", 30), step("sms", 60)) == [("ladder.0.channel", "ladder_door_last")]
    assert found(step("sms", 3600), life_minutes=60) == [("ladder.0.after_s", "ladder_after_end")]


def test_a_draft_may_lack_anything() -> None:
    assert list(ladder.faults({})) == list(ladder.faults({"ladder": [{"channel": "sms"}, {}]})) == []


def test_what_is_worth_knowing_is_said() -> None:
    assert [w.code for w in ladder.warnings({"ladder": []})] == ["ladder_empty"]
    nowhere = {"ladder": [step("work_im", 30)]}
    assert [(w.path, w.code) for w in ladder.warnings(nowhere)] == [("ladder.0.channel", "ladder_named_only")]
    calls = {"ladder": [step("voice", 30)]}
    assert [(w.path, w.code) for w in ladder.warnings(calls)] == [("ladder.0.in_drills", "ladder_drill_calls")]


def test_every_plan_of_the_catalogue_climbs_and_calls_nobody_in_a_drill() -> None:
    for plan in read_all():
        assert plan["ladder"], plan["code"]
        assert "voice" not in {one["channel"] for one in ladder.frozen(plan, status="Exercise")}
    [road] = [plan for plan in read_all() if plan["code"] == "road_collapse"]
    assert [(one["step"], one["after_s"], one["channel"]) for one in ladder.frozen(road, status="Actual")] == [
        (1, 30, "sms"),
        (2, 60, "voice"),
        (3, 120, "door_knock"),
    ]


def test_a_version_of_before_there_were_ladders_has_none() -> None:
    assert ladder.frozen({}, status="Actual") == []


def test_nobody_is_sent_to_a_door_before_its_time() -> None:
    steps = ladder.frozen({"ladder": [step("sms", 30), step("voice", 60), step("door_knock", 120)]}, status="Actual")
    assert ladder.following(steps, 1) == steps[1]
    assert ladder.following(steps, 2) is None


def test_a_change_of_the_ladder_is_told_by_its_channel() -> None:
    before, after = {"ladder": [step("sms", 30)]}, {"ladder": [step("sms", 20), step("voice", 60)]}
    assert [change.path for change in differences(before, after)] == ["ladder.sms.after_s", "ladder.voice"]


def beijing(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 2, hour, minute, tzinfo=UTC) - timedelta(hours=8)


@pytest.mark.parametrize(
    ("at", "then"),
    [
        (beijing(21, 59), beijing(21, 59)),
        (beijing(22), beijing(30 % 24, 30) + timedelta(days=1)),
        (beijing(3), beijing(6, 30)),
        (beijing(6, 30), beijing(6, 30)),
    ],
)
def test_a_mild_order_waits_for_the_morning(at: datetime, then: datetime) -> None:
    assert quiet.postponed(at, NIGHT, severity="Minor") == then


@pytest.mark.parametrize("severity", ["Extreme", "Severe", "Moderate"])
def test_a_severe_one_never_does(severity: str) -> None:
    assert quiet.postponed(beijing(3), NIGHT, severity=severity) == beijing(3)


def test_quiet_hours_within_a_day_and_none_at_all() -> None:
    noon = Quiet(time(12), time(14))
    assert quiet.postponed(beijing(13), noon, severity="Unknown") == beijing(14)
    assert quiet.postponed(beijing(15), noon, severity="Unknown") == beijing(15)
    assert quiet.postponed(beijing(3), None, severity="Minor") == beijing(3)


def test_hours_are_written_one_way() -> None:
    assert quiet.parse("22:00-06:30") == NIGHT
    assert quiet.parse("") is None
    with pytest.raises(ValueError, match="22:00-06:30"):
        quiet.parse("at night")


def test_a_number_leads_where_its_channel_goes() -> None:
    assert address("sms", phone="199 0000 0001", named=None) == "tel:+8619900000001"
    assert address("voice", phone="0571-85001234", named=None) == "tel:+8657185001234"
    assert address("sms", phone="0571-85001234", named=None) is None
    assert address("voice", phone="+49 89 123456", named=None) == "tel:+4989123456"
    assert address("voice", phone="无", named="wang") is None


def test_where_no_number_is_known_a_person_goes_by_what_the_channel_calls_him() -> None:
    assert address("work_im", phone="19900000001", named="manager4220") == "manager4220"
    assert address("work_im", phone="19900000001", named=None) is None
    client = "0f" * 16
    assert address("app_push", phone="19900000001", named=client) == client
    assert address("app_push", phone="19900000001", named="wang01") == "alias:wang01"
    assert address("app_push", phone="19900000001", named=None) is None


WORDS = {"headline": "道路塌陷，立即撤离", "summary": "撤往安置点。"}


def test_an_order_fits_in_one_text_message() -> None:
    said = brief(WORDS, "zh", one_answer=False)
    assert said.text == "道路塌陷，立即撤离。撤往安置点。 收到回1，求助回2"
    assert said.spoken == "道路塌陷，立即撤离。撤往安置点。 收到请按1，需要帮助请按2。"
    long = brief({**WORDS, "summary": "长" * 60}, "zh", one_answer=False)
    assert len(long.text) <= 70
    assert "…" in long.text


def test_one_wide_letter_makes_an_english_message_as_short_as_a_chinese_one() -> None:
    english = {"headline": "Road collapse", "summary": "Leave " * 30}
    assert 70 < len(brief(english, "en", one_answer=True).text) <= 160
    assert len(brief({**english, "headline": "Road 朝晖"}, "en", one_answer=True).text) <= 70
