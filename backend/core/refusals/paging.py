"""The refusals of the paging robot."""

from backend.core.refusals.entry import Entry

PAGING: dict[str, Entry] = {
    "script.not_found": Entry(404, "没有找到该问卷", "No such script"),
    "script.bad_id": Entry(422, "问卷编号无效或已被使用", "The id of the script is taken or not a time-ordered one"),
    "script.changed": Entry(409, "问卷已被他人修改,请重新打开", "Somebody has changed the script, open it anew"),
    "script.unfit": Entry(422, "问卷尚有错误,不能保存", "The script has faults and cannot be saved"),
    "campaign.not_found": Entry(404, "没有找到该寻呼", "No such campaign"),
    "campaign.bad_id": Entry(
        422, "寻呼编号无效或已被使用", "The id of the campaign is taken or not a time-ordered one"
    ),
    "campaign.outside": Entry(422, "所选范围在寻呼区划之外", "A chosen place lies outside the area of the campaign"),
    "campaign.nobody": Entry(422, "没有符合条件的人", "Nobody fits the filter"),
    "campaign.cannot_become": Entry(
        409, "寻呼当前状态({state})不能进行此操作", "The campaign is {state}, this cannot be done"
    ),
    "paging.not_found": Entry(404, "没有找到该寻呼对象", "No such target"),
    "paging.taken": Entry(409, "已有人接手", "Somebody has taken it already"),
    "paging.not_taken": Entry(409, "请先接手再处理", "Take it first"),
    "paging.closed": Entry(409, "该对象已处理", "It has been closed already"),
    "paging.no_link": Entry(404, "链接无效", "The link leads nowhere"),
    "paging.expired": Entry(410, "链接已失效", "The link has expired"),
    "paging.answered": Entry(410, "已经回答过了,谢谢", "It has been answered already, thank you"),
    "paging.too_many": Entry(429, "打开过于频繁,请过几分钟再试", "Opened too often, try again in some minutes"),
    "paging.answers": Entry(422, "回答不完整或无效", "An answer is missing or not valid"),
}
