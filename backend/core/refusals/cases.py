"""The refusals of cases, handling units and the working calendar."""

from backend.core.refusals.entry import Entry

CASES: dict[str, Entry] = {
    # incidents
    "incident.not_found": Entry(404, "没有找到该案件", "No such case"),
    "incident.photo_not_found": Entry(404, "没有找到该照片", "No such photo, or it has not arrived"),
    "incident.bad_id": Entry(422, "案件编号无效", "The id of the report is not a time-ordered one"),
    "incident.id_taken": Entry(409, "案件编号已被使用", "The id of the report is taken"),
    "incident.category_unknown": Entry(422, "没有这个案件类别", "There is no such category"),
    "incident.cannot_become": Entry(
        409, "案件当前状态({state})不能进行此操作", "The case is {state}, this cannot be done any more"
    ),
    "incident.cannot_merge": Entry(409, "不能并入该案件({state})", "It cannot be merged into that case ({state})"),
    "incident.extension_waits": Entry(409, "已有延期申请待审批", "More time was asked for already"),
    "incident.no_extension_asked": Entry(409, "没有待审批的延期申请", "Nobody asks for more time"),
    "export.not_found": Entry(404, "没有找到该导出", "No such export"),
    "export.bad_id": Entry(422, "导出编号无效或已被使用", "The id of the export is taken or not a time-ordered one"),
    "export.too_many": Entry(
        429, "最多同时导出 {most} 份,请稍后再试", "At most {most} exports at a time, try again later"
    ),
    "export.too_large": Entry(422, "超过 {most} 条,请缩小范围", "These are more than {most} cases, narrow them down"),
    "report.too_large": Entry(
        409,
        "接收人超过 {most},报告须在后台生成",
        "More than {most} got it: ask for the file, it is written in the background",
    ),
    "export.not_ready": Entry(409, "导出尚未完成", "The export is not ready yet"),
    "export.gone": Entry(410, "导出已过期,请重新导出", "The export has expired, ask for it again"),
    "filter.not_found": Entry(404, "没有找到该筛选", "No such filter"),
    "filter.bad_id": Entry(422, "筛选编号无效", "The id of the filter is not a time-ordered one"),
    "filter.too_many": Entry(409, "最多保存 {most} 个筛选", "At most {most} filters can be kept"),
    "unit.not_found": Entry(404, "没有找到该处置单位", "No such handling unit"),
    "unit.not_there": Entry(422, "该单位不处置此处的案件", "The unit does not handle cases there"),
    "unit.bad_id": Entry(422, "处置单位编号无效或已被使用", "The id of the unit is taken or not a time-ordered one"),
    "unit.not_a_handler": Entry(422, "名单中有人不是处置人员", "Somebody of the list is no handler there"),
    "calendar.district_only": Entry(403, "工作日历由区级修改", "The calendar is changed by the district only"),
    "calendar.no_day": Entry(422, "日期无效", "This is no day"),
    "incident.no_place": Entry(422, "请标出位置或选择所在区划", "Say where it is: a position or one of your places"),
}
