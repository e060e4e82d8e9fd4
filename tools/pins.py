"""`make pins`: from requirements*.in the files requirements*.txt, for every platform, with hashes."""

import os
import subprocess
import sys

from tools import environment, lock, paths
from tools.say import Stop, say

#: In this order: the development pins take over the product's.
NAMES = ("requirements", "requirements-node", "requirements-dev")


def main() -> int:
    try:
        with lock.installing():
            environment.for_development()
    except Stop as refusal:
        say(str(refusal))
        return 1
    for name in NAMES:
        command: paths.Words = [
            *(paths.BIN / "uv", "pip", "compile", f"{name}.in", "--output-file", f"{name}.txt"),
            *("--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--quiet"),
            *(["--upgrade"] if os.environ.get("UPGRADE", "1") else []),
        ]
        if subprocess.run(command, check=False, cwd=paths.ROOT).returncode:
            return 1
        say(f"✓ {name}.txt")
    return 0


if __name__ == "__main__":
    sys.exit(main())
