"""Rules and data by chance, of one seed: everything that the words can be given, sensible or not."""

import random
from collections.abc import Iterator
from typing import Any

from backend.modules.rules.logic.evaluate import EACH, WORDS

#: What two languages read differently if nobody looks: numbers in texts, rare letters, days that are none.
PLAIN: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2, 3, 7, 0.1, 0.2, 2.5, -2.5, 1e-7, 1.5e21, 123456789012345680000, 9007199254740993,
    1e299, 10**305, "", "0", "1", " 2 ", "2.", ".5", "1e3", "-1e-9", "0x10", "1_0", "１", "inf", "NaN", "many", "gas",
    "燃气", "\U0001f525a", "\uff5e", "true", "1.0", "2026-03-02", "2026-02-30", "2026-02-29", "2024-02-29", "20260302",
    "2026-W10-1", "0001-01-01", "9999-12-31", "1700-01-01", "2026-03-01T16:00:00Z", "2026-03-01 23:59",
    "2026-03-01T23:59:59.5+0800", "2026-03-01T23:30:00-02:30", "2026-03-01T24:00",
)  # fmt: skip
NAMES = (
    "a",
    "b",
    "list",
    "list.0",
    "list.1.kind",
    "deep.er",
    "list.01",
    "list.１",
    "",
    "gap",
    "constructor",
    "__proto__",
    0,
    1.0,
    True,
)
ITEMS = ("kind", "n", "", "gap")


def rules(seed: int, count: int) -> Iterator[tuple[Any, Any]]:
    chance = random.Random(seed)
    words = sorted(WORDS)
    for number in range(count):
        # Every word comes as often as the others at the top of a rule.
        yield _rule(chance, words[number % len(words)], words, depth=3), _data(chance)


def _data(chance: random.Random) -> dict[str, Any]:
    def some() -> Any:
        return chance.choice(PLAIN)

    items = [{"kind": chance.choice(("gas", "wire", None)), "n": some()} for _ in range(chance.randrange(4))]
    return {
        "a": some(),
        "b": some(),
        "deep": {"er": some()},
        "list": chance.choice((items, [some(), some()], [], None)),
    }


def _rule(chance: random.Random, word: str, words: list[str], *, depth: int) -> dict[str, Any]:
    if word in {"var", "missing"}:
        return {word: chance.choice(([chance.choice(NAMES)], chance.choice(NAMES), [chance.choice(NAMES), 3]))}
    if word == "missing_some":
        return {word: [chance.choice((0, 1, 2, "1", None)), [chance.choice(NAMES) for _ in range(3)]]}
    if word in EACH:
        source: Any = chance.choice(({"var": "list"}, [1, None, "x"], {"var": "a"}))
        return {word: [source, chance.choice(({"var": chance.choice(ITEMS)}, _part(chance, words, depth - 1)))]}
    count = chance.choice((0, 1, 1, 2, 2, 2, 3, 4))
    operands: Any = [_part(chance, words, depth - 1) for _ in range(count)]
    return {word: operands if count != 1 or chance.random() < 0.5 else operands[0]}


def _part(chance: random.Random, words: list[str], depth: int) -> Any:
    kind = chance.random()
    if depth > 0 and kind < 0.45:
        return _rule(chance, chance.choice(words), words, depth=depth)
    if kind < 0.6:
        return {"var": chance.choice(NAMES)}
    if kind < 0.7:
        return [chance.choice(PLAIN) for _ in range(chance.randrange(3))]
    return {"kind": 1, "n": 2} if kind < 0.73 else chance.choice(PLAIN)
