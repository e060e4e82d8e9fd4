"""The worker process: runs the jobs, takes up what a killed worker left, and gives life signs."""

import asyncio
import os
import socket

import procrastinate
import structlog
from flask import Flask
from sqlalchemy.engine import make_url

from backend.core import beats
from backend.core.db import db
from backend.core.jobs import queue

INSTANCE = f"{socket.gethostname()}:{os.getpid()}"
HEARTBEAT_S = 2.0
#: A worker silent for this long is dead, and its jobs are taken up. Jobs are safe to run twice.
STALLED_AFTER_S = 10.0
log = structlog.get_logger()


def run(
    app: Flask, *, concurrency: int = 2, heartbeat_s: float = HEARTBEAT_S, stalled_after_s: float = STALLED_AFTER_S
) -> None:
    """Work until stopped by SIGINT or SIGTERM."""
    asyncio.run(_run(app, concurrency, heartbeat_s, stalled_after_s))


async def _run(app: Flask, concurrency: int, heartbeat_s: float, stalled_after_s: float) -> None:
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"]).set(drivername="postgresql")
    connector = procrastinate.PsycopgConnector(
        conninfo=url.render_as_string(hide_password=False), min_size=1, max_size=concurrency + 4
    )
    with queue.replace_connector(connector) as worker_queue:
        async with worker_queue.open_async():
            await _work(app, worker_queue, concurrency, heartbeat_s, stalled_after_s)


async def _work(
    app: Flask, worker_queue: procrastinate.App, concurrency: int, heartbeat_s: float, stalled_after_s: float
) -> None:
    side = asyncio.create_task(_live(app, worker_queue, heartbeat_s, stalled_after_s))
    try:
        await worker_queue.run_worker_async(
            concurrency=concurrency,
            # A job that is taken up again rings no bell.
            fetch_job_polling_interval=1.0,
            update_heartbeat_interval=heartbeat_s,
            stalled_worker_timeout=stalled_after_s,
            shutdown_graceful_timeout=10,
            install_signal_handlers=True,
        )
    finally:
        side.cancel()


async def take_up_stalled(worker_queue: procrastinate.App, stalled_after_s: float) -> int:
    """Put the jobs of dead workers back in the queue; returns how many."""
    manager = worker_queue.job_manager
    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=stalled_after_s))
    for job in stalled:
        await manager.retry_job(job)
    if stalled:
        log.warning("worker.took_up_stalled", jobs=len(stalled))
    return len(stalled)


async def _live(app: Flask, worker_queue: procrastinate.App, heartbeat_s: float, stalled_after_s: float) -> None:
    while True:
        await asyncio.to_thread(_beat, app)
        await take_up_stalled(worker_queue, stalled_after_s)
        await asyncio.sleep(heartbeat_s)


def _beat(app: Flask) -> None:
    with app.app_context():
        beats.beat("worker", INSTANCE)
        db.session.commit()
