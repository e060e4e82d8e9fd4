"""GET /api/stream: hints as they happen, over one open answer."""

import socket
from collections.abc import Callable

from flask import Response, current_app, request
from flask_smorest import Blueprint
from sqlalchemy.engine import make_url

from backend.core import clock
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.core.http.endpoint import SIGNED_IN, endpoint
from backend.identity.routes import bearer
from backend.realtime.hub import Hub
from backend.realtime.listener import Listener
from backend.realtime.queries import missed
from backend.realtime.rules.audience import place
from backend.realtime.stream import Stream

blp = Blueprint("realtime", __name__, url_prefix="/api/stream", description="Live hints")
HUB = Hub()
LISTENER = Listener(HUB)
TYPE = "text/event-stream"
# A proxy that collected the answer first would keep everybody waiting.
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@endpoint(blp, "GET", "", allow=SIGNED_IN)
def open_stream(actor: Actor) -> Response:
    """Tell what changes where you may look, as server-sent events; resume with Last-Event-ID."""
    if TYPE not in request.headers.get("Accept", ""):
        # Whoever does not ask for a stream would wait for its end.
        refuse("stream.accept")
    stream = _stream(actor)
    LISTENER.ensure(_database())
    response = Response(content_type=TYPE, headers=HEADERS)
    response.call_on_close(lambda: HUB.close(stream))
    HUB.open(stream)
    response.response = stream.read(_missed(stream))
    return response


def _stream(actor: Actor) -> Stream:
    claims = bearer.read()
    ends_at = claims.expires_at if claims else clock.now()
    return Stream(actor.id, place(actor.paths, actor.person_path), ends_at=ends_at, hang_up=_hanging_up())


def _missed(stream: Stream) -> list[bytes]:
    """Looked up after the stream was opened: what happens in between comes twice rather than never."""
    try:
        return missed.missed(stream.place, request.headers.get("Last-Event-ID"))
    except BaseException:
        HUB.close(stream)
        raise


def _hanging_up() -> Callable[[], None]:
    """A reader that is stuck never comes back to see that it was cut off: its socket is closed under it."""
    line: socket.socket | None = request.environ.get("gunicorn.socket")

    def hang_up() -> None:
        if line is not None:
            try:
                line.shutdown(socket.SHUT_RDWR)
            except OSError:
                return

    return hang_up


def _database() -> str:
    url = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"]).set(drivername="postgresql")
    return url.render_as_string(hide_password=False)
