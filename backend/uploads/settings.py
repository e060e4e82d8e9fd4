"""What uploads were told at start: where photos are kept."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from backend.uploads.storage.base import Storage
from backend.uploads.storage.folder import Folder
from backend.uploads.storage.s3 import Bucket

#: name in PALM_STORAGE → how it is made
STORAGES: dict[str, Callable[[Mapping[str, Any]], Storage]] = {
    "folder": lambda config: Folder(Path(config["VAR"]) / "photos"),
    "s3": Bucket,
}

_bound: list[Storage] = []


def bind(config: Mapping[str, Any]) -> None:
    """Say once, at start, which storage is used."""
    if config["STORAGE"] not in STORAGES:
        raise SystemExit(f"PALM_STORAGE is {config['STORAGE']!r}; there are: {' '.join(STORAGES)}")
    _bound[:] = [STORAGES[config["STORAGE"]](config)]


def storage() -> Storage:
    return _bound[0]
