"""`make check`: every judgement about the code that needs no running product; one name each, all are made."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tools import client, environment, lock, node, paths
from tools.say import Stop, say


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    command: Sequence[str | Path]
    folder: Path = paths.ROOT


CHECKS = (
    Check("format", (paths.BIN / "ruff", "format", "--check", "--quiet", ".")),
    Check("lint", (paths.BIN / "ruff", "check", "--quiet", ".")),
    Check("types", (paths.BIN / "mypy",)),
    Check("imports", (paths.BIN / "lint-imports",)),
    Check("api", (paths.PYTHON, "-m", "tools.api", "--check")),
    Check("client-lint", ("npm", "run", "--silent", "lint"), paths.PWA),
    Check("client-types", ("npm", "run", "--silent", "typecheck"), paths.PWA),
)


def main(names: Sequence[str]) -> int:
    """Make the named checks, or all; the exit code is 1 when one finds something."""
    unknown = set(names) - {check.name for check in CHECKS}
    if unknown:
        say(f"No such check: {', '.join(sorted(unknown))}. There are: {' '.join(c.name for c in CHECKS)}")
        return 1
    try:
        with lock.installing():
            environment.for_development()
            client.ensure_packages()
            env = node.settings()
    except Stop as refusal:
        say(f"\n{refusal}")
        return 1
    chosen = [check for check in CHECKS if not names or check.name in names]
    # Each is a process of its own: as many at a time as there are cores.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        passes = list(pool.map(lambda check: _passes(check, env), chosen))
    failed = [check.name for check, passed in zip(chosen, passes, strict=True) if not passed]
    say(f"✗ found something: {' '.join(failed)}" if failed else "✓ all checks pass")
    return 1 if failed else 0


def _passes(check: Check, env: Mapping[str, str]) -> bool:
    began = time.monotonic()
    done = subprocess.run(
        check.command,
        check=False,
        cwd=check.folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    took = f"{time.monotonic() - began:.1f} s"
    if done.returncode == 0:
        say(f"✓ {check.name}  {took}")
        return True
    say(f"{done.stdout.rstrip()}\n✗ {check.name}  {took}   again alone: make check ONLY={check.name}")
    return False


if __name__ == "__main__":
    sys.exit(main(os.environ.get("ONLY", "").split()))
