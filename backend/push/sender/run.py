"""The sender process: its signals, its connections, and the engine between them."""

import os
import signal
import socket
from collections.abc import Sequence

import structlog
from flask import Flask

from backend.core.collector import spare_what_is_loaded
from backend.core.db import db
from backend.push.channels.assembled import assembled
from backend.push.channels.webpush.prepared import PreparedKeys
from backend.push.sender.engine import Engine
from backend.push.sender.life import Life
from backend.push.sender.preparing import Preparing
from backend.push.sender.source import Source
from backend.push.settings import settings

log = structlog.get_logger()


def run(app: Flask, sources: Sequence[Source]) -> None:
    """Send until SIGTERM or SIGINT, then finish what is on the line."""
    with app.app_context():
        life = Life(app.config["SQLALCHEMY_DATABASE_URI"])
        prepared = PreparedKeys(settings().prepared_keys)
        channels = assembled(settings(), life.notify_screens, prepared)
        chore = Preparing(prepared, settings().ring) if "webpush" in channels.names() else None
        bell, rope = os.pipe()
        os.set_blocking(rope, False)
        instance = f"{socket.gethostname()}:{os.getpid()}"
        engine = Engine(sources, channels, life, db.session(), instance=instance, wake=bell, chore=chore)
        _stop_on_signals(engine, rope)
        log.info("sender.started", sender_id=life.sender_id, channels=channels.names())
        spare_what_is_loaded()
        try:
            engine.run()
        finally:
            # Without the lock the claims are free; before this they would be ours for ever.
            life.close()
        log.info("sender.stopped", sender_id=life.sender_id)


def _stop_on_signals(engine: Engine, rope: int) -> None:
    def stop(_number: int, _frame: object) -> None:
        engine.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    # A byte in the pipe ends the wait in select at once.
    signal.set_wakeup_fd(rope, warn_on_full_buffer=False)
