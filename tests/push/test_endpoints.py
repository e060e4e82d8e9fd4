"""A stranger's URL is an endpoint only when it is plain https on a push service we know."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.push.rules.addresses import is_public
from backend.push.rules.endpoints import origin_of, why_refused


@pytest.mark.parametrize(
    "url",
    [
        "https://fcm.googleapis.com/fcm/send/cR8:APA91bH_x-y",
        "https://FCM.googleapis.com/wp/abc",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAAA=",
        "https://wns2-par02p.notify.windows.com/w/?token=BQYAAAD%2bz",
        "https://web.push.apple.com/QGuQyav",
        "https://api.push.apple.com/x",
        "https://fcm.googleapis.com:443/fcm/send/x",
    ],
)
def test_the_push_services_of_the_browsers_are_known(url: str) -> None:
    assert why_refused(url) is None


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://fcm.googleapis.com/x", "not_https"),
        ("ftp://fcm.googleapis.com/x", "not_https"),
        ("file:///etc/passwd", "not_https"),
        ("gopher://fcm.googleapis.com/x", "not_https"),
        ("//fcm.googleapis.com/x", "not_https"),
        ("", "not_https"),
        ("https://evil.example/x", "unknown_host"),
        ("https://127.0.0.1/x", "unknown_host"),
        ("https://2130706433/x", "unknown_host"),
        ("https://0x7f.1/x", "unknown_host"),
        ("https://localhost/x", "unknown_host"),
        ("https://metadata.google.internal/x", "unknown_host"),
        ("https://fcm.googleapis.com.evil.example/x", "unknown_host"),
        ("https://evilfcm.googleapis.com/x", "unknown_host"),
        ("https://evilpush.apple.com/x", "unknown_host"),
        ("https://push.services.mozilla.com/x", "unknown_host"),
        ("https://x..push.apple.com/x", "unknown_host"),
        ("https://xn--fcm-xyz.googleapis.com/x", "unknown_host"),
        ("https://[::1]/x", "malformed"),
        ("https://[::ffff:127.0.0.1]/x", "malformed"),
        ("https://.push.apple.com/x", "malformed"),
        ("https://fcm.googleapis.com./x", "malformed"),
        ("https://user@fcm.googleapis.com/x", "userinfo"),
        ("https://user:secret@fcm.googleapis.com/x", "userinfo"),
        ("https://fcm.googleapis.com@evil.example/x", "userinfo"),
        ("https://fcm.googleapis.com\\@evil.example/x", "userinfo"),
        ("HTTPS://fcm.googleapis.com@evil.example/x", "userinfo"),
        ("https://fcm.googleapis.com:8443/x", "port"),
        ("https://fcm.googleapis.com:22/x", "port"),
        ("https://fcm.googleapis.com:0/x", "malformed"),
        ("https://fcm.googleapis.com:/x", "malformed"),
        ("https://fcm.googleapis.com:443:443/x", "malformed"),
        ("https://fcm.googleapis.com/x#y", "fragment"),
        ("https://fcm.googleapis.com/x#", "fragment"),
        ("https://fcm.googleapis.com", "malformed"),
        ("https://fcm.googleapis.com?x", "malformed"),
        ("https://fcm.googleapis.com/x\n", "malformed"),
        ("https://fcm.googleapis.com/x\r\nHost: evil", "malformed"),
        ("https://fcm.googleapis.com/a b", "malformed"),
        ("https://fcm.googleapis.com\\evil/x", "malformed"),
        ("https://fcm%2egoogleapis.com/x", "malformed"),
        ("https:/fcm.googleapis.com/x", "not_https"),
        (" https://fcm.googleapis.com/x", "not_https"),
        ("https://fcm。googleapis。com/x", "not_ascii"),
        ("https://\uff46cm.googleapis.com/x", "not_ascii"),
        ("https://fcm.googleаpis.com/x", "not_ascii"),
        ("https://fcm.googleapis.com/" + "x" * 2048, "too_long"),
    ],
)
def test_a_url_that_could_lead_elsewhere_is_refused_by_name(url: str, reason: str) -> None:
    assert why_refused(url) == reason


def test_a_self_hosted_service_can_be_added_with_its_port() -> None:
    allowed = ("push.example.cn:8443", "*.up.example.cn", "localhost:*")
    assert why_refused("https://push.example.cn:8443/x", allowed) is None
    assert why_refused("https://push.example.cn/x", allowed) == "port"
    assert why_refused("https://a.b.up.example.cn/x", allowed) is None
    assert why_refused("https://localhost:40123/x", allowed) is None


def test_one_service_is_one_origin_however_it_is_written() -> None:
    assert origin_of("https://FCM.googleapis.com:443/x") == "https://fcm.googleapis.com"
    assert origin_of("https://fcm.googleapis.com/y") == "https://fcm.googleapis.com"
    assert origin_of("https://localhost:8443/y") == "https://localhost:8443"


@given(st.text(max_size=40))
def test_no_text_makes_the_check_fall_over(tail: str) -> None:
    for text in ("https://" + tail, "https://fcm.googleapis.com" + tail):
        assert why_refused(text) or origin_of(text).startswith("https://")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.127.255.255",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "::127.0.0.1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd12:3456::1",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "2002:7f00:1::1",
        "2002:c0a8:101::1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
        "nonsense",
        "",
        "/run/postgresql/.s",
    ],
)
def test_an_inside_address_is_never_public_however_it_is_wrapped(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["142.250.1.1", "17.57.144.1", "2a00:1450:4001::5f", "::ffff:142.250.1.1", "64:ff9b::8efa:101"],
)
def test_a_push_service_on_the_internet_is_public(address: str) -> None:
    assert is_public(address)
