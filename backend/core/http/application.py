"""Flask as it is served here: replies are UTF-8, and no view is a coroutine."""

from collections.abc import Callable
from typing import Any

import orjson
from flask import Flask, Response
from flask.json.provider import DefaultJSONProvider, JSONProvider

#: Keys in order: the same reply is the same bytes. Times are the schemas' to write.
WRITTEN = orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATETIME


def written(said: object, provider: JSONProvider) -> bytes:
    """The bytes of a reply; `provider` knows what else than JSON's own kinds may stand in it."""
    try:
        return orjson.dumps(said, default=DefaultJSONProvider.default, option=WRITTEN)
    except TypeError:
        # Whole numbers beyond 64 bits, and half characters that were kept before they were refused.
        return provider.dumps(said, separators=(",", ":")).encode()


class Replies(DefaultJSONProvider):
    """A Chinese character takes three bytes of a reply, as itself, instead of the six of its escape."""

    def response(self, *args: Any, **kwargs: Any) -> Response:
        return Response(written(self._prepare_response_obj(args, kwargs), self), mimetype=self.mimetype)


class Application(Flask):
    json_provider_class = Replies

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """As it is. Flask would look into each function that a request passes, nine of them, for a coroutine."""
        return func
