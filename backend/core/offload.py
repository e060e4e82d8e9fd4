"""Work that would hold up every other request: done on a thread while the event loop goes on."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import gevent
from gevent.monkey import is_module_patched

T = TypeVar("T")


def off_the_loop(function: Callable[..., T], *arguments: object) -> T:
    """Call a slow pure function; under gevent on its thread pool, elsewhere right here."""
    if not is_module_patched("threading"):
        return function(*arguments)
    result: T = gevent.get_hub().threadpool.apply(function, arguments)
    return result


def all_off_the_loop(function: Callable[[Any], T], arguments: Iterable[Any]) -> list[T]:
    """The same for many, as many at a time as there are threads."""
    if not is_module_patched("threading"):
        return [function(argument) for argument in arguments]
    return list(gevent.get_hub().threadpool.map(function, arguments))
