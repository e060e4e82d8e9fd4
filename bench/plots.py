"""Plots beside the tables of docs/performance.md: SVG, drawn by the client's own ECharts."""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools import client, node

NPM = Path(__file__).parent / "npm"
WIDTH, HEIGHT = 760, 360
ROW, MARGINS = 24, 96
#: Bars that differ more than this are told apart on a scale of tens only.
FURTHEST = 20
#: Told apart by who sees no red; a target has a colour of its own.
COLOURS = ("#0b4a75", "#b04a00", "#0a6b3c", "#5f2d94", "#71818e")
TARGET = "#a60d1d"
INK, GRID = "#0f1a23", "#cdd6dd"
LABEL = {"color": INK, "fontSize": 12}
#: series, name, figure
Values = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Plot:
    """What ECharts is asked for, and what is said to whoever does not see it."""

    said: str
    option: dict[str, Any]
    height: int = HEIGHT


def bars(said: str, unit: str, values: Values) -> Plot:
    """For each series of `values` a bar for each of its names, one under the other, with its figure at its end."""
    names = _names(values)
    known = [value for of in values.values() for value in of.values()]
    scale = "log" if max(known) > FURTHEST * min(known) else "value"
    # Where each name is in one series only, its bar needs no room for those of others.
    apart = len(names) < sum(len(of) for of in values.values())
    series = [
        {
            "name": name,
            "type": "bar",
            "data": [of.get(one) for one in names],
            "label": {"show": True, "position": "right", **LABEL},
            **({} if apart else {"barGap": "-100%"}),
        }
        for name, of in values.items()
    ]
    option = {
        "legend": _legend(),
        "grid": {"left": 250, "right": 70, "top": 44, "bottom": 52},
        "xAxis": _axis(unit, scale),
        "yAxis": {"type": "category", "data": names, "inverse": True, "axisLabel": LABEL, "axisTick": {"show": False}},
        "series": series,
    }
    return Plot(said, option, MARGINS + ROW * len(names) * (len(series) if apart else 1))


def lines(said: str, x: str, y: str, values: Values, *, scale: str = "value", target: float | None = None) -> Plot:
    """For each series of `values` a line through its names, from left to right; `scale` is that of `y`."""
    names = _names(values)
    series: list[dict[str, Any]] = [
        {"name": name, "type": "line", "data": [of.get(one) for one in names], "symbolSize": 5}
        for name, of in values.items()
    ]
    if target is not None:
        series[0]["markLine"] = {
            "symbol": "none",
            "data": [{"yAxis": target}],
            "lineStyle": {"color": TARGET, "type": "dashed"},
            "label": {"formatter": f"target {target:g}", "color": TARGET, "fontSize": 12, "position": "insideStartTop"},
        }
    option = {
        "legend": _legend(),
        "grid": {"left": 70, "right": 40, "top": 56, "bottom": 52},
        "xAxis": {**_axis(x, "category"), "data": names, "boundaryGap": False},
        "yAxis": {**_axis(y, scale), "nameLocation": "end", "nameGap": 12, "nameTextStyle": {**LABEL, "align": "left"}},
        "series": series,
    }
    return Plot(said, option)


def draw(plot: Plot, file: Path) -> None:
    """Write it as SVG."""
    client.ensure_packages()
    asked = {"width": WIDTH, "height": plot.height, "option": {**_SAME_FOR_ALL, **plot.option}}
    drawn = subprocess.run(
        ["node", "plot.mjs"],
        cwd=NPM,
        input=json.dumps(asked),
        env=node.settings(),
        capture_output=True,
        text=True,
        check=True,
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(drawn.stdout.rstrip() + "\n")


_SAME_FOR_ALL = {
    "animation": False,
    "backgroundColor": "#ffffff",
    "color": COLOURS,
    "textStyle": {"fontFamily": "sans-serif", "color": INK},
}


def _axis(name: str, scale: str) -> dict[str, Any]:
    return {
        "type": scale,
        "name": name,
        "nameLocation": "middle",
        "nameGap": 32,
        "nameTextStyle": LABEL,
        "axisLabel": LABEL,
        "axisLine": {"show": True, "lineStyle": {"color": INK}},
        "splitLine": {"lineStyle": {"color": GRID}},
    }


def _legend() -> dict[str, Any]:
    return {"top": 8, "itemGap": 32, "textStyle": LABEL}


def _names(values: Values) -> list[str]:
    return list(dict.fromkeys(name for of in values.values() for name in of))
