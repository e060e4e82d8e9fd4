"""Node.js for the build: the system's when it is new enough, else the one from PyPI in .venv."""

import os
import re
import shutil
import subprocess

from tools import environment, paths
from tools.say import say

#: What Vite 8 accepts: 20.19 and later of the 20s, or 22.12 and later.
LOWEST_20 = (20, 19)
LOWEST = (22, 12)


def is_new_enough(version: str) -> bool:
    """Judge the answer of `node --version`, such as v20.19.0."""
    found = re.fullmatch(r"v(\d+)\.(\d+)\.\d+\S*", version.strip())
    if not found:
        return False
    major, minor = int(found[1]), int(found[2])
    return (major, minor) >= LOWEST or (major == LOWEST_20[0] and minor >= LOWEST_20[1])


def settings() -> dict[str, str]:
    """The environment in which `node` and `npm` are found."""
    if _system_node_will_do():
        return dict(os.environ)
    if not (paths.BIN / "npm").exists():
        say("no Node.js 20.19 or newer here: taking it from PyPI")
    environment.ensure("node", environment.NODE)
    path = f"{paths.BIN}{os.pathsep}{os.environ.get('PATH', '')}"
    # Unlike a distribution's Node.js, this one would not trust a certificate that the system trusts.
    return {**os.environ, "PATH": path, "NODE_OPTIONS": "--use-system-ca"}


def _system_node_will_do() -> bool:
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return False
    answer = subprocess.run([node, "--version"], check=False, capture_output=True, text=True)
    return answer.returncode == 0 and is_new_enough(answer.stdout)
