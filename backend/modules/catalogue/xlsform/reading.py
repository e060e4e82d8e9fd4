"""Reads an XLSForm: our own reader opens the file, pyxform says what it means, and each question keeps its row."""

from typing import Any, NamedTuple

from pyxform.errors import PyXFormError
from pyxform.xls2json import workbook_to_json
from pyxform.xls2json_backends import DefinitionData

from backend.core.errors import refuse
from backend.core.sheets.read import Sheet, read

SHEETS = ("survey", "choices", "settings")
LONGEST = 200


class Form(NamedTuple):
    title: str
    name: str
    questions: list[dict[str, Any]]
    #: a question's name → its row in the sheet
    rows: dict[str, int]
    #: sheets that are there and were not read
    others: list[str]
    warnings: list[str]


def form(data: bytes) -> Form:
    """A hostile file is opened in a process of its own; pyxform is handed rows of text alone."""
    sheets = {sheet.name.strip().lower(): sheet for sheet in read(data)}
    if "survey" not in sheets:
        refuse("draft.no_form", why="survey")
    rows = {name: _records(sheets[name]) if name in sheets else [] for name in SHEETS}
    warnings: list[str] = []
    given = {name: [said for _, said in rows[name]] for name in SHEETS}
    headers = {f"{name}_header": _header(sheets.get(name)) for name in SHEETS}
    try:
        made = workbook_to_json(DefinitionData(**given, **headers, sheet_names=list(sheets)), warnings=warnings)
    except PyXFormError as error:
        refuse("draft.no_form", why=str(error)[:LONGEST])
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError, IndexError):
        # What pyxform has no words for is no XLSForm either.
        refuse("draft.no_form", why="survey")
    places = {said["name"]: line for line, said in rows["survey"] if said.get("name")}
    title, name = str(made.get("title") or ""), str(made.get("id_string") or "")
    others = sorted(sheets.keys() - set(SHEETS))
    return Form(title, name, list(made["children"]), places, others, warnings)


def _header(sheet: Sheet | None) -> list[dict[str, Any]]:
    return [dict.fromkeys(_names(sheet))] if sheet is not None else []


def _names(sheet: Sheet) -> list[str]:
    return [cell for cell in sheet.rows[0].cells if cell]


def _records(sheet: Sheet) -> list[tuple[int, dict[str, str]]]:
    names = sheet.rows[0].cells
    return [
        (row.line, {name: cell for name, cell in zip(names, row.cells, strict=False) if name and cell})
        for row in sheet.rows[1:]
    ]
