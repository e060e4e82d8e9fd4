"""Who runs PostgreSQL: it refuses root, so root hands it and its files to the user `nobody`."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from tools.say import say

FOR_ROOT = "nobody"


class PopenUser(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class Owner:
    uid: int
    gid: int

    @property
    def is_me(self) -> bool:
        return self.uid == os.geteuid()

    def as_popen(self) -> PopenUser:
        """Arguments that make subprocess run as this user."""
        return {} if self.is_me else {"user": self.uid, "group": self.gid, "extra_groups": []}

    def give(self, *files: str | Path) -> None:
        for file in files:
            Path(file).chmod(0o700 if Path(file).is_dir() else 0o600)
            if not self.is_me:
                os.chown(file, self.uid, self.gid)


def owner_of(data: Path) -> Owner:
    """The user of an existing data folder, else me, else (for root) nobody."""
    if os.geteuid() != 0:
        return Owner(os.geteuid(), os.getegid())
    if data.exists() and data.stat().st_uid != 0:
        return Owner(data.stat().st_uid, data.stat().st_gid)
    entry = pwd.getpwnam(FOR_ROOT)
    return Owner(entry.pw_uid, entry.pw_gid)


def reachable(folder: Path, owner: Owner) -> None:
    """Let the other user walk down to a folder of root's: the x bit only, and only where it is missing."""
    if owner.is_me:
        return
    for above in reversed([folder, *folder.parents]):
        mode = above.stat().st_mode
        if not mode & stat.S_IXOTH:
            say(f"! chmod o+x {above}, so that PostgreSQL, which never runs as root, reaches its files")
            above.chmod(mode | stat.S_IXOTH)


def readable(tree: Path, owner: Owner) -> None:
    """Let the other user read a whole tree of root's; under a strict umask pip installs for root alone."""
    if owner.is_me or tree.stat().st_mode & stat.S_IROTH:
        return
    for path in [tree, *tree.rglob("*")]:
        mode = path.stat().st_mode
        path.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))
