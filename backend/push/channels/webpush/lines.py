"""HTTP/2 lines to push services: one curl multi handle, many requests on few connections."""

import select
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pycurl

from backend.push.channels.webpush.request import Request
from backend.push.settings import Reach

CONNECTIONS_PER_ORIGIN = 12
STREAMS_PER_CONNECTION = 84
#: A push service has nothing long to say; what it says is not read.
LARGEST_ANSWER = 65_536
#: answers that are asked for in one go
AT_ONCE = 1_000


class Answer(NamedTuple):
    """`status` 0: none came. `blocked`: the address was refused. `timed_out`: it took too long."""

    ticket: Any
    status: int
    retry_after: str | None
    blocked: bool = False
    timed_out: bool = False


@dataclass(frozen=True, slots=True)
class LineSettings:
    ca_file: str
    reach: Reach
    connect_timeout_ms: int = 5_000
    timeout_ms: int = 10_000


class Lines:
    """Posts bodies and tells what came back; holds no opinion on either."""

    def __init__(self, settings: LineSettings) -> None:
        self._settings = settings
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_PIPELINING, pycurl.PIPE_MULTIPLEX)
        self._multi.setopt(pycurl.M_MAX_HOST_CONNECTIONS, CONNECTIONS_PER_ORIGIN)
        self._multi.setopt(pycurl.M_MAX_CONCURRENT_STREAMS, STREAMS_PER_CONNECTION)
        self._requests: dict[pycurl.Curl, Request] = {}
        self._idle: list[Request] = []
        self.in_flight = 0

    def post(self, url: str, headers: Sequence[str], body: bytes, ticket: object) -> None:
        request = self._idle.pop() if self._idle else self._new_request()
        request.prepare(url, headers, body, ticket)
        self._multi.add_handle(request.curl)
        self.in_flight += 1

    def turn(self, timeout_s: float, wake: Sequence[int]) -> list[Answer]:
        self._multi.perform()
        answers = self._finished()
        if not answers:
            self._wait(timeout_s, wake)
            self._multi.perform()
            answers = self._finished()
        return answers

    def close(self) -> None:
        self._multi.close()

    def _wait(self, timeout_s: float, wake: Sequence[int]) -> None:
        reading, writing, broken = self._multi.fdset()
        # curl's own timer covers what has no descriptor: resolving a name, a connection's deadline.
        own = self._multi.timeout()
        limit = timeout_s if own < 0 else min(timeout_s, own / 1000)
        select.select([*reading, *wake], writing, broken, limit)

    def _finished(self) -> list[Answer]:
        answers: list[Answer] = []
        more = 1
        while more:
            more, done, failed = self._multi.info_read(AT_ONCE)
            answers += [self._answer(handle, 0) for handle in done]
            answers += [self._answer(handle, code) for handle, code, _ in failed]
        return answers

    def _answer(self, handle: pycurl.Curl, error: int) -> Answer:
        self._multi.remove_handle(handle)
        request = self._requests[handle]
        self._idle.append(request)
        self.in_flight -= 1
        if error == 0:
            status = request.getinfo(pycurl.RESPONSE_CODE)
            return Answer(request.ticket, status, _retry_after(request.answer_headers) if status >= 300 else None)
        timed_out = error == pycurl.E_OPERATION_TIMEDOUT
        return Answer(request.ticket, 0, None, request.guard.refused, timed_out)

    def _new_request(self) -> Request:
        request = Request(self._settings.reach)
        handle = request.curl
        for option, value in _options(self._settings).items():
            handle.setopt(option, value)
        handle.setopt(pycurl.OPENSOCKETFUNCTION, request.guard)
        # A list's append is the cheapest callback there is: eight headers a message add up.
        handle.setopt(pycurl.HEADERFUNCTION, request.answer_headers.append)
        handle.setopt(pycurl.WRITEFUNCTION, _unread)
        self._requests[handle] = request
        return request


def _options(settings: LineSettings) -> dict[int, Any]:
    return {
        pycurl.POST: 1,
        pycurl.HTTP_VERSION: pycurl.CURL_HTTP_VERSION_2TLS,
        pycurl.PROTOCOLS: pycurl.PROTO_HTTPS,
        pycurl.REDIR_PROTOCOLS: 0,
        pycurl.FOLLOWLOCATION: 0,
        # An environment's proxy would be dialled instead of the address that the guard checks.
        pycurl.PROXY: "",
        pycurl.NOPROXY: "*",
        pycurl.SSLVERSION: pycurl.SSLVERSION_TLSv1_2,
        pycurl.SSL_VERIFYPEER: 1,
        pycurl.SSL_VERIFYHOST: 2,
        pycurl.CAINFO: settings.ca_file,
        pycurl.CONNECTTIMEOUT_MS: settings.connect_timeout_ms,
        pycurl.TIMEOUT_MS: settings.timeout_ms,
        pycurl.MAXFILESIZE: LARGEST_ANSWER,
        pycurl.NOSIGNAL: 1,
        pycurl.TCP_NODELAY: 1,
        pycurl.USERAGENT: "palm-cockpit",
    }


def _unread(_chunk: bytes) -> None:
    return


def _retry_after(lines: list[bytes]) -> str | None:
    for line in lines:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"retry-after":
            return value.strip().decode("latin-1")
    return None
