"""Whether a second person is needed, and what becomes of a submission; no database."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from backend.commands.rules import notices, submission
from backend.commands.rules.texts import BODY_WIDTH, TITLE_WIDTH, width
from backend.commands.rules.two_people import EXEMPT, NOBODY, Consent, needs_second_person
from backend.core.errors import Problem

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
DISTRICT, STREET, GRID = "330103.", "330103.330103005.", "330103.330103005.330103005056.330103005056001."
VERBS = ("approve", "refuse", "withdraw", "override", "expire")


@pytest.mark.parametrize(
    ("area_path", "response_level", "needed"),
    [
        (DISTRICT, "III", True),
        (DISTRICT, "IV", True),
        (STREET, "III", False),
        (STREET, "IV", False),
        (STREET, "II", True),
        (GRID, "I", True),
        (GRID, "III", False),
        ("", "IV", True),
    ],
)
def test_a_second_person_is_needed_above_the_streets_and_for_the_two_gravest_levels(
    area_path: str, response_level: str, needed: bool
) -> None:
    assert needs_second_person(area_path, response_level) is needed


def test_without_a_second_person_a_wide_order_is_refused_by_name() -> None:
    with pytest.raises(Problem, match=r"order.needs_second_person"):
        NOBODY.settled(DISTRICT, "III")


def test_what_stands_in_for_a_second_person_is_kept_only_where_one_was_needed() -> None:
    override = Consent(override_reason="通信中断,无法联系")
    assert override.settled(DISTRICT, "III") == override
    assert override.settled(STREET, "III") == NOBODY
    assert EXEMPT.settled(DISTRICT, "I") == NOBODY
    approved = Consent(approved_by=uuid4(), approved_at=NOW)
    assert approved.settled(STREET, "III") == approved.settled(DISTRICT, "I") == approved


def test_only_a_pending_submission_becomes_anything() -> None:
    after = {verb: submission.become(verb, state=submission.PENDING) for verb in VERBS}
    assert after == {
        "approve": "approved", "refuse": "refused", "withdraw": "withdrawn", "override": "overridden",
        "expire": "expired",
    }  # fmt: skip
    for state in set(submission.STATES) - {submission.PENDING}:
        for verb in VERBS:
            with pytest.raises(Problem, match=r"submission.settled"):
                submission.become(verb, state=state)


def test_a_submission_expires_by_the_clock() -> None:
    end = NOW + submission.LIFE
    just_before = end - timedelta(seconds=1)
    assert submission.state_of(submission.PENDING, end, just_before) == submission.PENDING
    assert submission.state_of(submission.PENDING, end, end) == submission.EXPIRED
    assert submission.state_of(submission.APPROVED, end, end) == submission.APPROVED


@pytest.mark.parametrize("state", ["approved", "refused", "expired"])
def test_a_notice_fits_a_notification_and_a_drill_says_so_first(state: str) -> None:
    plan = {"zh": "台风暴雨内涝人员转移避险", "en": "Typhoon and flooding, moving people to safety"}
    for status, marks in (("Exercise", {"zh": "【演练】", "en": "[EXERCISE] "}), ("Actual", {"zh": "", "en": ""})):
        said = notices.settled(plan, status, state=state, who="欧阳建国", reason="范围过大,请缩小到两个社区" * 9)
        asked = notices.asking(plan, status, who="欧阳建国", people=123_456)
        for language, text in [*said.items(), *asked.items()]:
            assert text["title"].startswith(marks[language])
            assert (width(text["title"]) <= TITLE_WIDTH, width(text["body"]) <= BODY_WIDTH) == (True, True)
