"""The columns of a list of areas, and the words for the levels."""

from backend.areas.rules.levels import COMMUNITY, DISTRICT, GRID, PARK, STREET

#: column → what the header may say. Only the name must be there.
HEADERS: dict[str, tuple[str, ...]] = {
    "name_zh": ("name_zh", "name", "名称", "区划名称", "社区名称", "网格名称", "中文名称", "网格", "园区", "中文名"),
    "name_en": ("name_en", "英文名称", "英文名", "English name"),
    "level": ("level", "层级", "级别", "类型"),
    "code": ("code", "代码", "区划代码", "编码", "网格编码", "社区代码"),
    "parent": (
        "parent", "belongs to", "parent code", "上级", "上级区划", "上级名称",
        "所属社区", "社区", "所属街道", "所属园区",
    ),
}  # fmt: skip

LEVELS = {
    "区": DISTRICT, "district": DISTRICT, "街道": STREET, "镇": STREET, "street": STREET,
    "社区": COMMUNITY, "村": COMMUNITY, "community": COMMUNITY, "园区": PARK, "park": PARK,
    "网格": GRID, "grid": GRID,
}  # fmt: skip

#: What stands below, where a list does not say.
BELOW = {DISTRICT: STREET, STREET: COMMUNITY, COMMUNITY: GRID, PARK: GRID}


def level_of(said: str, name: str, parent_level: str) -> str | None:
    """The level that a row has; None where nothing can stand there."""
    if said:
        return LEVELS.get(said.lower())
    if parent_level == STREET and (name.endswith("园区") or name.lower().endswith("park")):
        return PARK
    return BELOW.get(parent_level)
