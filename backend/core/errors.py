"""Every refusal the product knows: its readable code, its HTTP status and its words in both languages."""

from typing import Any, NoReturn

from backend.core.refusals.domains import DOMAINS
from backend.core.refusals.entry import Entry

#: code → status and title. Placeholders in braces are filled from the refusal's details.
CATALOGUE: dict[str, Entry] = {
    # requests
    "request.invalid": Entry(422, "提交的内容有误", "The request has invalid fields"),
    "request.not_json": Entry(400, "提交的内容不是有效的 JSON", "The request body is not valid JSON"),
    "request.unstorable": Entry(422, "内容含有无法保存的字符或数值", "The request has a value that cannot be stored"),
    "request.conflict": Entry(409, "与已有记录冲突", "The request conflicts with an existing record"),
    "request.not_found": Entry(404, "没有找到", "Not found"),
    "request.method_not_allowed": Entry(405, "不支持此操作", "Method not allowed"),
    "request.too_large": Entry(413, "提交的内容过大", "The request is too large"),
    "request.media_type": Entry(415, "请以 JSON 格式提交", "Send JSON"),
    "request.refused": Entry(400, "请求无法处理", "The request cannot be handled"),
    "request.too_many": Entry(429, "操作过于频繁,请稍后再试", "Too many requests, try again later"),
    "request.cursor": Entry(400, "翻页标记无效", "The paging cursor is not valid"),
    "server.broken": Entry(500, "系统内部错误,已记录", "Something broke on our side; it has been logged"),
    "server.not_ready": Entry(503, "系统尚未就绪", "Not ready yet"),
    # sheets
    "sheet.empty": Entry(422, "文件是空的", "The file is empty"),
    "sheet.unknown_kind": Entry(
        422,
        "这不是表格文件,请另存为 .xlsx、.xls、.ods 或 .csv",
        "This is no table; save it as .xlsx, .xls, .ods or .csv",
    ),
    "sheet.encrypted": Entry(
        422, "文件已加密,请取消密码后再上传", "The file is behind a password; save it without one"
    ),
    "sheet.unreadable": Entry(422, "文件已损坏,无法读取", "The file is damaged and cannot be read"),
    "sheet.too_large": Entry(413, "文件展开后过大", "The file is too large once it is unpacked"),
    "sheet.too_many": Entry(
        413, "表格最多 {rows} 行、{columns} 列", "A table may have at most {rows} rows and {columns} columns"
    ),
    # who may
    "actor.unknown": Entry(401, "请先登录", "Please sign in"),
    "actor.forbidden": Entry(403, "没有权限", "You may not do this"),
    # idempotency
    "idempotency.missing": Entry(400, "缺少 Idempotency-Key", "The Idempotency-Key header is missing"),
    "idempotency.malformed": Entry(400, "Idempotency-Key 不是 UUID", "The Idempotency-Key is not a UUID"),
    "idempotency.reused": Entry(422, "同一操作编号提交了不同内容", "This Idempotency-Key was used with another body"),
    # areas
    "area.not_found": Entry(404, "没有找到该区划", "No such area"),
    "area.code_taken": Entry(409, "区划代码已被使用", "The area code is taken"),
    "area.code_outside": Entry(
        409,
        "下级区划代码与上级不一致,无法一并变更",
        "A code below does not begin with its root's, so it cannot move along",
    ),
    "area.level_does_not_fit": Entry(409, "区划层级不符", "The levels of the areas do not fit"),
    "area.has_children": Entry(409, "该区划仍有下级,请先变更下级", "The area still has children, move them first"),
    "area.day_out_of_range": Entry(422, "生效日期无效", "The day is before the area began or still to come"),
    "area.name_taken": Entry(409, "上级区划下已有同名区划", "An area of this name stands there already"),
    "area.grids_in_use": Entry(
        409,
        "已有人员、指令或实测图形使用现有网格,不能重新划分",
        "The grids are in use or surveyed, and stay as they are",
    ),
    "area.codes_used_up": Entry(409, "三位编号已用完", "There is no free code of three digits left"),
    "area.import_missing": Entry(422, "名称为空", "The name is empty"),
    "area.import_too_long": Entry(422, "超过 80 个字", "Longer than 80 characters"),
    "area.import_code": Entry(422, "代码须为 2 至 20 位字母或数字", "A code has 2 to 20 letters and digits"),
    "area.import_level": Entry(422, "没有这个层级", "There is no such level"),
    "area.import_code_outside": Entry(
        422, "代码须以上级代码 {parent} 开头", "The code must begin with its parent's, {parent}"
    ),
    "area.import_parent_unknown": Entry(422, "没有找到上级区划", "The area it belongs to is not known"),
    "area.import_parent_ambiguous": Entry(
        422, "有多个同名上级,请填写代码:{candidates}", "Several areas have this name, give the code: {candidates}"
    ),
    "area.import_repeated": Entry(422, "与第 {first} 行重复", "Repeats line {first}"),
    "area.import_known_otherwise": Entry(
        422, "已有同名或同代码区划 {area},层级或代码不同", "{area} is known with another level or code"
    ),
    "area.shape": Entry(422, "{zh}", "{en}"),
    # identity
    "identity.wrong_credentials": Entry(401, "用户名或密码错误", "The username or the password is wrong"),
    "identity.wrong_password": Entry(403, "当前密码错误", "The current password is wrong"),
    "identity.locked": Entry(
        423, "密码错误次数过多,账号已锁定至 {until}", "Too many wrong passwords, the account is locked until {until}"
    ),
    "identity.too_many_attempts": Entry(
        429, "此网络登录失败次数过多,请稍后再试", "Too many failed sign-ins from this network, try again later"
    ),
    "identity.password_change_required": Entry(403, "请先修改初始密码", "Change the issued password first"),
    "identity.password_weak": Entry(422, "密码过于简单", "The password is too weak"),
    "identity.password_same": Entry(422, "新密码不能与当前密码相同", "The new password is the current one"),
    "identity.token_bad": Entry(401, "登录凭证无效,请重新登录", "The token is not valid, please sign in"),
    "identity.token_expired": Entry(401, "登录凭证已过期", "The token has expired"),
    "identity.token_reused": Entry(
        401, "登录凭证被重复使用,本机已退出登录", "The token was used before, this device is signed out"
    ),
    "identity.session_ended": Entry(401, "已退出登录,请重新登录", "The session has ended, please sign in"),
    "identity.device_not_found": Entry(404, "没有找到该设备", "No such device"),
    "identity.device_in_hand": Entry(409, "本机请直接退出登录", "This is the device in your hand: sign out on it"),
    "identity.csrf": Entry(403, "请求来源无法确认", "The origin of the request cannot be confirmed"),
    "identity.person_not_found": Entry(404, "没有找到此人", "No such person"),
    "identity.grant_not_found": Entry(404, "没有找到此授权", "No such grant"),
    "identity.area_unknown": Entry(422, "区划不存在或已撤销", "No such area, or it is no longer in force"),
    "identity.outside_subtree": Entry(403, "超出您的管辖范围", "Outside the area you are responsible for"),
    "identity.not_yourself": Entry(403, "不能对自己进行此操作", "You may not do this to yourself"),
    "identity.role_overlap": Entry(
        409, "系统、安全、审计管理员须由三人分任", "System, security and audit administrator must be three people"
    ),
    "identity.grant_exists": Entry(409, "此人已有该授权", "The person already holds this grant"),
    "identity.admin_exists": Entry(
        409, "该区划已有安全管理员,请由其添加人员", "An administrator is responsible there already, who adds people"
    ),
    "identity.username_taken": Entry(409, "用户名已被使用", "The username is taken"),
    "identity.username_missing": Entry(422, "首次发放密码须填写用户名", "A first password needs a username"),
    "identity.person_exists": Entry(409, "同名同手机号的人员已存在", "A person of this name and phone number exists"),
    "identity.person_inactive": Entry(409, "此人已停用", "The person has been deactivated"),
    "identity.address_taken": Entry(409, "该渠道标识已属于他人", "Somebody else has this id already"),
    "identity.import_unreadable": Entry(422, "无法读取表格:{reason}", "The table cannot be read: {reason}"),
    "identity.import_missing": Entry(422, "必填项为空", "A required value is empty"),
    "identity.import_value": Entry(422, "值无效", "The value is not valid"),
    "identity.import_phone": Entry(422, "不是电话号码", "This is not a phone number"),
    "identity.import_username": Entry(
        422, "账号须为 3 至 64 位字母、数字或 . _ @ -", "A username has 3 to 64 of A–Z a–z 0–9 . _ @ -"
    ),
    "identity.import_address": Entry(422, "不是有效的渠道标识", "This is not an id of that channel"),
    "identity.import_role": Entry(422, "没有这个角色", "There is no such role"),
    "identity.import_yes_no": Entry(422, "请填写“是”或“否”", "Say yes or no"),
    "identity.area_ambiguous": Entry(
        422,
        "有多个同名区划,请填写代码或在“社区”列注明:{candidates}",
        "Several areas have this name; give the code or the community: {candidates}",
    ),
    "identity.import_repeated": Entry(422, "与第 {first} 行重复", "Repeats line {first}"),
    "identity.import_too_large": Entry(
        413, "一次最多导入 {rows} 行、{accounts} 个账号", "At most {rows} rows and {accounts} accounts at a time"
    ),
    # push
    "push.endpoint_refused": Entry(
        422, "推送地址不被接受({reason})", "This is not an address of a known push service ({reason})"
    ),
    "push.keys_refused": Entry(422, "推送密钥无效({field})", "The keys of the subscription are not valid ({field})"),
    "push.key_unknown": Entry(409, "服务器密钥已更换,请重新订阅", "The server's key has changed, subscribe again"),
    "push.subscription_not_found": Entry(404, "没有找到该订阅", "No such subscription"),
    "push.not_subscribed": Entry(409, "本机尚未开启推送", "This device has no push subscription"),
    "push.too_many_tests": Entry(429, "测试过于频繁,请稍后再试", "Too many tests, try again in a minute"),
    "push.test_not_found": Entry(404, "没有找到该测试", "No such test"),
    "channels.callback_unknown": Entry(
        403, "回调地址的密钥无效", "The key in the address of the callback is not valid"
    ),
    "push.token_bad": Entry(403, "测试凭证无效", "The token of the test is not valid"),
    # uploads
    "upload.not_found": Entry(404, "没有找到该上传", "No such upload"),
    "upload.gone": Entry(410, "上传已失效,请重新上传", "The upload is gone, send it anew"),
    "upload.version": Entry(412, "须使用 tus 1.0.0 协议", "Speak tus 1.0.0"),
    "upload.media_type": Entry(
        415, "须以 application/offset+octet-stream 上传", "Send application/offset+octet-stream"
    ),
    "upload.header": Entry(400, "请求头 {header} 缺失或有误", "The header {header} is missing or malformed"),
    "upload.offset": Entry(409, "已收到 {offset} 字节,请从此处续传", "{offset} bytes are here, go on from there"),
    "upload.checksum": Entry(460, "校验和不符,请重新发送", "The bytes do not match their checksum, send them again"),
    "upload.hash_differs": Entry(460, "收到的文件与声明的不一致", "The file is not the one that was announced"),
    "upload.too_large": Entry(413, "文件超过 {most} 字节", "More than {most} bytes"),
    "upload.too_many": Entry(429, "未完成的上传过多", "Too many unfinished uploads"),
    "upload.not_a_photo": Entry(
        422,
        "不是可用的照片(JPEG、PNG、WebP、AVIF、HEIC)",
        "This is no photo that can be read (JPEG, PNG, WebP, AVIF, HEIC)",
    ),
    "upload.too_many_pixels": Entry(422, "照片像素过多", "The photo has too many pixels"),
    "upload.storage_down": Entry(503, "照片存储暂不可用", "The storage of photos is not available"),
    # devices
    "quarantine.not_found": Entry(404, "没有找到该移交记录", "Nothing like this was handed over"),
    "quarantine.id_taken": Entry(409, "该编号已被使用", "The id is taken"),
    "quarantine.settled": Entry(409, "该移交已处理", "It has been settled already"),
    # duty
    "duty.not_found": Entry(404, "没有找到该值班记录", "No such period of duty"),
    "duty.id_taken": Entry(409, "签到编号已被使用", "The id of the check-in is taken"),
    "duty.bad_id": Entry(422, "签到编号无效", "The id of the check-in is not a time-ordered one"),
    "duty.kind_not_yours": Entry(403, "您的岗位不能这样签到", "Your role does not check in for this"),
    "duty.place_not_yours": Entry(403, "该区划不在您的岗位范围内", "You have no part in this area"),
    "duty.end_out_of_range": Entry(422, "值班时间须在 24 小时以内", "Duty lasts 24 hours at most"),
    # commands
    "plan.not_found": Entry(404, "没有找到该预案", "No such plan"),
    "plan.changed": Entry(409, "预案已更新,请重新确认", "The plan has changed, look at it again"),
    "plan.unfit": Entry(422, "预案尚有错误,不能保存", "The plan has faults and cannot be saved"),
    "plan.code_taken": Entry(409, "预案代码已被使用", "The code of the plan is taken"),
    "plan.version_not_found": Entry(404, "预案没有这一版本", "The plan has no such version"),
    "plan.withdrawn": Entry(409, "预案已经停用", "The plan has been withdrawn already"),
    "plan.not_withdrawn": Entry(409, "预案正在使用,无需恢复", "The plan is in force"),
    "plan.district_only": Entry(403, "预案由区级修改", "Plans are changed by the district only"),
    "order.not_found": Entry(404, "没有找到该指令", "No such order"),
    "order.bad_id": Entry(422, "指令编号无效", "The id of the order is not a time-ordered one of about now"),
    "order.id_taken": Entry(409, "指令编号已被使用", "The id of the order is taken"),
    "order.resolves_to_nobody": Entry(422, "所选范围内没有任何人", "The target has nobody in it"),
    "order.not_live": Entry(
        409, "指令已失效({state}),不能再变更", "The order is {state}, it cannot be changed any more"
    ),
    "order.last_word": Entry(409, "更正与解除指令不能再变更", "A correction or all-clear cannot be changed"),
    "order.exercise_stays_exercise": Entry(409, "演练不能转为实战", "An exercise cannot become actual"),
    "order.status_changes": Entry(409, "实战不能转为演练", "An actual order cannot become an exercise"),
    "order.unknown_msg_type": Entry(422, "未知的消息类型", "The message type is not known"),
    "order.references_one": Entry(
        422, "须且只能引用一条指令", "An alert refers to none, any other message to exactly one order"
    ),
    "order.expires_in_the_past": Entry(422, "失效时间已过", "The order would expire before it is sent"),
    "order.expires_too_late": Entry(422, "失效时间过晚", "The order would live for too long"),
    "order.slot_unknown": Entry(422, "预案没有“{slot}”这一项", "The plan has no slot {slot}"),
    "order.slot_missing": Entry(422, "“{slot}”未填写", "The slot {slot} is missing"),
    "order.slot_too_long": Entry(
        422, "“{slot}”超过 {limit} 字", "The slot {slot} is longer than {limit} full-width characters"
    ),
    "order.headline_too_long": Entry(
        422, "标题超过 {limit} 字", "The headline is longer than {limit} full-width characters"
    ),
    "order.test_is_a_drill": Entry(422, "通信测试只能作为演练发布", "A communication test is always a drill"),
    "drill.not_found": Entry(404, "没有找到该演练", "No such drill"),
    "drill.bad_id": Entry(422, "演练编号无效", "The id of the drill is not a time-ordered one"),
    "drill.id_taken": Entry(409, "演练编号已被使用", "The id of the drill is taken"),
    "drill.cannot_become": Entry(
        409, "演练当前状态({state})不能进行此操作", "The drill is {state}, this cannot be done"
    ),
    "drill.starts_in_the_past": Entry(422, "开始时间已过", "The drill would start in the past"),
    "drill.starts_too_late": Entry(
        422, "开始时间须在 {most_days} 天以内", "The drill must start within {most_days} days"
    ),
    "drill.plan_does_not_fit": Entry(
        422, "通信测试只能使用“通信测试”预案", "Communication tests, and only they, use the plan for them"
    ),
    "drill.grant_lost": Entry(409, "计划人已不再指挥该范围", "The planner no longer commands all places of the drill"),
    "drill.plan_withdrawn": Entry(409, "所用预案已停用", "The plan of the drill has been withdrawn"),
    "order.resent_just_now": Entry(
        409, "刚刚已再次发送,请 {seconds} 秒后再试", "It was sent again a moment ago, try again in {seconds} s"
    ),
    "help_call.not_found": Entry(404, "没有找到该求助", "No such call for help"),
    "help_call.ended": Entry(409, "该求助已处理", "The call for help has ended already"),
    "climb.not_found": Entry(404, "没有找到该升级事项", "Nothing like this has climbed"),
    "climb.taken": Entry(409, "已有人接手", "Somebody has taken it over already"),
    "order.needs_second_person": Entry(
        409, "范围或响应级别须经第二人批准", "An order this wide or severe needs a second person's approval"
    ),
    "submission.not_found": Entry(404, "没有找到该送审", "No such submission"),
    "submission.nobody_may_decide": Entry(
        409, "没有其他人可以审批,请使用紧急越权", "Nobody else may decide it, use the emergency override"
    ),
    "submission.not_yourself": Entry(403, "送审人不能审批自己的指令", "Who submits an order cannot decide it"),
    "submission.not_yours": Entry(403, "只有送审人可以这样做", "Only who submitted it may do this"),
    "submission.settled": Entry(409, "送审已有结果({state})", "The submission is settled already ({state})"),
    "submission.submitter_gone": Entry(
        409, "送审人已停用,不能签发", "Who submitted it has been deactivated and cannot issue it"
    ),
    "stream.accept": Entry(406, "请以 text/event-stream 方式订阅", "Ask for text/event-stream"),
    "target.polygon_malformed": Entry(422, "所画范围不是有效的多边形", "The drawing is not a GeoJSON polygon"),
    "target.polygon_open": Entry(422, "所画范围没有闭合", "The polygon is not closed"),
    "target.polygon_invalid": Entry(422, "所画范围自相交或面积为零", "The polygon crosses itself or is empty"),
    "target.polygon_too_many_points": Entry(
        422, "所画范围超过 {limit} 个顶点", "The polygon has more than {limit} vertices"
    ),
    "target.polygon_outside": Entry(422, "所画范围在您的辖区之外", "The drawing lies outside the area you command"),
    "target.radius_out_of_bounds": Entry(
        422, "半径须在 {least} 至 {most} 米之间", "The radius must be {least} to {most} metres"
    ),
    **DOMAINS,
}


class Problem(Exception):
    """A refusal by name. `keeps` says that what was done so far must be committed all the same."""

    def __init__(
        self, code: str, *, keeps: bool = False, headers: dict[str, str] | None = None, **details: Any
    ) -> None:
        super().__init__(code)
        self.entry = CATALOGUE[code]
        self.code = code
        self.keeps = keeps
        self.headers = headers or {}
        self.details = details

    def title(self, language: str) -> str:
        return (self.entry.en if language == "en" else self.entry.zh).format_map(_Blank(self.details))


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def refuse(code: str, **details: Any) -> NoReturn:
    """Raise the named refusal; the request's transaction rolls back."""
    raise Problem(code, **details)
