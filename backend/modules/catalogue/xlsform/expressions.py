"""Turns the expressions of an XLSForm into rules of a module, as far as rules can say the same."""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

Rule = Any


class CannotSay(Exception):
    """Rules of modules have no words for it; the text says for what."""


TOKEN = re.compile(
    r"""\s*(?:(?P<ref>\$\{\s*[^}\s]+\s*\})|(?P<number>\d+(?:\.\d+)?)|(?P<text>'[^']*'|"[^"]*")"""
    r"""|(?P<sign><=|>=|!=|[=<>+*(),-])|(?P<name>[A-Za-z][A-Za-z0-9_-]*)|(?P<self>\.))"""
)
DEEPEST = 30


class Token(NamedTuple):
    kind: str
    said: str


class Known(NamedTuple):
    """What an expression may name: the field that each question has become, and those that hold several choices."""

    fields: Mapping[str, str]
    several: frozenset[str]
    #: what `.` is
    own: str | None = None


def translate(text: str, known: Known) -> Rule:
    parser = _Parser(_tokens(text), known)
    rule = parser.either(0)
    parser.end()
    return rule


def _tokens(text: str) -> list[Token]:
    # Sheets come with quotes that a word processor has bent.
    said, at, found = text.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'}).rstrip(), 0, []
    while at < len(said):
        match = TOKEN.match(said, at)
        if match is None:
            raise CannotSay(said[at : at + 20])
        found.append(Token(str(match.lastgroup), match[str(match.lastgroup)]))
        at = match.end()
    return found


class _Parser:
    def __init__(self, tokens: list[Token], known: Known) -> None:
        self.tokens, self.known, self.at = tokens, known, 0

    def either(self, depth: int) -> Rule:
        return self._chain("or", self._all, depth)

    def _all(self, depth: int) -> Rule:
        return self._chain("and", self._compared, depth)

    def _chain(self, word: str, part: Callable[[int], Rule], depth: int) -> Rule:
        if depth > DEEPEST:
            raise CannotSay("nested too deep")
        parts = [part(depth)]
        while self._takes("name", word):
            parts.append(part(depth))
        return parts[0] if len(parts) == 1 else {word: parts}

    def _compared(self, depth: int) -> Rule:
        left = self._sum(depth)
        for sign in ("<=", ">=", "!=", "=", "<", ">"):
            if self._takes("sign", sign):
                return _compare(sign, left, self._sum(depth), self.known)
        return left

    def _sum(self, depth: int) -> Rule:
        left = self._product(depth)
        while True:
            if self._takes("sign", "+"):
                left = {"+": [left, self._product(depth)]}
            elif self._takes("sign", "-"):
                left = {"-": [left, self._product(depth)]}
            else:
                return left

    def _product(self, depth: int) -> Rule:
        left = self._one(depth)
        while True:
            if self._takes("sign", "*"):
                left = {"*": [left, self._one(depth)]}
            elif self._takes("name", "div"):
                left = {"/": [left, self._one(depth)]}
            elif self._takes("name", "mod"):
                left = {"%": [left, self._one(depth)]}
            else:
                return left

    def _one(self, depth: int) -> Rule:
        if self._takes("sign", "-"):
            return {"-": [self._one(depth + 1)]}
        if self._takes("sign", "("):
            inner = self.either(depth + 1)
            self._need(")")
            return inner
        token = self._next()
        if token.kind == "name" and self._takes("sign", "("):
            return self._call(token.said, depth)
        return self._plain(token)

    def _plain(self, token: Token) -> Rule:
        if token.kind == "number":
            return float(token.said) if "." in token.said else int(token.said)
        if token.kind == "text":
            return token.said[1:-1]
        if token.kind == "ref":
            return self._field(token.said[2:-1].strip())
        if token.kind == "self" and self.known.own is not None:
            return {"var": self.known.own}
        raise CannotSay(token.said)

    def _field(self, name: str) -> Rule:
        if name not in self.known.fields:
            raise CannotSay(f"${{{name}}}")
        return {"var": self.known.fields[name]}

    def _call(self, name: str, depth: int) -> Rule:
        operands = []
        if not self._takes("sign", ")"):
            operands.append(self.either(depth + 1))
            while self._takes("sign", ","):
                operands.append(self.either(depth + 1))
            self._need(")")
        if name == "selected" and len(operands) == 2:
            return self._selected(*operands)
        made = CALLS.get((name, len(operands)))
        if made is None:
            raise CannotSay(f"{name}()")
        return made(operands)

    def _selected(self, source: Rule, choice: Rule) -> Rule:
        is_several = isinstance(source, dict) and source.get("var") in self.known.several
        return {"in": [choice, source]} if is_several else {"==": [source, choice]}

    def _next(self) -> Token:
        if self.at >= len(self.tokens):
            raise CannotSay("it ends too early")
        self.at += 1
        return self.tokens[self.at - 1]

    def _takes(self, kind: str, said: str) -> bool:
        if self.at < len(self.tokens) and self.tokens[self.at] == (kind, said):
            self.at += 1
            return True
        return False

    def _need(self, sign: str) -> None:
        if not self._takes("sign", sign):
            raise CannotSay(f"{sign} is missing")

    def end(self) -> None:
        if self.at < len(self.tokens):
            raise CannotSay(self.tokens[self.at].said)


SIGNS = {"=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


def _compare(sign: str, left: Rule, right: Rule, known: Known) -> Rule:
    """With nothing between the quotes it asks whether anything was said."""
    for one, other in ((left, right), (right, left)):
        if one == "" and sign in {"=", "!="}:
            return {"!!" if sign == "!=" else "!": [other]}
        if isinstance(other, dict) and other.get("var") in known.several and sign == "=":
            return {"in": [one, other]}
    return {SIGNS[sign]: [left, right]}


CALLS: dict[tuple[str, int], Callable[[list[Rule]], Rule]] = {
    ("not", 1): lambda operands: {"!": operands},
    ("true", 0): lambda _: True,
    ("false", 0): lambda _: False,
    ("today", 0): lambda _: {"var": "today"},
    ("if", 3): lambda operands: {"if": operands},
    ("string-length", 1): lambda operands: {"length": operands},
    ("count-selected", 1): lambda operands: {"length": operands},
    ("coalesce", 2): lambda operands: {"if": [{"!!": [operands[0]]}, *operands]},
    ("number", 1): lambda operands: {"+": operands},
    ("int", 1): lambda operands: {"-": [operands[0], {"%": [operands[0], 1]}]},
    ("string", 1): lambda operands: {"cat": operands},
    **{("concat", count): lambda operands: {"cat": operands} for count in range(1, 9)},
    **{("min", count): lambda operands: {"min": operands} for count in range(1, 9)},
    **{("max", count): lambda operands: {"max": operands} for count in range(1, 9)},
}
