"""How often a link is opened, and how often from one place links are tried that were never made."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from backend.core import clock
from backend.core.errors import Problem, refuse
from backend.identity.actions import buckets
from backend.identity.rules.address import neighbourhood
from backend.paging.rules import link
from backend.paging.settings import settings

WINDOW = timedelta(minutes=10)
#: by the page and its reload, and by a phone whose line breaks again and again
PER_LINK = 120
#: a whole house may share an address; of links that are ours nobody is kept away
PER_ADDRESS = 30


@contextmanager
def counted(token: str, address: str) -> Iterator[None]:
    """Every try counts, also one that is refused: nothing else was written by it."""
    try:
        _look(token, address)
        yield
    except Problem as refusal:
        refusal.keeps = True
        raise


def _look(token: str, address: str) -> None:
    is_ours = link.opened(settings().secret, token) is not None
    bucket, most = (
        (buckets.name("link", token), PER_LINK)
        if is_ours
        else (buckets.name("strange-link", neighbourhood(address)), PER_ADDRESS)
    )
    if buckets.count(bucket, clock.now() + WINDOW) > most:
        wait = str(int(WINDOW.total_seconds()))
        raise Problem("paging.too_many", headers={"Retry-After": wait})
    if not is_ours:
        refuse("paging.no_link")
