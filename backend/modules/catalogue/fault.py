"""What is wrong with a module file: its line, a name that can be looked up, and what it is about."""

from typing import NamedTuple


class Fault(NamedTuple):
    line: int
    code: str
    what: str

    def said(self, file: str) -> str:
        return f"{file}:{self.line}: {self.code}: {self.what}"
