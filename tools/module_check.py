"""`make module-check FILE=` and `module-difference OLD= NEW=`: is a module file fit, what do two say otherwise?"""

import os
import subprocess
import sys
from collections.abc import Sequence

from tools import environment, lock, paths
from tools.say import Stop, say

DIFFERENCE = "--difference"


def main(given: Sequence[str]) -> int:
    """Returns 1 when something is wrong; every file is looked at."""
    files = [word for word in given if word != DIFFERENCE]
    is_difference = DIFFERENCE in given
    if not files or (is_difference and len(files) != 2):
        say(_usage(is_difference))
        return 1
    try:
        with lock.installing():
            environment.for_running()
    except Stop as refusal:
        say(f"\n{refusal}")
        return 1
    calls = [["difference", *files]] if is_difference else [["check", file] for file in files]
    codes = [_flask(call) for call in calls]
    return 1 if any(codes) else 0


def _usage(is_difference: bool) -> str:
    if is_difference:
        return "Name both files: make module-difference OLD=old.yaml NEW=new.yaml"
    return "Name a file: make module-check FILE=backend/modules/catalogue/rental_housing.yaml"


def _flask(words: Sequence[str]) -> int:
    # The application is built for its commands and touches no database, but wants an address to be built.
    env = {**os.environ, "DATABASE_URL": "postgresql://nobody@localhost/none"}
    command: paths.Words = [paths.BIN / "flask", "--app", "wsgi", "modules", *words]
    return subprocess.run(command, check=False, cwd=paths.ROOT, env=env).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
