"""The sender's loop between channels of different breadth: each source is asked for what its own channels take."""

import os
import select
from collections.abc import Callable, Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from flask import Flask
from sqlalchemy import text

from backend.core.db import db as database
from backend.push.channels.console import Console
from backend.push.channels.registry import Registry
from backend.push.sender.engine import Engine
from backend.push.sender.life import Life
from backend.push.sender.source import Source
from tests.push.conftest import Write
from tests.push.memory_source import MemorySource
from tests.push.push_service import Phone

Start = Callable[..., Engine]


class Wide(Console):
    name = "wide"


class Narrow(Console):
    """A gateway that takes few at a time."""

    name = "narrow"
    room = 0


class Single(Console):
    """One message at a time, so that a few of them take many claims."""

    name = "single"
    room = 1


class ForWide(MemorySource):
    channels = ("wide",)


class ForNarrow(MemorySource):
    channels = ("narrow",)
    worth = 1


class ForSingle(MemorySource):
    channels = ("single",)
    worth = 1


@pytest.fixture
def life(app: Flask, committed: object) -> Iterator[Life]:
    begun = Life(app.config["SQLALCHEMY_DATABASE_URI"])
    yield begun
    begun.close()


@pytest.fixture
def start(life: Life) -> Iterator[Start]:
    bell, rope = os.pipe()

    def make(*sources: Source, channels: Registry) -> Engine:
        return Engine(sources, channels, life, database.session(), instance="here:1", wake=bell)

    yield make
    os.close(bell)
    os.close(rope)


def until(engine: Engine, done: Callable[[], bool]) -> None:
    for _ in range(200):
        if done():
            return
        engine.turn()
    raise AssertionError("the engine never got there")


@pytest.fixture
def phone() -> Phone:
    return Phone("https://localhost:1/nobody", generate_private_key(SECP256R1()))


def test_a_channel_without_room_holds_up_nobody_elses_messages(start: Start, phone: Phone, write: Write) -> None:
    narrow = Narrow()
    pushed = ForWide([write(phone, channel="wide") for _ in range(3)])
    paced = ForNarrow([write(phone, channel="narrow") for _ in range(3)])
    engine = start(paced, pushed, channels=Registry([Wide(), narrow]))
    until(engine, lambda: len(pushed.results) == 3)
    assert paced.results == []
    narrow.room = 2
    until(engine, lambda: len(paced.results) == 3)


def test_what_belongs_to_a_closed_channel_is_left_where_it_is(start: Start, phone: Phone, write: Write) -> None:
    pushed, closed = ForWide([write(phone, channel="wide")]), ForNarrow([write(phone, channel="narrow")])
    engine = start(closed, pushed, channels=Registry([Wide()]))
    until(engine, lambda: len(pushed.results) == 1)
    assert len(closed.due) == 1


def test_who_had_nothing_is_asked_again_at_the_bell_and_not_with_each_claim_of_a_large_order(
    start: Start, life: Life, phone: Phone, write: Write
) -> None:
    large = ForSingle([write(phone, channel="single") for _ in range(40)])
    idle = ForSingle()
    engine = start(large, idle, channels=Registry([Single()]))
    until(engine, lambda: len(large.results) >= 20)
    assert idle.asked < large.asked / 2
    idle.add(write(phone, channel="single"))
    database.session.execute(text("NOTIFY sender"))
    database.session.commit()
    assert select.select([life], [], [], 30)[0], "the bell never came"
    engine.turn()
    assert len(idle.claimed) == 1
    assert len(large.results) < 40


def test_who_had_nothing_is_asked_as_soon_as_a_large_order_is_out(start: Start, phone: Phone, write: Write) -> None:
    large, late = ForSingle([write(phone, channel="single") for _ in range(3)]), ForSingle()
    engine = start(large, late, channels=Registry([Single()]))
    until(engine, lambda: len(large.results) == 2)
    late.add(write(phone, channel="single"))
    until(engine, lambda: len(late.results) == 1)
    assert len(large.results) == 3
