"""`make reset`: forget the data, the secrets and the logs in var/; the next `make run` starts anew.

The certificate authority stays, because phones were told to trust it by hand; ALL=1 forgets it too.
"""

import os
import shutil
import sys

from tools import lock, paths, tls
from tools.say import Stop, say


def main() -> int:
    keeps = tls.FOLDER.exists() and os.environ.get("ALL") != "1"
    try:
        with lock.held(address="make reset"):
            for path in paths.VAR.iterdir():
                if keeps and path == tls.FOLDER:
                    continue
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path)
                elif path != lock.FILE:
                    path.unlink()
    except Stop as refusal:
        say(str(refusal))
        return 1
    say(f"Cleared {paths.VAR}.")
    if keeps:
        say("Kept the certificate authority that phones trust; `make reset ALL=1` forgets it too.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
