"""`make bench-…`, `make conformance`, `make fmt`: what they need is brought here, then Python runs the words given.

Whoever needs the built client or a browser as well says so with the first word.
"""

import subprocess
import sys
from collections.abc import Sequence

from tools import client, debian, environment, lock, node, paths
from tools.say import Stop, say

CLIENT = "--client"
BROWSER = "--browser"


def main(words: Sequence[str]) -> int:
    """Returns what the program returned, or 1 when something that it needs cannot be had here."""
    need = words[0] if words[0] in {CLIENT, BROWSER} else None
    try:
        with lock.installing():
            environment.for_development()
            if need == BROWSER:
                debian.install(debian.missing(debian.FOR_TESTS), why="This needs a real browser and a font")
            if need:
                client.ensure_built()
            env = node.settings()
    except Stop as refusal:
        say(f"\n{refusal}")
        return 1
    command: paths.Words = [paths.PYTHON, *words[bool(need) :]]
    return subprocess.run(command, check=False, cwd=paths.ROOT, env=env).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
