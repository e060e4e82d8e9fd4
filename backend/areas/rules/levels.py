"""The levels of the tree and which may stand under which."""

DISTRICT = "district"
STREET = "street"
COMMUNITY = "community"
PARK = "park"
GRID = "grid"

#: level → the levels its parent may have; a district stands at the root
PARENTS: dict[str, frozenset[str]] = {
    DISTRICT: frozenset(),
    STREET: frozenset({DISTRICT}),
    COMMUNITY: frozenset({STREET}),
    PARK: frozenset({STREET}),
    GRID: frozenset({COMMUNITY, PARK}),
}

LEVELS = tuple(PARENTS)


def fits(level: str, parent_level: str | None) -> bool:
    """May an area of this level stand under one of that level (None: at the root)?"""
    allowed = PARENTS[level]
    return parent_level in allowed if allowed else parent_level is None
