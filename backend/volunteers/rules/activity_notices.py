"""What people are told about an activity on their phones."""

from typing import Any

TITLES = {
    "day": ("活动提醒:明天", "Tomorrow"),
    "hour": ("活动提醒:一小时内", "Within an hour"),
    "moved_up": ("候补成功", "You have a place"),
    "cancelled": ("活动取消", "Called off"),
    "confirmed": ("时数已确认", "Hours confirmed"),
}
WIDEST_TITLE, WIDEST_BODY = 16, 48


def notice(what: str, *, title: str, place: str, when: str) -> dict[str, Any]:
    """{zh, en} → {title, body}; cut where a notification would cut it."""
    zh, en = TITLES[what]
    body = f"{title[:18]} · {when} · {place[:14]}"[:WIDEST_BODY]
    return {"zh": {"title": zh[:WIDEST_TITLE], "body": body}, "en": {"title": en, "body": body}}
