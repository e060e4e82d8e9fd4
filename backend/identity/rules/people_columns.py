"""The columns of a list of people: what their headers may say, what each may hold, what it needs beside it."""

import re
import unicodedata
from collections.abc import Callable, Iterator

from backend.identity.rules.addresses import SHAPE
from backend.identity.rules.roles import named

#: column → what the header may say. Only the first three must be there; an empty cell is a missing value.
HEADERS: dict[str, tuple[str, ...]] = {
    "name": ("name", "姓名", "名字", "full name"),
    "phone": ("phone", "mobile", "手机号", "手机", "电话", "联系电话", "手机号码", "联系方式", "phone number"),
    "area_code": (
        "area_code", "area", "区划代码", "所属区划代码", "网格代码", "区划", "所属区划",
        "网格", "所属网格", "网格名称", "grid",
    ),
    "within": ("within", "社区", "所属社区", "社区名称", "园区", "community", "belongs to"),
    "language": ("language", "语言"),
    "username": ("username", "用户名", "账号", "登录名", "account"),
    "role": ("role", "角色", "职务", "岗位"),
    "role_area_code": ("role_area_code", "role area", "角色区划代码", "授权区划代码", "角色区划", "授权区划"),
    "is_lead": ("is_lead", "lead", "负责人", "是否负责人", "责任人"),
    "work_im_id": ("work_im_id", "钉钉号", "钉钉userid", "钉钉用户id", "浙政钉号", "dingtalk id", "dingtalk"),
    "app_push_id": ("app_push_id", "个推别名", "个推cid", "应用推送标识", "getui alias", "getui cid", "app id"),
    "lng_wgs84": ("lng_wgs84", "经度", "经度wgs84", "longitude"),
    "lat_wgs84": ("lat_wgs84", "纬度", "纬度wgs84", "latitude"),
}  # fmt: skip
REQUIRED = ("name", "phone", "area_code")

PHONE = re.compile(r"\+?[0-9][0-9 -]{4,23}")
USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{2,63}")
LANGUAGES = {"zh-cn": "zh-CN", "zh": "zh-CN", "中文": "zh-CN", "en": "en", "english": "en", "英文": "en"}
NO, YES = ("0", "no", "false", "否"), ("1", "yes", "true", "是", "√", "✓")
TRUTHS = dict.fromkeys(NO, False) | dict.fromkeys(YES, True)
LONGEST = 80
BETWEEN_ROLES = re.compile(r"[,;、/]")

#: What is typed on a Chinese keyboard may be of full width: 138.
TYPED = ("phone", "area_code", "username", "role_area_code", "work_im_id", "app_push_id", "lng_wgs84", "lat_wgs84")

#: What a filled column needs beside it.
NEEDS = {"lng_wgs84": {"lat_wgs84"}, "lat_wgs84": {"lng_wgs84"}, "role_area_code": {"role"}, "is_lead": {"role"}}


def tidied(cells: dict[str, str]) -> dict[str, str]:
    """The cells as they are kept; a list with communities and no grids says where people belong all the same."""
    found = {column: cell.strip() for column, cell in cells.items()}
    found |= {column: unicodedata.normalize("NFKC", found[column]) for column in TYPED if column in found}
    if not found.get("area_code") and found.get("within"):
        found |= {"area_code": found["within"], "within": ""}
    return found


def roles_in(cell: str) -> list[str | None]:
    """The roles that a cell names, each once: 网格员、志愿者."""
    words = [word for word in BETWEEN_ROLES.split(unicodedata.normalize("NFKC", cell)) if word.strip()]
    return list(dict.fromkeys(named(word) for word in words))


def wrong(cells: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The columns of a row that are missing or hold what cannot be: (column, code of the refusal)."""
    filled = {column for column, cell in cells.items() if cell and not (column == "is_lead" and cell.lower() in NO)}
    needed = set(REQUIRED)
    for column, others in NEEDS.items():
        if column in filled:
            needed |= others
    yield from ((column, "identity.import_missing") for column in sorted(needed - filled))
    for column, (fits, code) in CHECKS.items():
        if column in filled and not fits(cells[column]):
            yield column, code


def _between(low: float, high: float, text: str) -> bool:
    try:
        return low <= float(text) <= high
    except ValueError:
        return False


CHECKS: dict[str, tuple[Callable[[str], bool], str]] = {
    "name": (lambda text: len(text) <= LONGEST, "identity.import_value"),
    "phone": (lambda text: bool(PHONE.fullmatch(text)), "identity.import_phone"),
    "language": (lambda text: text.lower() in LANGUAGES, "identity.import_value"),
    "username": (lambda text: bool(USERNAME.fullmatch(text)), "identity.import_username"),
    "role": (lambda text: bool(roles_in(text)) and None not in roles_in(text), "identity.import_role"),
    "is_lead": (lambda text: text.lower() in TRUTHS, "identity.import_yes_no"),
    "work_im_id": (lambda text: bool(SHAPE.fullmatch(text)), "identity.import_address"),
    "app_push_id": (lambda text: bool(SHAPE.fullmatch(text)), "identity.import_address"),
    "lng_wgs84": (lambda text: _between(-180, 180, text), "identity.import_value"),
    "lat_wgs84": (lambda text: _between(-90, 90, text), "identity.import_value"),
}
