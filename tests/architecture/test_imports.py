"""The walls between ranks and rooms: they stand, and each falls over when somebody climbs it."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, name, python_files, tree

ROOMS = ("routes", "jobs", "schemas", "actions", "queries", "policy", "models", "rules")
LINT = Path(sys.executable).with_name("lint-imports")
CLIMBS = {
    "a rank below asks one above": ("backend/areas/queries.py", "import backend.commands.models"),
    "two of one rank meet": ("backend/wiring.py", "import backend.cli"),
    "a model asks the actions of its domain": ("backend/areas/models.py", "import backend.areas.actions"),
    "a rule asks the database": ("backend/areas/rules/climbing.py", "import sqlalchemy"),
    "a rule asks the clock": ("backend/areas/rules/climbing.py", "from backend.core import clock"),
    "a query asks the web": ("backend/areas/queries.py", "import flask"),
    "a domain of no rank appears": ("backend/nowhere/__init__.py", ""),
    "a tool asks what only .venv has": ("tools/tls.py", "import cryptography"),
    "the product asks a tool": ("backend/core/clock.py", "import tools.paths"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(LINT), "--config", str(ROOT / "pyproject.toml"), "--no-cache"]
    return subprocess.run(command, check=False, cwd=folder, capture_output=True, text=True)


def test_every_import_goes_down() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("climb", CLIMBS)
def test_the_build_fails_when(climb: str, tmp_path: Path) -> None:
    where, statement = CLIMBS[climb]
    for package in ("backend", "tools"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    target = tmp_path / where
    target.parent.mkdir(exist_ok=True)
    with target.open("a") as file:
        file.write(f"\n{statement}\n")
    done = lint(tmp_path)
    assert done.returncode == 1, done.stdout
    assert "BROKEN" in done.stdout or "layers" in done.stdout


def test_every_domain_with_a_room_is_named_in_the_rooms_contract() -> None:
    contract = (ROOT / "pyproject.toml").read_text()
    # Of core, jobs.py is the queue itself, not a room of a domain.
    domains = {
        file.relative_to(ROOT / "backend").parts[0]
        for file in python_files("backend")
        if any(part.removesuffix(".py") in ROOMS for part in file.relative_to(ROOT / "backend").parts[1:])
    }
    domains.remove("core")
    assert domains
    assert [domain for domain in sorted(domains) if f'"backend.{domain}"' not in contract] == []


def test_no_module_is_imported_by_a_computed_name() -> None:
    """What import-linter cannot see would be no wall."""
    computed = {
        name(file, node.lineno)
        for file in python_files("backend")
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Name | ast.Attribute)
        and (getattr(node, "id", None) or getattr(node, "attr", None)) in {"__import__", "import_module"}
    }
    assert computed == set()
