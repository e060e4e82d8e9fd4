"""What every module keeps to: one opening sentence, imports at its top, names that say what it knows."""

import ast
import re

import pytest

from tests.architecture.source import functions, lines, name, python_files, tree

ALL = python_files("", "backend", "tools", "bench", "conformance", "deploy", "tests", "migrations")
PRODUCT = python_files("", "backend", "tools", "deploy")
PACKAGE_FILES = [file for file in ALL if file.name == "__init__.py"]
NAMELESS = re.compile(r"(^|_)(utils?|helpers?|managers?|misc|common)$")
#: A ruff or mypy exemption: its codes, then its reason.
EXEMPTION = re.compile(r"#\s*(noqa|type: ignore)(?P<codes>(: [A-Z0-9, ]+)|(\[[a-z, -]+\]))?\s*(?P<reason>.*)$")


def test_package_files_hold_no_code() -> None:
    assert PACKAGE_FILES
    assert [name(file) for file in PACKAGE_FILES if tree(file).body] == []


def test_no_import_stands_inside_a_function() -> None:
    inside = {
        name(file, node.lineno)
        for file in ALL
        for function in functions(file)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert inside == set()


def test_every_module_opens_with_a_sentence() -> None:
    modules = [file for file in ALL if file.name != "__init__.py"]
    assert [name(file) for file in modules if not (ast.get_docstring(tree(file)) or "").strip()] == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [name(file) for file in ALL if NAMELESS.search(file.stem) or NAMELESS.search(file.parent.name)] == []


def test_no_relationship_is_made_invisible_by_backref() -> None:
    words = {
        name(file, node.lineno)
        for file in PRODUCT
        for node in ast.walk(tree(file))
        if isinstance(node, ast.keyword) and node.arg == "backref"
    }
    assert words == set()


def test_every_exemption_from_a_check_gives_its_reason() -> None:
    bare = []
    for file in PRODUCT:
        for number, line in enumerate(lines(file), start=1):
            found = EXEMPTION.search(line)
            if found and not (found["codes"] and len(found["reason"].strip(" #-–—:")) > 3):
                bare.append(name(file, number))
    assert bare == []


@pytest.mark.parametrize("line", ["x = 1  # noqa", "x = 1  # noqa: E501", "x = 1  # type: ignore[arg-type]"])
def test_an_exemption_without_a_reason_would_be_found(line: str) -> None:
    found = EXEMPTION.search(line)
    assert found
    assert not (found["codes"] and found["reason"])
