"""`make test`: what the tests need is brought here, the client is built, and all tests run.

They run in two processes, each with a server of its own: phones and browsers after all others. Whatever judges how fast
a screen is has the machine for itself.
"""

import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tools import asterisk, client, debian, environment, lock, node, paths
from tools.say import Stop, say

WITH_PHONES = ("tests/e2e", "tests/faults")
IN_TWO = ("-n", "2", "--dist", "loadfile")
OTHERS = (*(f"--ignore={folder}" for folder in WITH_PHONES), *IN_TWO)
JUDGED = "tests/e2e/test_lighthouse.py"
PHONES = (*WITH_PHONES, f"--ignore={JUDGED}", *IN_TWO)


def main(arguments: Sequence[str]) -> int:
    """Arguments go to pytest; without any, the client's unit tests run first, and whatever fails, all are run."""
    try:
        with lock.installing():
            environment.for_development()
            debian.install(
                debian.missing(debian.FOR_TESTS), why="The tests need real browsers, a bus, a font and a voice"
            )
            asterisk.ensure()
            client.ensure_built()
            env = node.settings()
    except Stop as refusal:
        say(f"\n{refusal}")
        return 1
    if not arguments:
        say("▸ the client's unit tests")
        client_tests = subprocess.run(["npm", "test", "--silent"], check=False, cwd=paths.PWA, env=env)
        if client_tests.returncode:
            return client_tests.returncode
    runs: list[Sequence[str]] = [arguments] if arguments else [OTHERS, PHONES, (JUDGED,)]
    codes = []
    for number, chosen in enumerate(runs, start=1):
        say(f"▸ the tests ({number} of {len(runs)})" if len(runs) > 1 else "▸ the tests")
        command: list[str | Path] = [paths.PYTHON, "-m", "pytest", *chosen]
        codes.append(subprocess.run(command, check=False, cwd=paths.ROOT, env=env).returncode)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main(shlex.split(os.environ.get("ARGS", ""))))
