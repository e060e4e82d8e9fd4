"""What the demo district's robot asks: three scripts, as a street would write them."""

from typing import Any

YES, NO = ("是", "Yes"), ("否", "No")


def _both(words: tuple[str, str]) -> dict[str, str]:
    return dict(zip(("zh", "en"), words, strict=True))


def _option(value: str, label: tuple[str, str], *, leads: str | None = None, abnormal: bool = False) -> dict[str, Any]:
    return {"value": value, "label": _both(label), "next": leads, "abnormal": abnormal}


def _question(name: str, kind: str, text: tuple[str, str], *options: dict[str, Any], **more: Any) -> dict[str, Any]:
    plain = {"least": None, "most": None, "abnormal_below": None, "abnormal_above": None, "abnormal": False}
    asked = {"id": name, "kind": kind, "text": _both(text), "options": list(options), "next": None}
    return {**asked, **plain, **more}


def _script(
    title: tuple[str, str], intro: tuple[str, str], thanks: tuple[str, str], *questions: dict[str, Any]
) -> dict[str, Any]:
    words = {"title": _both(title), "intro": _both(intro), "thanks": _both(thanks)}
    return {**words, "start": questions[0]["id"], "questions": list(questions)}


THANKS = ("谢谢您的配合，祝您健康。", "Thank you, and stay well.")
HEALTH = _script(
    ("社区健康回访", "Health call of the community"),
    ("您好，这里是社区，想了解您和家人近日的身体情况。", "Hello, this is your community. How are you all?"),
    THANKS,
    _question(
        "well", "yes_no", ("您和家人现在都健康吗？", "Are you and your family well?"),
        _option("yes", YES, leads="travel"), _option("no", NO, leads="heat", abnormal=True),
    ),
    _question(
        "heat", "number", ("不舒服的人体温是多少度？", "What is the temperature of whoever is unwell?"),
        least=34, most=43, abnormal_above=37.2, next="since",
    ),
    _question("since", "date", ("从哪一天开始不舒服？", "Since which day?"), next="travel"),
    _question(
        "travel", "yes_no", ("近 14 天家里有人从外地回来吗？", "Has anybody come from elsewhere in 14 days?"),
        _option("yes", YES, leads="where"), _option("no", NO),
    ),
    _question(
        "where", "choice", ("从哪里回来？", "From where?"),
        _option("province", ("省内", "The province")), _option("risk", ("中高风险地区", "A risk area"), abnormal=True),
        _option("other", ("其他地方", "Elsewhere")),
    ),
)  # fmt: skip
ELDERS = _script(
    ("独居老人问候", "Call to elders living alone"),
    ("您好，社区来问候您。", "Hello, your community is calling to see how you are."),
    THANKS,
    _question(
        "food", "yes_no", ("家里米面菜够吃三天吗？", "Is there food at home for three days?"),
        _option("yes", YES, leads="drugs"), _option("no", NO, leads="drugs", abnormal=True),
    ),
    _question(
        "drugs", "yes_no", ("常用的药够用一周吗？", "Is your medicine enough for a week?"),
        _option("yes", YES, leads="visit"), _option("no", NO, leads="visit", abnormal=True),
    ),
    _question(
        "visit", "yes_no", ("需要社工上门看您吗？", "Would you like somebody to come by?"),
        _option("yes", YES, abnormal=True), _option("no", NO),
    ),
)  # fmt: skip
BACK_TO_WORK = _script(
    ("返岗意愿了解", "Back to work"),
    ("您好，想了解您的返岗安排。", "Hello, we ask about your return to work."),
    THANKS,
    _question(
        "when", "choice", ("您打算什么时候返岗？", "When will you go back to work?"),
        _option("week", ("本周", "This week"), leads="ride"), _option("month", ("本月", "This month")),
        _option("open", ("还没定", "Not decided"), leads="why"),
    ),
    _question("ride", "yes_no", ("需要包车吗？", "Do you need a shared bus?"), _option("yes", YES), _option("no", NO)),
    _question("why", "text", ("有什么困难？", "What keeps you?"), abnormal=True),
)  # fmt: skip
SCRIPTS = (HEALTH, ELDERS, BACK_TO_WORK)
