"""The refusals of construction sites, their workers and their days."""

from backend.core.refusals.entry import Entry

SITES: dict[str, Entry] = {
    "site.not_found": Entry(404, "没有找到该工地", "No such site"),
    "site.bad_id": Entry(422, "编号无效或已被使用", "The id is taken or not a time-ordered one"),
    "site.cannot_become": Entry(409, "工地当前状态({state})不能进行此操作", "The site is {state}, this cannot be done"),
    "site.not_yours": Entry(403, "此步骤由其他部门办理", "This step is somebody else's"),
    "site.same_person": Entry(403, "核查人不能审批同一工地", "Who has checked a site does not approve it"),
    "site.reason": Entry(422, "请填写原因", "Say why"),
    "site.measures": Entry(422, "防疫措施未全部落实", "Not all the measures are in place"),
    "site.nobody_cleared": Entry(409, "尚无核验通过的工人", "Nobody is cleared to work there yet"),
    "site.worker_not_found": Entry(404, "没有找到该工人", "No such worker"),
    "site.worker_listed": Entry(409, "该工人已在名单中", "The worker is on the list already"),
    "site.worker_removed": Entry(
        409,
        "移出名单已超过 10 分钟或由他人移出,请重新添加",
        "Taken off by somebody else, or too long ago; list him anew",
    ),
    "site.worker_name": Entry(422, "姓名为空或过长", "The name is empty or too long"),
    "site.worker_phone": Entry(422, "不是电话号码", "This is not a phone number"),
    "site.list_columns": Entry(422, "名单须有姓名和手机号两列", "The list needs a column of names and one of phones"),
    "site.no_clearing": Entry(409, "工地获批后方可核验工人", "Workers are cleared once the site is approved"),
    "site.photo_not_found": Entry(404, "没有找到该照片", "No such photo"),
    "site.no_day": Entry(422, "该日不在可填报范围内", "That day is not to be written: not begun, or a week ago"),
    "site.too_many_abnormal": Entry(422, "体温异常人数多于到岗人数", "More had a temperature than were there"),
}
