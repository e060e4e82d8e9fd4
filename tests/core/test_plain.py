"""Bytes that are plainly one request are read as one; what could be read in two ways is not read at all."""

import pytest

from backend.core.http import plain

HEAD = b"POST /api/receipts HTTP/1.1\r\nHost: palm.example\r\nContent-Type: application/json\r\n"
LENGTH = b"Content-Length: 2\r\n"
PLAIN = HEAD + LENGTH + b"\r\n{}"


def test_a_plain_request_is_read_as_wsgi_names_it() -> None:
    device = b"X-Device-Id: 1\r\nX-Forwarded-For:  203.0.113.9 \r\nx-note: \xe9\r\n"
    environ = plain.environment(HEAD + device + LENGTH + b"\r\n{}")
    assert environ is not None
    assert environ.pop("wsgi.input").read() == b"{}"
    assert environ == {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/api/receipts",
        "QUERY_STRING": "",
        "HTTP_HOST": "palm.example",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": "2",
        "HTTP_X_DEVICE_ID": "1",
        "HTTP_X_FORWARDED_FOR": "203.0.113.9",
        "HTTP_X_NOTE": "\xe9",
    }


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"GET /api/time HTTP/1.1\r\nHost: a\r\n\r\n", id="another method"),
        pytest.param(PLAIN[:-1], id="not whole"),
        pytest.param(HEAD, id="the begin of a head"),
        pytest.param(PLAIN + PLAIN, id="two of them"),
        pytest.param(PLAIN + b"\r\n", id="an empty line behind it"),
        pytest.param(HEAD + b"Content-Length: 0\r\n\r\n\r\n", id="an empty line behind nothing"),
        pytest.param(PLAIN + b"P", id="the begin of another"),
        pytest.param(PLAIN.replace(b"1.1", b"1.0"), id="of an older version"),
        pytest.param(HEAD + LENGTH + b"Connection: close\r\n\r\n{}", id="the last one of a line"),
        pytest.param(HEAD + LENGTH + LENGTH + b"\r\n{}", id="with two lengths"),
        pytest.param(HEAD + LENGTH + b"Host: other.example\r\n\r\n{}", id="with two hosts"),
        pytest.param(HEAD + LENGTH + b"x-note: a\r\nX-Note: b\r\n\r\n{}", id="with anything twice"),
        pytest.param(HEAD + b"Content-Length: +2\r\n\r\n{}", id="with a length that has a sign"),
        pytest.param(HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", id="in chunks"),
        pytest.param(HEAD + LENGTH + b"Transfer-Encoding: chunked\r\n\r\n{}", id="in chunks and with a length"),
        pytest.param(HEAD + LENGTH + b"Transfer-Encoding: identity\r\n\r\n{}", id="in a coding of its own"),
        pytest.param(HEAD + LENGTH + b"Expect: 100-continue\r\n\r\n{}", id="that waits for a word"),
        pytest.param(
            HEAD + LENGTH + b"Connection: upgrade\r\nUpgrade: h2c\r\n\r\n{}", id="that wants to go on otherwise"
        ),
        pytest.param(HEAD + LENGTH + b"Upgrade: h2c\r\n\r\n{}", id="that offers to"),
        pytest.param(
            HEAD + LENGTH + b"X_Forwarded_For: 127.0.0.1\r\n\r\n{}", id="with a name that WSGI takes for another"
        ),
        pytest.param(HEAD + LENGTH + b"X-Note : a\r\n\r\n{}", id="with a space behind a name"),
        pytest.param(HEAD + LENGTH + b"X-Note: a\r\n b\r\n\r\n{}", id="with a folded line"),
        pytest.param(HEAD + LENGTH + b"X-Note: a\x00b\r\n\r\n{}", id="with a null"),
        pytest.param(PLAIN.replace(b"\r\n", b"\n"), id="with half ends of lines"),
        pytest.param(b"\r\n" + PLAIN, id="behind an empty line"),
        pytest.param(HEAD + b"".join(b"X-%d: a\r\n" % number for number in range(120)) + LENGTH + b"\r\n{}", id="long"),
    ],
)
def test_what_is_not_plain_is_left(data: bytes) -> None:
    assert plain.environment(PLAIN) is not None
    assert plain.environment(data) is None


def test_a_reply_is_written_as_it_is_told() -> None:
    said = plain.reply("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")], [b"o", b"k"])
    assert said == b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok"
