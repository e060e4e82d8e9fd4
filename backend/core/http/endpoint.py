"""The request path: read → allow → act → commit once → show. Returning commits, raising rolls back."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

import orjson
from flask import Response, g, request
from flask_smorest import Blueprint
from marshmallow import Schema
from werkzeug.exceptions import HTTPException

from backend.core.db import commit, rollback
from backend.core.errors import Problem, refuse
from backend.core.http import actor as actors
from backend.core.http import idempotency, numbered
from backend.core.http.actor import Actor
from backend.core.http.allow import ANYONE, APPLICATION, SIGNED_IN, TOKEN, Allow, roles
from backend.core.http.openapi import BYTES, FORM, FORM_WITH_FILES, PROBLEMS, Parameter, Refusals, describe

__all__ = ["ANYONE", "APPLICATION", "SIGNED_IN", "TOKEN", "Commit", "Declared", "Repeat", "endpoint", "roles"]


class Repeat(Enum):
    """What makes a repeated write harmless."""

    KEY = "the Idempotency-Key header"
    BY_ID = "the client-made id in the body"
    READS = "nothing is changed"
    LATEST = "the last one counts, and twice says no more than once"
    OFFSET = "bytes that are here already are refused, never taken twice"
    SAME = "the same words again within minutes, or the same key where one is sent, are the same report"
    SECRET = "the reply holds secrets and is never stored"  # noqa: S105 - a sentence


class Commit(Enum):
    """Which transaction a write is in."""

    OWN = "the request's own"
    GROUPED = "one that core.group_commit shares with other requests; nothing is written beside it"


@dataclass(frozen=True, slots=True)
class Declared:
    """What an endpoint says of itself; the architecture tests walk these."""

    method: str
    allow: Allow
    repeat: Repeat
    with_issued_password: bool
    commit: Commit = Commit.OWN
    raw: bool = False

    def __post_init__(self) -> None:
        # A key is kept with the effect, in one transaction: a group has none for it.
        assert self.commit is Commit.OWN or self.repeat is Repeat.BY_ID


def endpoint(
    blueprint: Blueprint,
    method: str,
    rule: str,
    *,
    allow: Allow,
    body: type[Schema] | Schema | None = None,
    query: type[Schema] | None = None,
    returns: type[Schema] | Schema | None = None,
    status: int = 200,
    repeat: Repeat = Repeat.KEY,
    with_issued_password: bool = False,
    commit: Commit = Commit.OWN,
    upload: bool = False,
    raw: str | None = None,
    form: type[Schema] | None = None,
    takes: tuple[Parameter, ...] = (),
    file: str | None = None,
    refusals: Refusals = PROBLEMS,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare `function(actor, [body], [query], **path)` as the one answer to `method rule`.

    `actor` is None only where `allow` lets strangers in. `with_issued_password` opens the endpoint to people who
    must change an issued password first. `upload` hands over the bytes of the request as the body; `raw` names the
    media type of a body that the function reads by itself, `form` the fields of one that is a form, `takes` the headers
    that it looks at, `file` the media type of a reply that is a file, and `refusals` how one leaves.
    """
    once = Repeat.READS if method == "GET" else repeat
    declared = Declared(method, allow, once, with_issued_password, commit, raw=bool(raw or form))
    headers = (*takes, *numbered.SAID) if _is_numbered(declared) else takes

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        view = _shaped(blueprint, _acting(function, upload=upload), body=body, query=query, answer=(status, returns))
        sent = _sent(form, raw or (BYTES if upload else None))
        is_keyed = once is Repeat.KEY
        view = describe(blueprint, allow, keyed=is_keyed, sent=sent, takes=headers, file=file, refusals=refusals)(view)
        blueprint.route(rule, methods=[method], endpoint=function.__name__)(_one_pass(view, declared))
        return function

    return decorate


def _sent(form: type[Schema] | None, raw: str | None) -> dict[str, type[Schema] | None]:
    """Media type → fields; None for bytes."""
    return {FORM: form, FORM_WITH_FILES: form} if form else {raw: None} if raw else {}


def _shaped(
    blueprint: Blueprint,
    view: Callable[..., Any],
    *,
    body: type[Schema] | Schema | None,
    query: type[Schema] | None,
    answer: tuple[int, type[Schema] | Schema | None],
) -> Callable[..., Any]:
    # One object for all requests: of a class, a new one with copies of all its fields would be made for each.
    if query is not None:
        view = blueprint.arguments(query(), location="query", as_kwargs=False)(view)
    if body is not None:
        view = blueprint.arguments(body() if isinstance(body, type) else body)(view)
    shaped: Callable[..., Any] = blueprint.response(*answer)(view)
    return shaped


def _acting(function: Callable[..., Any], *, upload: bool) -> Callable[..., Any]:
    @functools.wraps(function)
    def act(*given: Any, **path: Any) -> Any:
        body = (request.get_data(),) if upload else ()
        return function(g.actor, *body, *given, **path)

    return act


def _one_pass(view: Callable[..., Response], declared: Declared) -> Callable[..., Response]:
    @functools.wraps(view)
    def one_pass(**path: Any) -> Response:
        try:
            response = _pass(view, declared, path)
            _hear(declared, apart=declared.commit is Commit.GROUPED)
            commit()
        except (Problem, HTTPException) as refusal:
            commit() if getattr(refusal, "keeps", False) else rollback()
            _hear_refused(declared, refusal)
            raise
        except BaseException:
            rollback()
            raise
        return response

    one_pass.declared = declared  # type: ignore[attr-defined]  # read by the architecture tests
    return one_pass


def _pass(view: Callable[..., Response], declared: Declared, path: dict[str, Any]) -> Response:
    g.actor = actor = actors.identify() if declared.allow.may_have_actor else None
    declared.allow.check(actor)
    _check_password(actor, declared)
    _refuse_unstorable(declared)
    if not declared.raw:
        _refuse_unreadable()
    if declared.commit is Commit.GROUPED:
        # Given back before the wait: a hundred waiting requests would hold every connection there is.
        rollback()
    if declared.repeat is not Repeat.KEY or actor is None:
        return view(**path)
    claim = idempotency.claim(actor.id)
    if claim.reply is not None:
        return claim.reply
    response = view(**path)
    claim.keep(response)
    return response


def _is_numbered(declared: Declared) -> bool:
    """Phones number their writes; another program has no phone of ours."""
    return declared.method != "GET" and declared.allow is not APPLICATION


def _hear(declared: Declared, *, apart: bool) -> None:
    """Count the write among those of its device."""
    number = numbered.number_of(g.get("actor")) if _is_numbered(declared) else None
    if number is not None:
        numbered.hear_apart(number) if apart else numbered.hear(number)


def _hear_refused(declared: Declared, refusal: Problem | HTTPException) -> None:
    """What is refused for good has arrived, too: it is not lost, and the phone shows it."""
    status = refusal.entry.status if isinstance(refusal, Problem) else refusal.code or 500
    if status < 500 and status not in numbered.COMES_AGAIN and g.get("actor") is not None:
        _hear(declared, apart=False)
        commit()


def _check_password(actor: Actor | None, declared: Declared) -> None:
    if actor is not None and actor.must_change_password and not declared.with_issued_password:
        refuse("identity.password_change_required")


def _refuse_unstorable(declared: Declared) -> None:
    """PostgreSQL keeps no NUL; no text of the field has one."""
    if "\x00" in request.full_path or (not declared.raw and b"\\u0000" in request.get_data()):
        refuse("request.unstorable")


def _refuse_unreadable() -> None:
    """The parser behind lets pass, or breaks at, what is kept nowhere: half characters, NaN, a thousand brackets."""
    body = request.get_data() if request.is_json else b""
    try:
        orjson.loads(body or b"null")
    except orjson.JSONDecodeError as error:
        refuse("request.unstorable" if error.msg.endswith("surrogate in string") else "request.not_json")
