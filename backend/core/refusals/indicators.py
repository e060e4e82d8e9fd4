"""The refusals of indicators, cockpits, what is fed to them, and who wants to be told."""

from backend.core.refusals.entry import Entry

INDICATORS: dict[str, Entry] = {
    "indicator.not_found": Entry(404, "没有该指标", "No such indicator"),
    "indicator.not_had_here": Entry(404, "该层级没有此指标", "An area of this level has no such indicator"),
    "indicator.too_few_to_show": Entry(
        403, "人数指标的更正记录仅限指挥与值班人员查看", "What counts people was corrected: for commanders only"
    ),
    "cockpit.department_unknown": Entry(404, "没有该部门视图", "No such department's view"),
    "cockpit.mode_same": Entry(409, "已处于该模式", "It is in this mode already"),
    "cockpit.reason": Entry(422, "请填写切换原因", "Say why the mode changes"),
    "reading.indicator": Entry(422, "没有该指标“{indicator}”", "There is no indicator {indicator}"),
    "reading.area": Entry(422, "没有找到该区划,或不在范围内", "No such area, or it is not yours"),
    "reading.area_ambiguous": Entry(
        422, "有多个同名区划,请填写代码:{candidates}", "Several areas have this name, give the code: {candidates}"
    ),
    "reading.level": Entry(422, "该层级没有指标 {indicator}", "An area of this level has no {indicator}"),
    "reading.computed": Entry(
        422, "指标 {indicator} 由系统计算,不接受填报", "{indicator} is worked out here and not sent"
    ),
    "reading.not_yours": Entry(422, "该密钥不能填报指标 {indicator}", "This key does not send {indicator}"),
    "reading.period": Entry(422, "不是有效的统计期,例如 {example}", "This is no period, such as {example}"),
    "reading.period_out_of_range": Entry(
        422, "统计期早于 2010 年或尚未开始", "The period is before 2010, or has not begun"
    ),
    "reading.number": Entry(422, "不是有效的数值", "This is no number"),
    "reading.number_missing": Entry(422, "数值为空", "The figure is missing"),
    "reading.two_numbers": Entry(
        422, "比率与均值须同时填写分子与分母", "A share or a mean needs its numerator and its denominator"
    ),
    "reading.negative_denominator": Entry(422, "分母不能为负", "A denominator is not negative"),
    "reading.taken_at": Entry(422, "数据时间无效", "The time at which it was taken is not valid"),
    "reading.repeated": Entry(422, "与第 {first} 行重复", "Repeats line {first}"),
    "reading.columns": Entry(
        422, "表格须有指标、区划、统计期和数值", "The table needs the indicator, the area, the period and a figure"
    ),
    "reading.correction_reason": Entry(
        422, "将更正 {count} 条已结束统计期的数据,请填写原因", "{count} figures would be corrected: say why"
    ),
    "feed.not_found": Entry(404, "没有找到该数据来源", "No such feed"),
    "feed.bad_id": Entry(422, "编号无效或已被使用", "The id is taken or not a time-ordered one"),
    "feed.revoked": Entry(409, "该数据来源已停用", "The feed has been revoked"),
    "feed.key_missing": Entry(401, "缺少 X-Api-Key", "The header X-Api-Key is missing"),
    "feed.key_invalid": Entry(403, "密钥无效或已停用", "The key is not valid, or revoked"),
    "threshold.not_found": Entry(404, "没有找到该订阅", "No such subscription"),
    "threshold.bad_id": Entry(422, "编号无效或已被使用", "The id is taken or not a time-ordered one"),
    "threshold.too_many": Entry(409, "最多订阅 {most} 项", "At most {most} subscriptions"),
    "threshold.quiet": Entry(422, "免打扰时段须有起止且不相同", "Quiet hours have a begin and another end"),
}
