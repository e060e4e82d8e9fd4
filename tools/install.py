"""`make install`: the pinned packages and the built client, for a machine that runs its own services."""

import sys

from tools import client, environment, lock
from tools.say import Stop, say


def main() -> int:
    try:
        with lock.installing():
            environment.for_running()
            client.ensure_built()
    except Stop as refusal:
        say(f"\n{refusal}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
