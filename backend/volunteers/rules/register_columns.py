"""The columns of a list of volunteers: what their headers and JSON keys may say."""

#: column → what its header may be called; the keys of 志愿汇-shaped JSON are among them (P).
HEADERS: dict[str, tuple[str, ...]] = {
    "name": ("name", "姓名", "名字", "志愿者姓名", "realname", "volunteername", "username", "full name"),
    "phone": (
        "phone", "手机号", "手机", "电话", "联系电话", "手机号码", "联系方式", "mobile", "mobilephone", "tel",
        "phone number",
    ),
    "external_id": (
        "external_id", "志愿者编号", "志愿汇编号", "志愿汇id", "志愿者证号", "志愿者id", "volunteerid", "volunteerno",
        "userid", "external id",
    ),
    "grid": ("grid", "网格", "所属网格", "网格名称", "网格代码", "area_code", "区划代码", "gridname", "gridcode"),
    "community": ("community", "社区", "所属社区", "社区名称", "园区", "communityname", "within"),
    "skills": ("skills", "技能", "特长", "技能特长", "专业特长", "服务技能", "skill", "specialty"),
    "availability": ("availability", "可服务时间", "服务时间", "空闲时间", "servicetime", "freetime", "available"),
    "consented_on": ("consented_on", "同意日期", "授权日期", "注册日期", "注册时间", "registertime", "consent date"),
}  # fmt: skip
REQUIRED = ("name", "phone", "grid")
