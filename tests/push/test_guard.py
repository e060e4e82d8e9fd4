"""No connection to an inside address, whatever the URL looked like."""

import socket
from collections.abc import Iterator

import pycurl
import pytest

from backend.push.channels.webpush.channel import WebPush
from backend.push.channels.webpush.guard import Guard
from backend.push.channels.webpush.lines import Lines, LineSettings
from backend.push.channels.webpush.prepared import PreparedKeys
from backend.push.channels.webpush.signer import Signer
from backend.push.keys import KeyRing
from tests.push.conftest import SUBJECT, Write, deliver
from tests.push.http2_server import Certificate
from tests.push.push_service import PushService


@pytest.fixture
def strict(certificate: Certificate, ring: KeyRing) -> Iterator[WebPush]:
    """Lets the name pass, so that only the address can stop it: that is what rebinding looks like."""
    lines = Lines(LineSettings(str(certificate.ca_file), reach="public", timeout_ms=2_000))
    yield WebPush(lines, Signer(ring, SUBJECT), ["localhost:*", "127.0.0.1:*"], PreparedKeys())
    lines.close()


def test_a_known_name_that_resolves_to_loopback_is_not_dialled(
    strict: WebPush, service: PushService, write: Write
) -> None:
    (result,) = deliver(strict, [write(service.phone())])
    assert (result.outcome, result.status) == ("refused", 0)
    assert service.connections == 0


def test_a_loopback_address_is_not_dialled(strict: WebPush, service: PushService, write: Write) -> None:
    phone = service.phone()
    there = phone.endpoint.replace("localhost", "127.0.0.1")
    (result,) = deliver(strict, [write(phone, endpoint=there)])
    assert (result.outcome, result.status) == ("refused", 0)
    assert service.connections == 0


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://localhost:{port}/p/x",
        "https://[::1]:{port}/p/x",
        "https://user:secret@localhost:{port}/p/x",
        "https://localhost:{port}@127.0.0.1/p/x",
        "https://localhost.:{port}/p/x",
        "https://elsewhere.example:{port}/p/x",
    ],
)
def test_an_endpoint_that_slipped_into_the_table_is_looked_at_again_before_sending(
    webpush: WebPush, service: PushService, write: Write, endpoint: str
) -> None:
    envelope = write(service.phone(), endpoint=endpoint.format(port=service.port))
    (result,) = deliver(webpush, [envelope])
    assert (result.outcome, result.status) == ("refused", 0)
    assert service.connections == 0


def test_a_service_on_an_odd_port_is_not_dialled_unless_the_list_names_the_port(
    certificate: Certificate, ring: KeyRing, service: PushService, write: Write
) -> None:
    lines = Lines(LineSettings(str(certificate.ca_file), reach="anywhere"))
    channel = WebPush(lines, Signer(ring, SUBJECT), ["localhost"], PreparedKeys())
    (result,) = deliver(channel, [write(service.phone())])
    assert result.outcome == "refused"
    assert service.connections == 0
    lines.close()


def test_a_certificate_of_a_stranger_is_not_trusted(
    tmp_path, ring: KeyRing, service: PushService, write: Write
) -> None:
    stranger = Certificate(tmp_path)
    lines = Lines(LineSettings(str(stranger.ca_file), reach="anywhere"))
    channel = WebPush(lines, Signer(ring, SUBJECT), ["localhost:*"], PreparedKeys())
    (result,) = deliver(channel, [write(service.phone())])
    assert (result.outcome, result.status) == ("retry", 0)
    assert service.received == []
    lines.close()


@pytest.mark.parametrize(
    ("family", "address"),
    [
        (socket.AF_INET, ("127.0.0.1", 443)),
        (socket.AF_INET, ("169.254.169.254", 443)),
        (socket.AF_INET, ("100.64.3.4", 443)),
        (socket.AF_INET6, ("::1", 443, 0, 0)),
        (socket.AF_INET6, ("::ffff:10.0.0.1", 443, 0, 0)),
        (socket.AF_INET6, ("fe80::1", 443, 0, 2)),
        (socket.AF_UNIX, b"/run/postgresql/.s.PGSQL.5432"),
    ],
)
def test_the_guard_opens_no_socket_to_an_inside_address(family: int, address: object) -> None:
    guard = Guard("public")
    assert guard(0, (family, socket.SOCK_STREAM, 0, address)) == pycurl.SOCKET_BAD
    assert guard.refused


def test_the_guard_opens_a_socket_to_a_public_address() -> None:
    guard = Guard("public")
    opened = guard(0, (socket.AF_INET, socket.SOCK_STREAM, 0, ("142.250.1.1", 443)))
    assert opened.fileno() > 2
    assert not guard.refused


def test_the_demo_world_dials_this_machine_and_nothing_else() -> None:
    guard = Guard("loopback")
    for outside in ("142.250.1.1", "10.0.0.1", "::ffff:142.250.1.1"):
        family = socket.AF_INET6 if ":" in outside else socket.AF_INET
        assert guard(0, (family, socket.SOCK_STREAM, 0, (outside, 443))) == pycurl.SOCKET_BAD
    assert guard(0, (socket.AF_INET, socket.SOCK_STREAM, 0, ("127.0.0.1", 443))) != pycurl.SOCKET_BAD
