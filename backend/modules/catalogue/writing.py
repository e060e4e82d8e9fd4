"""Writes a module as the YAML that people read: short parts on one line, everything else below each other."""

from decimal import Decimal
from typing import Any

import yaml

#: What fits on a line stands on it.
WIDTH = 120


class Readable(yaml.SafeDumper):
    """Lists are indented under their names, as the shipped modules have it, and no part stands for another."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - PyYAML calls it so
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML calls it so
        return True


def _float(dumper: Readable, value: float) -> Any:
    """Modules know no 1e-05."""
    said = format(Decimal(repr(value)), "f")
    return dumper.represent_scalar("tag:yaml.org,2002:float", said if "." in said else f"{said}.0")


Readable.add_representer(float, _float)


def written(content: dict[str, Any]) -> str:
    text = yaml.dump(
        content, Dumper=Readable, allow_unicode=True, sort_keys=False, width=WIDTH, default_flow_style=None
    )
    return str(text)
