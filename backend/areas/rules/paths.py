"""What a path says: the codes from the root down to an area, each followed by a dot."""

from collections.abc import Iterable

#: Sorts after every code and dot in byte order, so a subtree is the range from its path to `upper`.
LAST = "~"


def join(parent_path: str, code: str) -> str:
    return f"{parent_path}{code}."


def upper(path: str) -> str:
    """The end, not included, of the range that holds the path's subtree."""
    return path + LAST


def codes(path: str) -> list[str]:
    return path.split(".")[:-1]


def covers(path: str, other: str) -> bool:
    """Is the other path in this one's subtree? A path covers itself."""
    return other.startswith(path)


def ancestors(path: str) -> list[str]:
    """The paths above this one, root first."""
    upwards = codes(path)[:-1]
    return ["".join(f"{code}." for code in upwards[: depth + 1]) for depth in range(len(upwards))]


def common(first: str, last: str) -> str:
    """The deepest path above both; of sorted paths, the first and the last say it for all."""
    shared = ""
    for left, right in zip(codes(first), codes(last), strict=False):
        if left != right:
            break
        shared += f"{left}."
    return shared


def outermost(paths: Iterable[str]) -> list[str]:
    """The same places without the paths that another one already covers."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not kept or not covers(kept[-1], path):
            kept.append(path)
    return kept
