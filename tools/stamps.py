"""Remembers by a hash of its inputs that a long step was done, so that it is not done twice."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(files: Iterable[Path], *extra: str) -> str:
    """One hash over names and contents; a renamed, new or missing file changes it."""
    total = hashlib.sha256()
    for text in extra:
        total.update(text.encode() + b"\0")
    for file in sorted(files):
        total.update(str(file).encode() + b"\0")
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def is_fresh(stamp: Path, value: str) -> bool:
    return stamp.is_file() and stamp.read_text() == value


def write(stamp: Path, value: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value)


def files_under(folder: Path, *, without: frozenset[str]) -> list[Path]:
    """Every file below the folder, leaving out whole subfolders by name."""
    found: list[Path] = []
    for path in folder.iterdir():
        if path.name in without:
            continue
        if path.is_dir():
            found += files_under(path, without=without)
        elif path.is_file():
            found.append(path)
    return found
