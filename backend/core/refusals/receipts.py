"""Refusals of receipts, of answers for somebody else, and of doors to knock at."""

from backend.core.refusals.entry import Entry

RECEIPTS: dict[str, Entry] = {
    "receipt.id_taken": Entry(409, "该回执编号已用于其他回执", "The id belongs to another receipt"),
    "receipt.token_invalid": Entry(
        401, "回执凭证无效,请登录后再答复", "The receipt token is not valid, please sign in"
    ),
    "receipt.token_expired": Entry(401, "指令已失效,请登录后再答复", "The order has expired, please sign in to answer"),
    "receipt.token_used": Entry(
        409, "已用此凭证作出其他答复,请登录后更改", "The token has given another answer, sign in to change it"
    ),
    "receipt.needs_session": Entry(401, "请登录后再报告此状态", "Please sign in to report this state"),
    "recipient.not_found": Entry(404, "没有找到该接收人", "No such recipient of the order"),
    "recipient.yourself": Entry(409, "请在指令页面为自己答复", "Answer for yourself on the order's own page"),
    "door_knock.not_found": Entry(404, "没有找到该上门任务", "No such door to knock at"),
    "door_knock.ended": Entry(409, "该上门任务已有结果", "What was found at the door has been said already"),
}
