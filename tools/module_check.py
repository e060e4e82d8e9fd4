"""`make module-check FILE=`: what is wrong with a module file, line by line, and whether its own tests pass."""

import os
import subprocess
import sys
from collections.abc import Sequence

from tools import environment, lock, paths
from tools.say import Stop, say


def main(files: Sequence[str]) -> int:
    """Returns 1 when something is wrong; every file is looked at."""
    if not files:
        say("Name a file: make module-check FILE=backend/modules/catalogue/rental_housing.yaml")
        return 1
    try:
        with lock.installing():
            environment.for_running()
    except Stop as refusal:
        say(f"\n{refusal}")
        return 1
    # The application is built for its commands and touches no database, but wants an address to be built.
    env = {**os.environ, "DATABASE_URL": "postgresql://nobody@localhost/none"}
    command: paths.Words = [paths.BIN / "flask", "--app", "wsgi", "modules", "check"]
    codes = [subprocess.run([*command, file], check=False, cwd=paths.ROOT, env=env).returncode for file in files]
    return 1 if any(codes) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
