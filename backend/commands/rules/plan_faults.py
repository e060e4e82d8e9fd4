"""What can be wrong with a plan, or is worth knowing of it: by a code, with words for its editor in both languages."""

from typing import Any, NamedTuple


class Words(NamedTuple):
    zh: str
    en: str
    #: for who reads a file, where it is said otherwise than beside a field
    in_file: str = "{path}: {en}"


#: code → what it means; places in braces are filled from the finding's details
WORDS: dict[str, Words] = {
    # its shape
    "required": Words("不能为空", "This must not be empty"),
    "malformed": Words("格式不正确", "This has the wrong form"),
    "unknown_field": Words("预案没有这一项", "A plan has no such field"),
    "not_offered": Words("不在可选项之内", "This is not one of the choices"),
    "bad_code": Words(
        "只能用小写字母、数字和下划线，以字母开头，2 至 40 个字符",
        "Small letters, digits and underscores only, a letter first, 2 to 40 characters",
    ),
    "bad_area_code": Words("区划代码须为 6 至 15 位数字", "An area code has 6 to 15 digits"),
    "too_long": Words("超过 {limit} 个字符", "Longer than {limit} characters"),
    "too_many": Words("最多 {limit} 项", "At most {limit} of them"),
    "out_of_range": Words("超出允许的范围", "Outside the range allowed"),
    "another_code": Words("预案代码不能更改", "The code of a plan cannot be changed"),
    # its content
    "slot_unknown": Words(
        "用到了预案没有的要素 {slot}",
        "Names the slot {slot}, which the plan does not have",
        "{path} names the slot {slot}, which the plan does not have",
    ),
    "slot_unused": Words("没有任何文字用到要素 {slot}", "No text uses the slot {slot}", "no text uses the slot {slot}"),
    "slot_repeated": Words("要素 {slot} 重复", "The slot {slot} is there twice", "the slot {slot} is there twice"),
    "headline_too_wide": Words(
        "要素填满并带演练标记时为 {width} 字，超过 {limit} 字",
        "With every slot at its longest and the drill mark it is {width} wide; {limit} fit",
        "{path} may be wider than {limit} full-width characters",
    ),
    "title_too_wide": Words("共 {width} 字，超过 {limit} 字", "It is {width} wide; {limit} fit"),
    "ladder_repeated": Words("每个渠道只能用一次", "Each channel stands in the ladder once"),
    "ladder_backwards": Words("不能早于上一步", "This is earlier than the step before it"),
    "ladder_after_end": Words("那时指令已经失效", "The order has expired by then"),
    "ladder_door_last": Words("上门叫应须是最后一步", "Knocking at the door is the last step"),
    # worth knowing
    "ladder_empty": Words(
        "没有递进步骤：没看手机推送的人不会再被提醒",
        "No further steps: whoever misses the push is not told again",
    ),
    "ladder_named_only": Words(
        "只有登记了该渠道标识的人会收到这一步", "Only people whose id on this channel is on record are told by it"
    ),
    "quiet_severe": Words(
        "这一严重程度的指令夜间照常递进，免扰时段不起作用",
        "Orders of this severity wait for no morning: the hours change nothing",
    ),
    "ladder_drill_calls": Words("演练时也会打电话", "People are called on the phone in drills, too"),
    "body_shortened": Words(
        "要素填满时为 {width} 字，手机通知只显示前 {limit} 字",
        "With every slot at its longest it is {width} wide; a phone shows the first {limit}",
    ),
    "sms_segments": Words(
        "要素填满时，标题和摘要作为短信约 {segments} 条",
        "As a text message, headline and summary take about {segments} parts"
    ),
    "example_too_wide": Words("示例超过要素的 {limit} 字上限", "The example is longer than the {limit} its slot takes"),
    "no_assembly_point": Words(
        "这是疏散预案，但没有安置点", "The plan evacuates people, but has no assembly point to send them to"
    ),
    "no_phone": Words(
        "没有名为 {slot} 的要素，收到指令的人不能一键拨打值班电话",
        "Without a slot called {slot}, who receives the order has no number to call with one tap",
    ),
    "no_checklist": Words("{role} 会收到指令，但没有清单", "{role} receives the order, but has no checklist"),
}  # fmt: skip


class Fault(NamedTuple):
    """One finding, and the field it is about: `texts.zh.headline`, `slots.2.name`."""

    path: str
    code: str
    details: dict[str, Any]

    @property
    def zh(self) -> str:
        return WORDS[self.code].zh.format_map(self.details)

    @property
    def en(self) -> str:
        return WORDS[self.code].en.format_map(self.details)

    @property
    def in_file(self) -> str:
        return WORDS[self.code].in_file.format_map({**self.details, "path": self.path, "en": self.en})

    def shown(self) -> dict[str, str]:
        return {"path": self.path, "code": self.code, "zh": self.zh, "en": self.en}


def fault(path: str, code: str, **details: Any) -> Fault:
    return Fault(path, code, details)
