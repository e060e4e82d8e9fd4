"""Reads plan files, and says what is wrong with one before anything is written."""

from pathlib import Path
from typing import Any

import yaml
from marshmallow import ValidationError

from backend.commands.rules import plan_content
from backend.commands.schemas.plans import PlanFile

HERE = Path(__file__).parent


class Unfit(Exception):
    """A plan file that nothing can be issued from; says which and why."""


def read_all(folder: Path = HERE) -> list[dict[str, Any]]:
    """Every plan of a folder, checked."""
    return [read(file) for file in sorted(folder.glob("*.yaml"))]


def read(file: Path) -> dict[str, Any]:
    try:
        plan: dict[str, Any] = PlanFile().load(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (ValidationError, yaml.YAMLError) as error:
        raise Unfit(f"{file.name}: {error}") from error
    if plan["code"] != file.stem:
        raise Unfit(f"{file.name}: the code is {plan['code']}, the file is named otherwise")
    if faults := plan_content.faults(plan):
        raise Unfit(f"{file.name}: {'; '.join(fault.in_file for fault in faults)}")
    return plan
