"""The link that a text message carries: only ours opens, and it never makes the message a longer one."""

import pytest

from backend.paging.rules import link, messages
from backend.push.rules.text_messages import segments
from tests.builders import paging

SECRET = "a secret of these tests"
TOKEN = link.seal(SECRET, 7)


@pytest.mark.parametrize("no", [0, 1, 4_711, 2**40 - 1])
def test_a_link_names_its_number(no: int) -> None:
    token = link.seal(SECRET, no)
    assert len(token) == 24
    assert link.opened(SECRET, token) == no


def test_whatever_the_link_an_english_message_is_one_message() -> None:
    texts = [
        messages.text(paging.content(), "en", f"https://palm.example.cn/a/{link.seal(SECRET, no)}") for no in range(500)
    ]
    assert {segments(one) for one in texts} == {1}


@pytest.mark.parametrize(
    "token",
    [
        "",
        "7",
        TOKEN[:-1],
        TOKEN[:16],
        TOKEN + "A" * 8,
        TOKEN.lower(),
        "AAAAAAAB" + TOKEN[8:],
        TOKEN[:16] + "=" * 8,
        "ü" * 24,
        "_" * 24,
        link.seal("another secret", 7),
    ],
)
def test_what_was_not_made_here_opens_nothing(token: str) -> None:
    assert link.opened(SECRET, token) is None
