"""A map with a ground of its own, a scene and 天地图 on loopback, as a test's settings say."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from backend.maps import settings
from backend.maps.tianditu.line import LINE
from tests.doubles.tianditu import KEY, Tianditu

Told = Callable[..., None]


@pytest.fixture
def told(app: Flask, bound: None, tmp_path: Path) -> Told:
    """Settings beside those of the tests' application, until the next test."""
    return lambda **said: settings.bind({**app.config, "VAR": tmp_path, **said})


@pytest.fixture
def tianditu(told: Told) -> Iterator[Tianditu]:
    double = Tianditu()
    told(TIANDITU_KEY=KEY, TIANDITU_HOST=double.url)
    LINE.close()
    yield double
    LINE.close()
    double.close()


@pytest.fixture
def ground(told: Told, tmp_path: Path) -> Path:
    file = tmp_path / "ground.pmtiles"
    file.write_bytes(bytes(range(256)) * 100)
    told(MAP_GROUND=str(file), MAP_ATTRIBUTION="CC0")
    return file


def said(reply: Any) -> dict[str, Any]:
    assert reply.status_code == 200, reply.json
    found: dict[str, Any] = reply.json
    return found
