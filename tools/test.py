"""`make test`: what the tests need is brought here, the client is built, and all tests run."""

import os
import shlex
import subprocess
import sys
from collections.abc import Sequence

from tools import asterisk, client, debian, environment, lock, node, paths
from tools.say import Stop, say


def main(arguments: Sequence[str]) -> int:
    """Arguments go to pytest; without any, the client's unit tests run first."""
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
        say("▸ the tests")
    return subprocess.run([paths.PYTHON, "-m", "pytest", *arguments], check=False, cwd=paths.ROOT, env=env).returncode


if __name__ == "__main__":
    sys.exit(main(shlex.split(os.environ.get("ARGS", ""))))
