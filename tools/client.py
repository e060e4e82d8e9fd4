"""The phone client: its packages installed and its pages built, each only when its inputs changed."""

from tools import node, paths, stamps
from tools.say import step

STAMPS = paths.PWA / "node_modules" / ".stamps"
#: Not inputs of the build: what others make, and what only checks the source.
NOT_INPUTS = frozenset({"node_modules", "dist", "dev-dist", "tests", "coverage", ".vite"})


def ensure_built() -> None:
    value = stamps.digest(stamps.files_under(paths.PWA, without=NOT_INPUTS))
    if (paths.PWA / "dist" / "index.html").exists() and stamps.is_fresh(STAMPS / "built", value):
        return
    ensure_packages()
    step("phone client: build", ["npm", "run", "build"], cwd=paths.PWA, env=node.settings())
    stamps.write(STAMPS / "built", value)


def ensure_packages() -> None:
    value = stamps.digest([paths.PWA / "package.json", paths.PWA / "package-lock.json"])
    if stamps.is_fresh(STAMPS / "installed", value):
        return
    command = ["npm", "ci", "--no-audit", "--no-fund"]
    step("phone client packages", command, cwd=paths.PWA, env=node.settings())
    stamps.write(STAMPS / "installed", value)
