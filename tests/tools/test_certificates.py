"""The local authority and the certificate of `make run HTTPS=1`: who accepts them, for what, and until when."""

import socket
import ssl
import stat
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509

from tools.trust import certificates
from tools.trust.keep import Kept, _write, keep
from tools.trust.names import Names, hosts_of, of_this_machine

NOW = datetime.now(UTC)  # noqa: TID251 - OpenSSL knows no held clock
HOME = Names(frozenset({"localhost", "desk", "desk.local"}), frozenset(map(ip_address, ("127.0.0.1", "192.168.1.20"))))
CAFE = Names(HOME.hosts, frozenset(map(ip_address, ("127.0.0.1", "10.3.0.8"))))


@pytest.fixture
def kept(tmp_path: Path) -> Callable[..., Kept]:
    """Keeps the certificates of a folder; returns what was made."""

    def at(now: datetime = NOW, here: Names = HOME) -> Kept:
        return keep(tmp_path / "tls", here=here, called="desk", now=now)

    return at


def load(folder: Path, name: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate((folder / "tls" / f"{name}.pem").read_bytes())


def test_the_keys_are_their_owners_only_and_nothing_lies_beside_them(tmp_path: Path, kept: Callable[..., Kept]) -> None:
    kept()
    folder = tmp_path / "tls"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {file.name for file in folder.iterdir()} == {"authority.key", "authority.pem", "server.key", "server.pem"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


def test_the_certificate_lives_no_longer_than_browsers_accept(tmp_path: Path, kept: Callable[..., Kept]) -> None:
    kept()
    server, authority = load(tmp_path, "server"), load(tmp_path, "authority")
    assert server.not_valid_after_utc - server.not_valid_before_utc <= timedelta(days=397)
    assert authority.not_valid_after_utc - NOW >= timedelta(days=3649)


@pytest.mark.parametrize("name", ["localhost", "desk", "desk.local", "127.0.0.1", "192.168.1.20"])
def test_who_trusts_the_authority_accepts_every_name_of_the_machine(
    tmp_path: Path, kept: Callable[..., Kept], name: str
) -> None:
    kept()
    assert handshake(tmp_path / "tls", name) is None


@pytest.mark.parametrize("name", ["example.com", "desk.example.com", "192.168.1.21"])
def test_another_name_is_refused(tmp_path: Path, kept: Callable[..., Kept], name: str) -> None:
    kept()
    assert "mismatch" in str(handshake(tmp_path / "tls", name))


@pytest.mark.parametrize("name", ["bank.example.com", "8.8.8.8"])
def test_the_authority_cannot_vouch_for_the_internet_even_when_its_key_is_taken(
    tmp_path: Path, kept: Callable[..., Kept], name: str
) -> None:
    kept()
    folder = tmp_path / "tls"
    is_address = name[0].isdigit()
    stolen = certificates.authority(HOME, called="desk", now=NOW)
    forged = Names(
        frozenset() if is_address else frozenset({name}), frozenset({ip_address(name)} if is_address else ())
    )
    _write(folder / "authority", stolen)
    _write(folder / "server", certificates.server(stolen, forged, now=NOW))
    assert "permitted subtree violation" in str(handshake(folder, name))


def test_nothing_is_made_anew_while_it_is_good(kept: Callable[..., Kept]) -> None:
    first, second = kept(), kept()
    assert (first.new_authority, first.new_server) == (True, True)
    assert (second.new_authority, second.new_server) == (False, False)
    assert second.names == ["desk", "desk.local", "localhost", "127.0.0.1", "192.168.1.20"]


@pytest.mark.parametrize(("days", "renewed"), [(365, False), (367, True), (500, True)])
def test_with_a_month_left_the_certificate_is_renewed_by_the_same_authority(
    kept: Callable[..., Kept], days: int, renewed: bool
) -> None:
    kept()
    later = kept(NOW + timedelta(days=days))
    assert (later.new_authority, later.new_server) == (False, renewed)


def test_near_its_end_the_authority_is_made_anew_with_all_it_signed(kept: Callable[..., Kept]) -> None:
    kept()
    later = kept(NOW + timedelta(days=3650 - 20))
    assert (later.new_authority, later.new_server) == (True, True)


def test_in_another_network_the_certificate_names_the_new_address(tmp_path: Path, kept: Callable[..., Kept]) -> None:
    kept()
    moved = kept(here=CAFE)
    assert (moved.new_authority, moved.new_server) == (False, True)
    assert handshake(tmp_path / "tls", "10.3.0.8") is None


def test_a_name_that_the_authority_may_not_sign_is_said_and_left_out(kept: Callable[..., Kept]) -> None:
    kept()
    renamed = Names(frozenset({"localhost", "tower", "tower.local"}), frozenset({ip_address("8.8.4.4")}))
    moved = kept(here=renamed)
    assert moved.left_out == ["tower", "8.8.4.4"]
    assert moved.names == ["localhost", "tower.local"]


@pytest.mark.parametrize("name", ["server.pem", "server.key"])
def test_what_is_broken_is_made_anew(tmp_path: Path, kept: Callable[..., Kept], name: str) -> None:
    kept()
    (tmp_path / "tls" / name).write_text("half a")
    again = kept()
    assert (again.new_authority, again.new_server) == (False, True)


def test_a_key_that_belongs_to_another_certificate_is_noticed(tmp_path: Path, kept: Callable[..., Kept]) -> None:
    kept()
    folder = tmp_path / "tls"
    (folder / "server.key").write_bytes((folder / "authority.key").read_bytes())
    assert kept().new_server


@pytest.mark.parametrize(
    ("hostname", "hosts"),
    [
        ("Desk", {"localhost", "desk", "desk.local"}),
        ("Mac-of-Zhou.local", {"localhost", "mac-of-zhou", "mac-of-zhou.local"}),
        ("desk.office.example", {"localhost", "desk.office.example"}),
        ("my_desk", {"localhost"}),
        ("李的电脑", {"localhost"}),
    ],
)
def test_a_machine_is_called_by_what_a_certificate_can_carry(hostname: str, hosts: set[str]) -> None:
    assert hosts_of(hostname) == hosts


def test_this_machine_has_names_that_fit_into_a_certificate() -> None:
    here = of_this_machine()
    assert "localhost" in here.hosts
    assert {"127.0.0.1", "::1"} <= {str(address) for address in here.addresses}
    certificates.server(certificates.authority(here, called="desk", now=NOW), here, now=NOW)


def handshake(folder: Path, name: str) -> Exception | None:
    """Open a line to a server with the folder's certificate, as a client that trusts its authority does."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "server.pem", folder / "server.key")
    client = ssl.create_default_context(cafile=str(folder / "authority.pem"))
    here, there = socket.socketpair()
    answering = threading.Thread(target=_answer, args=(server, there))
    answering.start()
    try:
        client.wrap_socket(here, server_hostname=name).close()
    except ssl.SSLError as refusal:
        return refusal
    finally:
        here.close()
        answering.join()
    return None


def _answer(context: ssl.SSLContext, line: socket.socket) -> None:
    try:
        context.wrap_socket(line, server_side=True).close()
    except (ssl.SSLError, OSError):
        line.close()
