"""Reads YAML so that the line of every value stays known, and takes only what JSON could say as well."""

import re
from typing import Any, NamedTuple

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

Path = tuple[str | int, ...]
#: A module is written by hand; what is longer was not.
MOST_CHARACTERS = 300_000
DEEPEST = 40


class Broken(Exception):
    """The text is no module at all: which line, and why."""

    def __init__(self, line: int, code: str, what: str) -> None:
        super().__init__(what)
        self.line, self.code, self.what = line, code, what


class Marked(NamedTuple):
    value: Any
    #: where each value begins, counted from 1
    lines: dict[Path, int]

    def line(self, path: Path) -> int:
        """The line of the value, or of the nearest one around it that there is."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class Plain(yaml.SafeLoader):
    """Texts stay texts: no dates, and neither `on` nor `no` is true or false."""

    yaml_implicit_resolvers: dict[str, list[Any]] = {}  # noqa: RUF012 - as the class above has it

    def compose_node(self, parent: Node | None, index: Any) -> Node | None:
        """Names for parts of the file are refused: a few lines of them unfold into gigabytes."""
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]  # as PyYAML is
            raise yaml.composer.ComposerError(None, None, "no aliases", mark)
        return super().compose_node(parent, index)


Plain.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
Plain.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:null|~|)$"), ["n", "~", ""])
Plain.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9][0-9]*)$"), list("-0123456789"))
Plain.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^-?[0-9]+\.[0-9]+$"), list("-0123456789"))


def read(text: str) -> Marked:
    if len(text) > MOST_CHARACTERS:
        raise Broken(1, "module.too_long", f"longer than {MOST_CHARACTERS} characters")
    loader = Plain(text)
    try:
        node = loader.get_single_node()
        lines: dict[Path, int] = {}
        return Marked(_value(loader, node, (), lines), lines)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or str(error)
        raise Broken(mark.line + 1 if mark else 1, "module.yaml", str(said)) from error
    except RecursionError as error:
        raise Broken(1, "module.yaml", "nested too deep") from error
    finally:
        loader.dispose()


def _value(loader: Plain, node: Node | None, path: Path, lines: dict[Path, int]) -> Any:
    if node is None:
        raise Broken(1, "module.yaml", "the file is empty")
    if path in lines or len(path) > DEEPEST:
        raise Broken(node.start_mark.line + 1, "module.yaml", "nested too deep")
    lines[path] = node.start_mark.line + 1
    if isinstance(node, SequenceNode):
        return [_value(loader, one, (*path, index), lines) for index, one in enumerate(node.value)]
    if isinstance(node, MappingNode):
        return _mapping(loader, node, path, lines)
    made = loader.construct_object(node)
    if made is not None and not isinstance(made, str | int | float):
        raise Broken(node.start_mark.line + 1, "module.yaml", "neither a text, a number, true, false nor null")
    return made


def _mapping(loader: Plain, node: MappingNode, path: Path, lines: dict[Path, int]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        name = key.value if isinstance(key, ScalarNode) else None
        if not isinstance(name, str):
            raise Broken(line, "module.yaml", "a name is a text")
        if name in made:
            raise Broken(line, "module.twice", f"{name} stands here twice")
        made[name] = _value(loader, value, (*path, name), lines)
        # What is wrong with an entry is looked for where its name stands.
        lines[(*path, name)] = line
    return made
