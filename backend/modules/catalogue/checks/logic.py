"""Does every rule use words of the frozen subset only, and names that there are?"""

from collections.abc import Iterator
from typing import Any

from backend.modules.catalogue.checks.rules_in import RuleIn, items_of, rules, texts
from backend.modules.catalogue.fault import Fault
from backend.modules.catalogue.marks import Marked, Path
from backend.modules.rules.logic.evaluate import EACH, WORDS
from backend.modules.rules.spec import Spec
from backend.modules.rules.states import PLACE

#: the parts that some of the names have
PARTS = {"state": {"code", "since"}, "task": {"due_on", "opens_on"}}
DEEPEST = 20


def check(module: Marked) -> Iterator[Fault]:
    for one in rules(module.value):
        for path, code, what in _wrong(module.value, one, one.rule, one.path, one.names):
            yield Fault(module.line(path), code, what)
    for text in texts(module.value):
        for name in PLACE.findall(text.text):
            if not _is_known(module.value, name, text.names):
                yield Fault(module.line(text.path), "module.unknown_name", f"{{{name}}} is neither a field nor a value")


Wrong = tuple[Path, str, str]


def _wrong(module: Spec, one: RuleIn, rule: Any, path: Path, names: frozenset[str] | None) -> Iterator[Wrong]:
    """`names` None: whatever an item may be called."""
    if len(path) - len(one.path) > DEEPEST:
        yield path, "module.logic", "nested too deep"
    elif isinstance(rule, list):
        for index, part in enumerate(rule):
            yield from _wrong(module, one, part, (*path, index), names)
    elif isinstance(rule, dict):
        yield from _wrong_word(module, one, rule, path, names)


def _wrong_word(
    module: Spec, one: RuleIn, rule: dict[str, Any], path: Path, names: frozenset[str] | None
) -> Iterator[Wrong]:
    word, given = next(iter(rule.items())) if len(rule) == 1 else ("", None)
    if word not in WORDS:
        said = f"{word} is no word of rules" if word else "an object in a rule is one word with its operands"
        yield path, "module.logic", said
        return
    operands = given if isinstance(given, list) else [given]
    inside = (*path, word)
    if word in EACH:
        yield from _wrong(module, one, operands[:1], inside, names)
        own = items_of(module, one.kind, operands[0] if operands else None) if names is not None else None
        yield from _wrong(module, one, operands[1:], inside, own)
        return
    if word in {"var", "missing"}:
        asked = operands[:1] if word == "var" else operands
        for name in [name for name in asked if isinstance(name, str) and name]:
            if names is not None and not _is_known(module, name, names):
                yield inside, "module.unknown_name", f"{name} is neither a field nor a value that stands above"
    yield from _wrong(module, one, given, inside, names)


def _is_known(module: Spec, name: str, names: frozenset[str]) -> bool:
    first, _, rest = name.partition(".")
    if first not in names:
        return False
    if first == "limit":
        return rest in module.get("limits", {})
    return rest in PARTS[first] if first in PARTS else True
