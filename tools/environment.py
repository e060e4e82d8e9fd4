"""The Python environment in .venv: made when missing, filled with exactly the pinned packages."""

import importlib.util
import subprocess
import sys
from pathlib import Path

from tools import debian, paths, stamps
from tools.say import Stop, step

PRODUCT = paths.ROOT / "requirements.txt"
DEVELOPMENT = paths.ROOT / "requirements-dev.txt"
NODE = paths.ROOT / "requirements-node.txt"


def for_running() -> None:
    ensure("python packages", PRODUCT)


def for_development() -> None:
    ensure("python packages for development", DEVELOPMENT)
    # The development pins hold all of the product's, so `make run` has nothing left to do.
    stamps.write(_stamp(PRODUCT), stamps.digest([PRODUCT]))


def ensure(title: str, requirements: Path) -> None:
    """Install a requirements file, unless its very contents were installed before."""
    _make()
    value = stamps.digest([requirements])
    if stamps.is_fresh(_stamp(requirements), value):
        return
    pip: paths.Words = [paths.PYTHON, "-m", "pip", "--disable-pip-version-check", "install"]
    step(title, [*pip, "--require-hashes", "--no-deps", "-r", requirements])
    stamps.write(_stamp(requirements), value)


def _make() -> None:
    if _works():
        return
    if importlib.util.find_spec("ensurepip") is None:
        debian.install(["python3-venv"], why="Python's venv module is incomplete here")
    step("python environment", [sys.executable, "-m", "venv", "--clear", paths.VENV])
    if not _works():
        raise Stop(f"{paths.PYTHON} does not run; remove {paths.VENV} and try again.")


def _works() -> bool:
    if not paths.PYTHON.exists():
        return False
    probe: paths.Words = [paths.PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
    return subprocess.run(probe, check=False, capture_output=True).returncode == 0


def _stamp(requirements: Path) -> Path:
    return paths.VENV / ".stamps" / requirements.name
