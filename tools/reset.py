"""`make reset`: forget the data, the secrets and the logs in var/; the next `make run` starts anew."""

import shutil
import sys

from tools import lock, paths
from tools.say import Stop, say


def main() -> int:
    try:
        with lock.held(address="make reset"):
            for path in paths.VAR.iterdir():
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path)
                elif path != lock.FILE:
                    path.unlink()
    except Stop as refusal:
        say(str(refusal))
        return 1
    say(f"Cleared {paths.VAR}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
