"""The columns of a list of figures."""

#: column → what the header may say
HEADERS: dict[str, tuple[str, ...]] = {
    "indicator": ("indicator", "code", "指标", "指标代码", "指标编号", "指标名称"),
    "area": ("area", "区划", "区划代码", "区划名称", "街道", "社区", "单位"),
    "period": ("period", "starts_at", "统计期", "期间", "日期", "月份", "时间"),
    "value": ("value", "数值", "值", "指标值"),
    "numerator": ("numerator", "分子"),
    "denominator": ("denominator", "分母"),
    "taken_at": ("taken_at", "as of", "数据时间", "采集时间"),
}
NEEDED = ("indicator", "area", "period")
