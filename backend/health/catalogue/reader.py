"""The rules that are in force, read once from their file."""

from functools import lru_cache
from pathlib import Path

import yaml

from backend.health.rules.ruleset import RuleSet, read

FOLDER = Path(__file__).parent
IN_FORCE = "hangzhou-2020-02-11"


@lru_cache(maxsize=8)
def ruleset(version: str = IN_FORCE) -> RuleSet:
    return read(yaml.safe_load((FOLDER / f"{version}.yaml").read_text(encoding="utf-8")))
