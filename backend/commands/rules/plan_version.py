"""What a version of a plan is known by: where its words come from, and the fingerprint of its content."""

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson

#: a file of the product, or a person here
CATALOGUE = "catalogue"
EDITOR = "editor"
SOURCES = (CATALOGUE, EDITOR)


def digest(content: Mapping[str, Any]) -> str:
    """The same content makes no new version."""
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()
