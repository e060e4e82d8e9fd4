"""Lighthouse on every screen of the built client, as a signed-in phone on its first visit."""

import json
import subprocess
from typing import Any

import pytest

from backend.core.db import uuid7
from tests.e2e import chromium, stage
from tests.e2e.product import Product
from tests.e2e.screen import Screen
from tests.e2e.screens import chosen
from tests.e2e.stage import Stage
from tests.e2e.world import World
from tools import node, paths

PATIENCE_S = 1800


@pytest.fixture(scope="module")
def set_up(live_server: Product, world: World) -> Stage:
    return stage.build(live_server, world)


def test_every_screen_is_fast_and_accessible_and_well_made(set_up: Stage) -> None:
    found = judge(set_up)
    print(table(found))  # noqa: T201 - what the person who runs the tests wants to see
    assert [it["name"] for it in found if not it["good"]] == [], table(found)


def judge(set_up: Stage) -> list[dict[str, Any]]:
    people = {
        role: {
            "username": person.username,
            "password": person.password,
            "device_id": str(uuid7()),
            "device_label": "Lighthouse",
        }
        for role, person in set_up.people.items()
    }
    asked = {
        "origin": set_up.origin,
        "chromium": chromium.binary(),
        "people": people,
        "screens": [_asked(screen, set_up) for screen in chosen() if not screen.is_twin],
    }
    done = subprocess.run(
        ["node", "scripts/lighthouse.mjs"],
        check=False,
        cwd=paths.PWA,
        env=node.settings(),
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def table(found: list[dict[str, Any]]) -> str:
    lines = [f"{'screen':<20} perf  a11y  best  as seen  runs  seconds  machine"]
    for it in found:
        scores = [it["scores"][name] for name in ("performance", "accessibility", "best-practices")]
        rest = f"{it['asSeen']:>7}  {it['runs']:>4}  {it['seconds']:>7}  {it['machine']:>7}"
        lines.append(f"{it['name']:<20} {scores[0]:>4}  {scores[1]:>4}  {scores[2]:>4}  {rest}")
        if not it["good"]:
            lines += [
                f"    {it['url']} {it['metrics']} {it.get('error') or ''}",
                *(f"    {why}" for why in it["failed"]),
            ]
    return "\n".join(lines)


def _asked(screen: Screen, set_up: Stage) -> dict[str, Any]:
    return {
        "name": screen.name,
        "role": screen.role or "nobody",
        "path": screen.path(set_up),
        "performance": screen.performance,
    }
