"""What one would write first: a Flask view that inserts a row and commits, behind gunicorn's ordinary workers."""

import json
import os
import socket
import subprocess
import uuid

import psycopg
from flask import Flask, request
from psycopg_pool import ConnectionPool

from bench import cockpit, feeding
from tools import paths

SAMPLE = 5_000
TABLE = "CREATE TABLE IF NOT EXISTS rival_receipt (id uuid PRIMARY KEY, order_id uuid, state text, at timestamptz)"


def create_app() -> Flask:
    app = Flask(__name__)
    pool = ConnectionPool(os.environ["DATABASE_URL"], min_size=1, max_size=4, open=True)

    @app.get("/")
    def is_there() -> str:
        return "yes"

    @app.post("/receipts")
    def take() -> dict[str, str]:
        said = request.get_json()
        with pool.connection() as connection:
            row = (said["id"], said["order_id"], said["state"], said["at"])
            connection.execute("INSERT INTO rival_receipt VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING", row)
        return {"id": said["id"]}

    return app


def per_s(url: str) -> float:
    """How many answers a second it takes, as fast as they come."""
    with psycopg.connect(url) as connection:
        connection.execute(TABLE)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    command = [paths.BIN / "gunicorn", "--workers", str(os.cpu_count() or 1), "--worker-class", "gthread"]
    command += [
        "--threads",
        "8",
        "--bind",
        f"127.0.0.1:{port}",
        "--log-level",
        "error",
        "bench.rival_receipts:create_app()",
    ]
    running = subprocess.Popen(command, cwd=paths.ROOT, env={**os.environ, "DATABASE_URL": url})
    try:
        cockpit.wait_until(lambda: _answers(port), 30, "the naive one did not start")
        told = feeding.fed_here(port, [_request() for _ in range(SAMPLE)])
    finally:
        running.terminate()
        running.wait()
    return SAMPLE / told.took_s


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _request() -> bytes:
    said = {
        "id": str(uuid.uuid4()),
        "order_id": str(uuid.uuid4()),
        "state": "acknowledged",
        "at": "2026-01-01T00:00:00Z",
    }
    body = json.dumps(said).encode()
    head = "POST /receipts HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
