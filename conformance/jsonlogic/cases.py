"""JSONLogic cases as others publish them: rows of [rule, data, expected], or objects; texts are headings."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple


class Case(NamedTuple):
    #: its file and its place among the file's cases, such as jsonlogic/compatible-12
    vector: str
    rule: Any
    data: Any
    expected: Any


def in_folder(folder: Path) -> list[Case]:
    """Of the folder `jsonlogic`, or of a folder that is called so itself."""
    here = folder if folder.name == "jsonlogic" else folder / "jsonlogic"
    return [case for file in sorted(here.glob("*.json")) for case in _cases(file)]


def _cases(file: Path) -> Iterator[Case]:
    rows = [row for row in json.loads(file.read_text(encoding="utf-8")) if not isinstance(row, str)]
    for number, row in enumerate(rows, start=1):
        vector = f"jsonlogic/{file.stem}-{number}"
        if isinstance(row, list):
            yield Case(vector, *row[:3])
        else:
            yield Case(vector, row["rule"], row.get("data"), row.get("result"))
