"""How gunicorn serves the web process, on a laptop and in the district: gunicorn -c deploy/gunicorn.py wsgi:app"""

import os
import ssl
from typing import Any

import gevent

from backend.core.collector import spare_what_is_loaded

bind = os.environ.get("BIND", "127.0.0.1:8000")
# For a laptop without a proxy: this process speaks TLS itself. In the district nginx does.
certfile = os.environ.get("WEB_CERTFILE") or None
keyfile = os.environ.get("WEB_KEYFILE") or None
worker_class = "backend.core.http.server.Worker"
workers = int(os.environ.get("WEB_PROCESSES", "") or os.cpu_count() or 1)
# Each open screen holds one connection; at the default of 1,000 the next one would hang.
worker_connections = 20_000
backlog = 4_096
# An open stream would delay a stop by the default 30 s.
graceful_timeout = 3
timeout = 60
# With gevent a preloaded application makes psycopg block silently (4.2 s where 0.3 s are needed).
preload_app = False
# The address of the caller is taken from X-Forwarded-For only when nginx on this machine says it.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
# Nobody steers gunicorn by its socket; without this it would write into the home folder.
control_socket_disable = True
errorlog = "-"
loglevel = os.environ.get("WEB_LOG_LEVEL", "warning")


def post_worker_init(_worker: Any) -> None:
    spare_what_is_loaded()
    _let_phones_hang_up()


def _let_phones_hang_up() -> None:
    """A phone that does not trust the certificate yet hangs up in the middle: its business, and no error of ours."""
    hub = gevent.get_hub()
    hub.NOT_ERROR = (*hub.NOT_ERROR, ssl.SSLError)
