"""The refusals of health codes, gates, appeals and isolation at home, and of the robot that asks."""

from backend.core.refusals.entry import Entry
from backend.core.refusals.paging import PAGING

HEALTH: dict[str, Entry] = {
    **PAGING,
    "health.bad_id": Entry(422, "编号无效", "The id is not a time-ordered one of these days"),
    "health.id_taken": Entry(409, "编号已被使用", "The id is taken"),
    "health.key_not_found": Entry(404, "没有找到该签名密钥", "No such signing key"),
    "appeal.not_found": Entry(404, "没有找到该纠错申请", "No such appeal"),
    "appeal.waits": Entry(409, "已有纠错申请待处理", "An appeal waits already"),
    "appeal.green": Entry(409, "当前为绿码,无需纠错", "The code is green, there is nothing to appeal against"),
    "appeal.decided": Entry(409, "该申请已处理", "The appeal has been decided"),
    "appeal.not_your_own": Entry(403, "不能处理自己的申请", "Nobody decides his own appeal"),
    "place.not_found": Entry(404, "没有找到该场所", "No such place"),
    "isolation.not_found": Entry(404, "没有找到该隔离记录", "No such isolation"),
    "isolation.ended": Entry(409, "该隔离已结束", "The isolation has ended"),
    "isolation.not_ended": Entry(409, "隔离尚未解除", "The isolation has not ended yet"),
    "isolation.too_early": Entry(
        409, "隔离未满期且健康码不是绿码,不能解除", "The days are not over and the code is not green yet"
    ),
    "isolation.no_half_day": Entry(422, "该时段不在隔离期内或尚未开始", "No half-day of it, or not begun yet"),
    "isolation.not_of_the_place": Entry(
        422, "名单中有人不是此处的工作人员", "Somebody of the list does not work there"
    ),
    "isolation.no_errand": Entry(404, "没有找到该事项", "No such errand"),
}
