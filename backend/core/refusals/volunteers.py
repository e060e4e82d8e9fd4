"""The refusals of the register, of activities and of musters."""

from backend.core.refusals.entry import Entry

VOLUNTEERS: dict[str, Entry] = {
    # the register
    "volunteer.not_found": Entry(404, "没有找到该志愿者", "No such volunteer"),
    "volunteer.not_registered": Entry(404, "您尚未登记为志愿者", "You have no record as a volunteer"),
    "volunteer.merge_same": Entry(422, "不能与自己合并", "A record cannot be merged with itself"),
    "volunteer.merge_busy": Entry(
        409, "此人有账号或其他职务,不能并入他人", "This person has an account or other roles and cannot be merged away"
    ),
    "volunteer.not_merged": Entry(404, "没有可撤销的合并", "There is no such merge to take back"),
    "volunteer.split_late": Entry(409, "合并超过 24 小时,不能撤销", "The merge is older than 24 hours"),
    "volunteer.split_changed": Entry(
        409, "合并后记录已有变动,不能撤销", "The record was changed since the merge, it cannot be taken back"
    ),
    # a line of a list
    "volunteer.missing": Entry(422, "必填项为空", "A required value is empty"),
    "volunteer.value": Entry(422, "值无效", "The value is not valid"),
    "volunteer.phone": Entry(422, "不是电话号码", "This is not a phone number"),
    "volunteer.day": Entry(422, "日期无效或在将来", "This is no day, or one to come"),
    "volunteer.skill_unknown": Entry(422, "没有这项技能:{word}", "There is no such skill: {word}"),
    "volunteer.time_unknown": Entry(422, "没有这个时间段:{word}", "There is no such part of the week: {word}"),
    "volunteer.area_unknown": Entry(422, "辖区内没有这个网格或社区", "There is no such grid or community in your area"),
    "volunteer.two_people": Entry(
        409, "编号与姓名、手机号指向不同的人", "The external id means another person than the name and the number"
    ),
    "volunteer.elsewhere": Entry(403, "此人不在您的辖区", "This person belongs to another area"),
    "volunteer.columns": Entry(422, "缺少这些列:{columns}", "These columns are missing: {columns}"),
    # a list
    "register.not_found": Entry(404, "没有找到该名单", "No such list"),
    "register.bad_id": Entry(422, "名单编号无效或已被使用", "The id of the list is taken or not a time-ordered one"),
    "register.too_many": Entry(
        429, "最多同时处理 {most} 份名单,请稍后再试", "At most {most} lists at a time, try again later"
    ),
    "register.not_judged": Entry(
        409, "名单当前状态({state})不能进行此操作", "The list is {state}, this cannot be done"
    ),
    # activities
    "activity.not_found": Entry(404, "没有找到该活动", "No such activity"),
    "activity.bad_id": Entry(
        422, "活动编号无效或已被使用", "The id of the activity is taken or not a time-ordered one"
    ),
    "activity.time": Entry(
        422, "时间无效:须在将来结束,且不超过 24 小时", "It must end in the future and last 24 hours at most"
    ),
    "activity.cannot_become": Entry(
        409, "活动当前状态({state})不能进行此操作", "The activity is {state}, this cannot be done"
    ),
    "activity.begun": Entry(409, "活动已开始,不能再报名", "The activity has begun, nobody can sign up any more"),
    "activity.over": Entry(409, "活动已结束", "The activity is over"),
    "activity.not_on": Entry(409, "不在签到时间内", "Check-in is open from an hour before until the end"),
    "signup.not_found": Entry(404, "没有报名记录", "No such place in the activity"),
    "signup.clash": Entry(409, "与您报名的“{title}”时间冲突", "It clashes with “{title}”, for which you signed up"),
    "signup.cannot_become": Entry(
        409, "报名当前状态({state})不能进行此操作", "The place is {state}, this cannot be done"
    ),
    "signup.own_hours": Entry(403, "不能确认自己的时数", "Nobody confirms his own hours"),
    "signup.entered_late": Entry(409, "活动结束超过 72 小时,不能补录", "It ended more than 72 hours ago"),
    "signup.entered_times": Entry(
        422,
        "时间无效:须在活动前一小时至结束后三小时内,且不晚于现在",
        "From an hour before it begins until three after its end, and not later than now",
    ),
    "certificate.not_found": Entry(404, "不是本系统出具的证明", "This is no certificate of ours"),
    "certificate.revoked": Entry(410, "该证明由本系统出具,现已失效", "This certificate was ours and counts no more"),
    "calendar.not_found": Entry(
        404, "日历地址无效或已撤销", "The address of the calendar is not valid, or was revoked"
    ),
    # musters
    "muster.not_found": Entry(404, "没有找到该集结", "No such muster"),
    "muster.nobody": Entry(422, "没有符合条件的志愿者", "No volunteer fits"),
    "muster.no_update": Entry(
        409, "集结不能更新,请撤回后重新集结", "A muster is not updated; take it back and muster anew"
    ),
    "muster.not_live": Entry(409, "该集结已结束", "The muster is over"),
    # a file of the register
    "register_export.not_found": Entry(404, "没有找到该导出", "No such export"),
    "register_export.bad_id": Entry(
        422, "导出编号无效或已被使用", "The id of the export is taken or not a time-ordered one"
    ),
    "register_export.too_many": Entry(
        429, "最多同时导出 {most} 份,请稍后再试", "At most {most} exports at a time, try again later"
    ),
    "register_export.not_ready": Entry(409, "导出尚未完成", "The export is not ready yet"),
    "register_export.gone": Entry(410, "导出已过期,请重新导出", "The export has expired, ask for it again"),
}
