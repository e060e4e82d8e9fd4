"""`make api`: docs/api.json from the routes, and the client's types from docs/api.json; --check only compares."""

import difflib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools import client, environment, lock, node, paths
from tools.say import Stop, say

DESCRIPTION = paths.ROOT / "docs" / "api.json"
TYPES = paths.PWA / "src" / "platform" / "api-types.ts"
SHOWN_LINES = 40


def main(arguments: list[str]) -> int:
    """Returns 1 when --check finds a difference or a step fails."""
    try:
        with lock.installing():
            environment.for_development()
            client.ensure_packages()
        with tempfile.TemporaryDirectory() as folder:
            made = _make(Path(folder))
            if "--check" not in arguments:
                for kept, new in made.items():
                    shutil.copy(new, kept)
                return 0
            outdated = [kept for kept, new in made.items() if not _is_same(kept, new)]
    except Stop as refusal:
        say(str(refusal))
        return 1
    if outdated:
        say("The routes say otherwise than the kept files. Write them anew: make api")
    return 1 if outdated else 0


def _make(folder: Path) -> dict[Path, Path]:
    """Write both files into a folder; returns the new file for each kept one."""
    description, types = folder / "api.json", folder / "api-types.ts"
    _run([paths.BIN / "flask", "--app", "wsgi", "api", description], paths.ROOT)
    writer = paths.PWA / "node_modules" / ".bin" / "openapi-typescript"
    _run([writer, description, "--default-non-nullable=false", "-o", types], paths.PWA)
    return {DESCRIPTION: description, TYPES: types}


def _run(command: list[str | Path], folder: Path) -> None:
    # The application describes itself without touching a database, but wants an address to be built.
    env = {**node.settings(), "DATABASE_URL": "postgresql://nobody@localhost/none"}
    done = subprocess.run(command, check=False, cwd=folder, env=env, capture_output=True, text=True)
    if done.returncode:
        raise Stop(f"{done.stdout}{done.stderr}")


def _is_same(kept: Path, new: Path) -> bool:
    old = kept.read_text().splitlines() if kept.exists() else []
    difference = list(difflib.unified_diff(old, new.read_text().splitlines(), str(kept), "made now", lineterm=""))
    for line in difference[:SHOWN_LINES]:
        say(line)
    return not difference


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
