"""Others' client, tus-js-client, against our server as it runs in the district, over lines that break."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from backend.core.db import uuid7
from backend.core.facts import Fact
from tests.builders import photos
from tests.builders.people import token_of
from tests.builders.web import serving
from tests.cast import Cast
from tests.uploads.cut_line import cut_line
from tools import node, paths

CLIENT = Path(__file__).with_name("foreign_client.mjs")
PICTURE = photos.jpeg(512, 400, quality=95)


@pytest.fixture
def server(database_url: str, committed: Any, tmp_path: Path) -> Iterator[int]:
    with serving(database_url, tmp_path) as port:
        yield port


@pytest.fixture
def bearer(committed: Any) -> str:
    return token_of(Cast().grid_worker)


def send(port: int, bearer: str, tmp_path: Path) -> dict[str, Any]:
    """What the client says at the end: the address it sent to, and how many requests it took."""
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(PICTURE)
    said = {"sha256": photos.sha256(PICTURE), "record_id": str(uuid7())}
    env = node.settings()
    program = shutil.which("node", path=env["PATH"])
    assert program
    command = [program, CLIENT, photo, f"http://127.0.0.1:{port}/api/uploads", bearer, json.dumps(said)]
    done = subprocess.run(command, check=False, cwd=paths.ROOT, env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def finished(database: Any) -> list[str]:
    kinds = database.session.scalars(select(Fact.data["sha256"].astext).where(Fact.kind == "upload.finished"))
    return list(kinds)


def test_it_sends_a_photo_over_a_good_line(server: int, bearer: str, committed: Any, tmp_path: Path) -> None:
    assert send(server, bearer, tmp_path)["requests"] == 2
    assert finished(committed) == [photos.sha256(PICTURE)]


def test_it_sends_a_photo_over_a_line_that_breaks_at_every_tenth(
    server: int, bearer: str, committed: Any, tmp_path: Path
) -> None:
    # Each connection carries a tenth of the photo beside the headers.
    with cut_line(server, most=len(PICTURE) // 10 + 700) as line:
        said = send(line.port, bearer, tmp_path)
    assert line.breaks >= 9
    assert said["requests"] >= 2 + 2 * 9
    assert finished(committed) == [photos.sha256(PICTURE)]
