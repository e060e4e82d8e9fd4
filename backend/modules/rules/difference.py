"""What one version of a module says otherwise than another, line by line; parts are told apart by their names."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import orjson

from backend.modules.rules.logic.evaluate import WORDS

#: What names an item of a list, the first of these that it has.
NAMES = ("id", "field", "title")
Token = str | int


class Change(NamedTuple):
    """`sign`: - gone, + come, ~ changed. An item of a list is named by a number or by what it calls itself."""

    sign: str
    tokens: tuple[Token, ...]
    was: str | None
    now: str | None

    @property
    def path(self) -> str:
        first, *rest = self.tokens
        return str(first) + "".join(f"[{one}]" if is_item(one) else f".{one}" for one in rest)


class Item(str):
    """An item of a list by its name."""

    __slots__ = ()


def is_item(token: Token) -> bool:
    return isinstance(token, int | Item)


def between(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """`- path`, `+ path` and `~ path: was → is`, in the order of the paths."""
    return [_line(change) for change in changes(old, new)]


def _line(change: Change) -> str:
    said = change.was if change.sign == "-" else change.now
    return f"{change.sign} {change.path}: {change.was + ' → ' if change.sign == '~' and change.was else ''}{said}"


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    was, now = dict(_leaves(old, ())), dict(_leaves(new, ()))
    gone = [Change("-", tokens, was[tokens], None) for tokens in was.keys() - now.keys()]
    come = [Change("+", tokens, None, now[tokens]) for tokens in now.keys() - was.keys()]
    changed = [
        Change("~", tokens, was[tokens], now[tokens])
        for tokens in was.keys() & now.keys()
        if was[tokens] != now[tokens]
    ]
    return sorted(gone + come + changed, key=lambda change: (change.path, change.sign))


def _leaves(value: Any, tokens: tuple[Token, ...]) -> Iterator[tuple[tuple[Token, ...], str]]:
    """Rules are leaves: half a rule says nothing."""
    if isinstance(value, Mapping) and not _is_rule(value):
        for name, one in value.items():
            yield from _leaves(one, (*tokens, name))
    elif isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
        for index, one in enumerate(value):
            yield from _leaves(one, (*tokens, name_of(one, index)))
    else:
        yield tokens, orjson.dumps(value).decode()


def _is_rule(value: Mapping[str, Any]) -> bool:
    return len(value) == 1 and next(iter(value)) in WORDS


def name_of(item: Mapping[str, Any], index: int) -> Token:
    named = next((item[name] for name in NAMES if isinstance(item.get(name), str)), None)
    return Item(named) if named is not None else index
