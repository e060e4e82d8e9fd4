"""Refusals of answering for somebody else, and of doors to knock at."""

from backend.core.refusals.entry import Entry

LADDER: dict[str, Entry] = {
    "recipient.not_found": Entry(404, "没有找到该接收人", "No such recipient of the order"),
    "recipient.yourself": Entry(409, "请在指令页面为自己答复", "Answer for yourself on the order's own page"),
    "door_knock.not_found": Entry(404, "没有找到该上门任务", "No such door to knock at"),
    "door_knock.ended": Entry(409, "该上门任务已有结果", "What was found at the door has been said already"),
}
