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


def run(app: Flask, *, concurrency: int = 2, until_empty: bool = False) -> None:
    """Work until stopped by SIGINT or SIGTERM; with `until_empty` until nothing is left to do."""
    asyncio.run(_run(app, concurrency, until_empty))


async def _run(app: Flask, concurrency: int, until_empty: bool) -> None:
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"]).set(drivername="postgresql")
    connector = procrastinate.PsycopgConnector(conninfo=url.render_as_string(hide_password=False), min_size=1, max_size=concurrency + 4)
    worker_queue = queue.with_connector(connector)
    async with worker_queue.open_async():
        await take_up_stalled(worker_queue)
        side = asyncio.create_task(_live(app, worker_queue))
        try:
            await worker_queue.run_worker_async(
                concurrency=concurrency,
                wait=not until_empty,
                listen_notify=not until_empty,
                update_heartbeat_interval=HEARTBEAT_S,
                stalled_worker_timeout=STALLED_AFTER_S,
                shutdown_graceful_timeout=10,
                install_signal_handlers=True,
            )
        finally:
            side.cancel()


async def take_up_stalled(worker_queue: procrastinate.App) -> int:
    """Put the jobs of dead workers back in the queue; returns how many."""
    manager = worker_queue.job_manager
    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_S))
    for job in stalled:
        await manager.retry_job(job)
    if stalled:
        log.warning("worker.took_up_stalled", jobs=len(stalled))
    return len(stalled)


async def _live(app: Flask, worker_queue: procrastinate.App) -> None:
    while True:
        await asyncio.to_thread(_beat, app)
        await take_up_stalled(worker_queue)
        await asyncio.sleep(beats.EVERY.total_seconds())


def _beat(app: Flask) -> None:
    with app.app_context():
        beats.beat("worker", INSTANCE)
        db.session.commit()
