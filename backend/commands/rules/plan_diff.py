"""What differs between two versions of a plan, field by field; texts word by word."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

import orjson

#: The order in which people read a plan; the database keeps none. What is not here comes last, by its name.
ORDER = (
    *("code", "title", "event", "event_class", "response_level", "severity", "urgency", "certainty"),
    *("ack_minutes", "climb_minutes", "life_minutes", "quorum", "evacuates", "ladder", "quiet_hours"),
    *("texts", "correction", "all_clear", "slots", "roles", "checklist", "assembly_points"),
    *("zh", "en", "headline", "summary", "description", "instruction"),
    *("name", "label", "example", "required", "max_length", "area_code", "lng", "lat"),
    *("after_s", "channel", "in_drills"),
)
#: lists whose items have a name of their own
NAMED = {"slots": "name", "ladder": "channel"}
SAME, ADDED, REMOVED = "same", "added", "removed"
#: A slot, a word of letters, a run of spaces; of all else (汉字, punctuation) each character.
_TOKEN = re.compile(r"\{\w+\}|[A-Za-z0-9’'-]+|\s+|.", re.DOTALL)
#: Beyond so many pairs of words the comparison takes longer than anybody waits: then all is new.
MOST_PAIRS = 400_000


class Piece(NamedTuple):
    """A stretch of a text: in both, only in the later, or only in the earlier."""

    kind: str
    text: str


class Change(NamedTuple):
    """One field that differs; None on a side that does not have it. `pieces` where both are texts."""

    path: str
    before: Any
    after: Any
    pieces: list[Piece] | None


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """In the order in which a plan is read."""
    return list(_of_mappings("", before, after))


def pieces(before: str, after: str) -> list[Piece]:
    """How one text becomes the other; joining what is not added gives the first, what is not removed the second."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if len(old) * len(new) > MOST_PAIRS:
        return [Piece(REMOVED, before), Piece(ADDED, after)]
    found: list[Piece] = []
    for kind, i, j, k, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece(SAME, "".join(old[i:j])))
            continue
        sides = (Piece(REMOVED, "".join(old[i:j])), Piece(ADDED, "".join(new[k:end])))
        found += [piece for piece in sides if piece.text]
    return found


def _of(path: str, before: Any, after: Any) -> Iterator[Change]:
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _of_mappings(f"{path}.", before, after)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _of_named(path, before, after) if path in NAMED else _of_lists(path, before, after)
    else:
        are_texts = isinstance(before, str) and isinstance(after, str)
        yield Change(path, before, after, pieces(before, after) if are_texts else None)


def _of_mappings(prefix: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for key in sorted({**before, **after}, key=_place):
        yield from _of(f"{prefix}{key}", before.get(key), after.get(key))


def _place(key: str) -> tuple[int, str]:
    return (ORDER.index(key) if key in ORDER else len(ORDER), key)


def _of_named(path: str, before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> Iterator[Change]:
    """An item is the same one wherever it stands; that it moved is a change of the list."""
    name = NAMED[path]
    old, new = ({item[name]: item for item in items} for items in (before, after))
    yield from _of_mappings(f"{path}.", old, new)
    was, is_now = ([key for key in items if key in old and key in new] for items in (old, new))
    if was != is_now:
        yield Change(path, list(old), list(new), None)


def _of_lists(path: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[Change]:
    """Items have no name: those in between equal ones are taken for each other, in turn."""
    was, is_now = ([orjson.dumps(item, option=orjson.OPT_SORT_KEYS) for item in items] for items in (before, after))
    for kind, i, j, k, end in SequenceMatcher(None, was, is_now, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        old, new = before[i:j], after[k:end]
        shared = min(len(old), len(new))
        for no in range(shared):
            yield from _of(f"{path}.{k + no}", old[no], new[no])
        yield from (Change(f"{path}.{i + no}", old[no], None, None) for no in range(shared, len(old)))
        yield from (Change(f"{path}.{k + no}", None, new[no], None) for no in range(shared, len(new)))
