"""The refusals of street modules, their forms, entities and tasks."""

from backend.core.refusals.entry import Entry

MODULES: dict[str, Entry] = {
    "module.not_found": Entry(404, "没有找到该模块", "No such module"),
    "module.not_on": Entry(409, "该模块在此区划未启用", "The module is not switched on there"),
    "module.version_unknown": Entry(422, "没有这个版本", "There is no such version"),
    "module.version_refused": Entry(
        409, "表单版本 {version} 已不再接受,请更新后重填", "Forms of version {version} are taken no more, please update"
    ),
    "module.adjustment_unfit": Entry(422, "街道设置有误", "What the street changes has faults"),
    "module.rows_of_other_kinds": Entry(
        409, "此版本没有在用的对象类型：{kinds}", "There are rows of kinds that this version does not know: {kinds}"
    ),
    "module.not_yours": Entry(403, "您的岗位不能填写此表单", "This form is not for your role"),
    "module.form_unknown": Entry(422, "没有这个表单", "There is no such form"),
    "module.form_unfit": Entry(422, "表单内容有误", "The form has faults"),
    "module.form_id": Entry(422, "表单编号无效或已被使用", "The id of the form is taken or not a time-ordered one"),
    "module.form_creates_none": Entry(422, "此表单不能新建", "Nothing begins with this form"),
    "module.too_large": Entry(422, "表单内容过大", "The form says too much"),
    # what is wrong with a field of a form, or of what a street changes
    "module.field_not_asked": Entry(422, "表单没有这一项", "The form does not ask for this"),
    "module.field_required": Entry(422, "此项必填", "This is needed"),
    "module.field_unfit": Entry(422, "此项内容不符合要求", "This does not fit"),
    "module.signature_too_long": Entry(422, "手写签名笔迹过多，请重签", "Too much was drawn; please sign again"),
    "module.signature_too_short": Entry(422, "手写签名太短，请重签", "Too little was drawn; please sign again"),
    "module.signature_unreadable": Entry(
        422, "手写签名无法读取，请重签", "The drawing cannot be read; please sign again"
    ),
    "module.unknown_limit": Entry(422, "模块没有这个参数", "The module has no such limit"),
    "module.limit_out_of_bounds": Entry(422, "参数超出允许范围", "The limit is out of bounds"),
    "module.unknown_entity": Entry(422, "模块没有这类对象", "The module has no such objects"),
    "module.own_name": Entry(422, "街道字段须以 own_ 开头", "A street's own fields begin with own_"),
    "module.own_field": Entry(422, "街道字段有误", "The street's own field has a fault"),
    "entity.not_found": Entry(404, "没有找到该对象", "No such object"),
    "entity.photo_not_found": Entry(404, "没有找到该照片", "No such photo"),
    "entity.no_such_state": Entry(422, "没有这个状态", "There is no such state"),
    "entity.until": Entry(422, "到期时间须在未来一年之内", "It has to end within a year from now"),
    "entity.not_by_hand": Entry(409, "该状态未经人工调整", "Its state was not set by hand"),
    "task.not_found": Entry(404, "没有找到该任务", "No such task"),
    "task.no_such_reason": Entry(422, "此任务不能以该理由搁置", "The task cannot be put aside for that reason"),
    "module.own_taken": Entry(422, "上级已有同名字段", "A place above has a field of that name already"),
    "module.newer_unknown": Entry(422, "没有可以回退的版本", "There is no version to go back to"),
    # drafts
    "draft.not_found": Entry(404, "没有找到该草稿", "No such draft"),
    "draft.id": Entry(422, "草稿编号无效或已被使用", "The id of the draft is taken or not a time-ordered one"),
    "draft.cannot_become": Entry(
        409, "草稿当前状态({state})不能进行此操作", "The draft is {state}, this cannot be done"
    ),
    "draft.changed": Entry(409, "草稿已被他人修改,请重新打开", "Somebody has changed the draft, open it again"),
    "draft.unfit": Entry(422, "草稿尚有错误,不能送审", "The draft has faults and cannot be sent to a second person"),
    "draft.too_long": Entry(413, "模块文件过长", "The file is too long"),
    "draft.not_yourself": Entry(403, "送审人和编写人不能审批", "Who wrote or submitted it cannot decide it"),
    "draft.nobody_may_decide": Entry(409, "没有其他人可以审批", "Nobody else may decide it"),
    "draft.one_of_both": Entry(422, "请提交文本或内容之一", "Send the text or the content, one of both"),
    "draft.no_form": Entry(422, "这不是 XLSForm 表格:{why}", "This is no XLSForm: {why}"),
}
