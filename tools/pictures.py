"""`make pictures`: what drawing the screens needs is brought here, and all are drawn into docs/images."""

import subprocess
import sys

from tools import client, debian, environment, lock, paths
from tools.say import Stop, say


def main() -> int:
    try:
        with lock.installing():
            environment.for_development()
            debian.install(debian.missing(debian.FOR_TESTS), why="Drawing needs a real browser and a font")
            client.ensure_built()
    except Stop as refusal:
        say(f"\n{refusal}")
        return 1
    return subprocess.run([paths.PYTHON, "-m", "tests.e2e.draw_pictures"], check=False, cwd=paths.ROOT).returncode


if __name__ == "__main__":
    sys.exit(main())
