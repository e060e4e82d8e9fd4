"""What one version of a module says otherwise than another, line by line; parts are told apart by their names."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from backend.modules.rules.logic.evaluate import WORDS

#: What names an item of a list, the first of these that it has.
NAMES = ("id", "field", "title")


def between(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """`- path`, `+ path` and `~ path: was → is`, in the order of the paths."""
    was, now = dict(_leaves(old, "")), dict(_leaves(new, ""))
    gone = [(path, f"- {path}: {was[path]}") for path in was.keys() - now.keys()]
    come = [(path, f"+ {path}: {now[path]}") for path in now.keys() - was.keys()]
    changed = [(path, f"~ {path}: {was[path]} → {now[path]}") for path in was.keys() & now.keys()
               if was[path] != now[path]]  # fmt: skip
    return [line for _, line in sorted(gone + come + changed)]


def _leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Rules are leaves: half a rule says nothing."""
    if isinstance(value, Mapping) and not _is_rule(value):
        for name, one in value.items():
            yield from _leaves(one, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
        for index, one in enumerate(value):
            yield from _leaves(one, f"{path}[{_name(one, index)}]")
    else:
        yield path, orjson.dumps(value).decode()


def _is_rule(value: Mapping[str, Any]) -> bool:
    return len(value) == 1 and next(iter(value)) in WORDS


def _name(item: Mapping[str, Any], index: int) -> str:
    named = next((item[name] for name in NAMES if isinstance(item.get(name), str)), None)
    return named if named is not None else str(index)
