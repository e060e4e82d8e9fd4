"""Others' clients of Open311, as they come from PyPI, against a server of ours."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

PROGRAM = Path(__file__).with_name("foreign_client.py")
#: Python's own translator of Python 2, or, where Python has it no more, the same one on its own.
TRANSLATOR = "lib2to3" if sys.version_info < (3, 13) else "fissix"
Call = tuple[str, list[Any], dict[str, Any]]


def translated(name: str, folder: Path) -> Path:
    """The folder of a client that was written for Python 2 alone: its own source, touched by the translator only."""
    found = importlib.util.find_spec(name)
    assert found is not None, "make test installs it"
    assert found.submodule_search_locations
    shutil.copytree(found.submodule_search_locations[0], folder / name)
    command = [sys.executable, "-W", "ignore", "-m", TRANSLATOR, "--write", "--nobackups", str(folder / name)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def call(client: str, settings: dict[str, Any], *calls: Call, path: Path | None = None) -> list[Any]:
    """What the client made of each reply. Its warnings are its own business."""
    command = [sys.executable, "-W", "ignore", PROGRAM, client, json.dumps(settings), json.dumps(calls)]
    env = {**os.environ, "PYTHONPATH": str(path or "")}
    done = subprocess.run(command, check=False, env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    said: list[Any] = json.loads(done.stdout)
    return said
