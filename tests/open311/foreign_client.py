"""Calls the server by another's client, three or georeport, and prints what the client made of each reply.

Run by itself: `foreign_client.py CLIENT SETTINGS CALLS`, the last two in JSON; a call is [method, arguments, keywords].
"""

import importlib
import json
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

#: client → where its class is
CLASSES = {"three": ("three", "Three"), "georeport": ("georeport", "GeoReport")}


def main(name: str, settings: dict[str, Any], calls: list[tuple[str, list[Any], dict[str, Any]]]) -> None:
    module, kind = CLASSES[name]
    headers = settings.pop("headers", {})
    client = getattr(importlib.import_module(module), kind)(**settings)
    if headers:
        client.session.headers.update(headers)
    said = []
    with ExitStack() as files:
        for method, arguments, keywords in calls:
            if "media" in keywords:
                keywords["media"] = files.enter_context(Path(keywords["media"]).open("rb"))
            said.append(getattr(client, method)(*arguments, **keywords))
    print(json.dumps(said))  # noqa: T201 - read by the test


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]), json.loads(sys.argv[3]))
