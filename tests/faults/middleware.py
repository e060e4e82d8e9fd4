"""What can go wrong between a phone and the server, request by request: a WSGI middleware for tests alone."""

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

Environ = dict[str, Any]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
#: Acts on one request in place of the application.
Fault = Callable[["Faults", Environ, Callable[..., Any]], Iterable[bytes]]

HTML = b"<!doctype html><title>Wi-Fi</title><form>Please sign in to this network</form>"


class LineBroken(Exception):
    """The phone hears nothing: whether anything was done, it cannot know."""


@dataclass
class Faults:
    """The application behind a bad line. `plan` holds the faults of the next requests, one each; then all is well."""

    app: Wsgi
    plan: list[Fault] = field(default_factory=list)
    #: requests that the line still holds, and hands over when nobody waits for them any more
    held: list[Environ] = field(default_factory=list)
    #: requests that the application has answered
    reached: int = 0

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        fault = self.plan.pop(0) if self.plan else well
        environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))
        return fault(self, environ, start_response)

    def pass_on(self, environ: Environ, start_response: Callable[..., Any]) -> list[bytes]:
        """The whole answer, as it is after the commit."""
        self.reached += 1
        answer = self.app(environ, start_response)
        try:
            return list(answer)
        finally:
            getattr(answer, "close", lambda: None)()

    def hand_over_held(self) -> int:
        """Late, twice perhaps, and in another order than they were sent."""
        late, self.held = self.held, []
        for environ in reversed(late):
            self.pass_on(environ, deaf)
        return len(late)


def deaf(_status: str, _headers: list[tuple[str, str]], *_: Any) -> Callable[[bytes], object]:
    return lambda _data: None


def again(environ: Environ) -> Environ:
    """The same request with its body from the start."""
    body = environ["wsgi.input"]
    body.seek(0)
    fresh = {name: value for name, value in environ.items() if not name.startswith(("werkzeug.", "flask."))}
    return {**fresh, "wsgi.input": io.BytesIO(body.read())}


def well(faults: Faults, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
    return faults.pass_on(environ, start_response)


def lost_before_commit(_faults: Faults, _environ: Environ, _start: Callable[..., Any]) -> Iterable[bytes]:
    raise LineBroken


def lost_after_commit(faults: Faults, environ: Environ, _start: Callable[..., Any]) -> Iterable[bytes]:
    faults.pass_on(environ, deaf)
    raise LineBroken


def truncated(share: float = 0.5) -> Fault:
    """The line breaks when so much of the body has passed; the server sees its end too early."""

    def truncate(faults: Faults, environ: Environ, _start: Callable[..., Any]) -> Iterable[bytes]:
        body = environ["wsgi.input"].read()
        environ["wsgi.input"] = io.BytesIO(body[: int(len(body) * share)])
        faults.pass_on(environ, deaf)
        raise LineBroken

    return truncate


def duplicate(faults: Faults, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
    """A proxy sends it twice; the phone hears the second answer."""
    copy = again(environ)
    faults.pass_on(again(environ), deaf)
    return faults.pass_on(copy, start_response)


def late(faults: Faults, environ: Environ, _start: Callable[..., Any]) -> Iterable[bytes]:
    """It lies somewhere on the way and arrives after what is sent later; the phone gives it up."""
    faults.held.append(again(environ))
    raise LineBroken


def slow(seconds: float, pass_time: Callable[[float], object]) -> Fault:
    """The body comes in drops, and the clock goes on with each."""

    class Drops(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            pass_time(seconds)
            return super().read(min(size if size and size > 0 else 64, 64))

        def readinto(self, buffer: Any, /) -> int:
            drop = self.read(len(buffer))
            buffer[: len(drop)] = drop
            return len(drop)

    def drip(faults: Faults, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ["wsgi.input"] = Drops(environ["wsgi.input"].read())
        return faults.pass_on(environ, start_response)

    return drip


def answered(status: str, body: bytes = HTML, kind: str = "text/html", **headers: str) -> Fault:
    """Somebody on the way answers in the server's place."""
    said = [("Content-Type", kind), ("Content-Length", str(len(body)))]
    said += [(name.replace("_", "-"), value) for name, value in headers.items()]

    def answer(_faults: Faults, _environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response(status, said)
        return [body]

    return answer


def problem(status: int, code: str, **headers: str) -> Fault:
    """A refusal in our own words that this write did not deserve."""
    body = f'{{"type":"/api/docs#{code}","title":"","status":{status},"code":"{code}"}}'.encode()
    return answered(f"{status} REFUSED", body, "application/problem+json", **headers)


captive_portal = answered("200 OK")
unavailable = answered("503 Service Unavailable", Retry_After="5")
broken = problem(500, "server.broken")
bad_gateway = answered("502 Bad Gateway")
gateway_timeout = answered("504 Gateway Timeout")
too_many = problem(429, "request.too_many", Retry_After="30")
timed_out = answered("408 Request Timeout")
signed_out = problem(401, "identity.session_ended")
locked = problem(423, "identity.locked")
