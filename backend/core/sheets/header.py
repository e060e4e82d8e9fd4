"""Which row of a sheet names its columns, and which field each of them is."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

#: field → what its header may say
Words = Mapping[str, tuple[str, ...]]

#: (必填), *, : and spaces say nothing about which field it is.
NOISE = re.compile(r"[(\[【].*?[)\]】]|[\s*_:.·-]")

#: No sheet has more titles and notes than that above its header.
DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Header:
    """At which of the sheet's rows it stands (the first is 0), and the field of each column where one is known."""

    at: int
    fields: list[str | None]


def find(rows: Sequence[Sequence[str]], words: Words) -> Header:
    """The row that names most fields; a title merged over all columns names none and is passed by."""
    guesses = [Header(at, fields_of(cells, words)) for at, cells in enumerate(rows)]
    return max(guesses, key=lambda guess: (_known(guess), -guess.at), default=Header(0, []))


def fields_of(cells: Sequence[str], words: Words) -> list[str | None]:
    """Each field once, for the column that names it best: word for word before in part."""
    said = [plain(cell) for cell in cells]
    found: list[str | None] = [None] * len(said)
    for fits in (_is, _begins):
        for field, names in words.items():
            free = (at for at, cell in enumerate(said) if cell and found[at] is None)
            if field not in found:
                at = next((at for at in free if any(fits(said[at], plain(name)) for name in names)), None)
                if at is not None:
                    found[at] = field
    return found


def plain(text: str) -> str:
    return NOISE.sub("", unicodedata.normalize("NFKC", text)).lower()


def _is(said: str, name: str) -> bool:
    return said == name


def _begins(said: str, name: str) -> bool:
    """姓名(与身份证一致), 联系电话1: a header of a few more letters; one letter alone would fit anything."""
    return len(name) >= 2 and len(said) <= len(name) + 4 and (said.startswith(name) or said.endswith(name))


def _known(guess: Header) -> int:
    return sum(field is not None for field in guess.fields)
