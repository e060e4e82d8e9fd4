"""The repository's own source as the architecture tests read it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: Written by a machine; nobody reads it top to bottom.
GENERATED = {ROOT / "pwa" / "src" / "platform" / "api-types.ts"}
CLIENT_FOLDERS = ("src", "service-worker", "scripts", "tests")


@cache
def python_files(*folders: str) -> tuple[Path, ...]:
    """Every Python file of the folders; those at the root come with the empty name."""
    found: list[Path] = []
    for folder in folders:
        found += (ROOT / folder).rglob("*.py") if folder else ROOT.glob("*.py")
    return tuple(sorted(file for file in found if "node_modules" not in file.parts))


def client_files(*endings: str) -> list[Path]:
    found = [file for folder in CLIENT_FOLDERS for file in (ROOT / "pwa" / folder).rglob("*") if file.is_file()]
    found += [file for file in (ROOT / "pwa").iterdir() if file.is_file()]
    return sorted(file for file in found if file.suffix in endings and file not in GENERATED)


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(), filename=str(file))


def functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the last one."""
    assert node.end_lineno
    return node.end_lineno - node.lineno + 1


def name(file: Path, line: int | None = None) -> str:
    return f"{file.relative_to(ROOT)}{f':{line}' if line else ''}"


def lines(file: Path) -> list[str]:
    return file.read_text().splitlines()
