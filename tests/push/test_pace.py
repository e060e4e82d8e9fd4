"""How fast a gateway is fed."""

from flask import Flask

from backend.push.channels.outside.pace import Pace
from backend.push.sender.life import Life


class Watch:
    at = 0.0

    def __call__(self) -> float:
        return self.at


def test_a_seconds_worth_goes_at_once_and_then_so_many_a_second() -> None:
    watch = Watch()
    pace = Pace(100, watch)
    assert pace.take(1_000) == 100
    assert pace.take(1) == 0
    watch.at += 0.25
    assert pace.take(1_000) == 25
    watch.at += 60
    assert pace.take(1_000) == 100


def test_a_gateway_that_takes_less_than_one_a_second_gets_its_one() -> None:
    watch = Watch()
    pace = Pace(0.5, watch)
    assert (pace.take(3), pace.take(3)) == (1, 0)
    watch.at += pace.wait_s()
    assert pace.take(3) == 1


def test_of_two_senders_each_takes_half() -> None:
    watch = Watch()
    pace = Pace(100, watch)
    pace.shared_by(2)
    assert pace.take(1_000) == 50
    watch.at += 1
    assert (pace.rate, pace.take(1_000)) == (50, 50)


def test_each_complaint_in_a_row_is_given_twice_the_time_and_one_counts_for_all_on_the_line() -> None:
    watch = Watch()
    pace = Pace(100, watch)
    assert (pace.complained(), pace.complained()) == (1.0, 1.0)
    assert pace.take(1) == 0
    watch.at += 1.0
    assert pace.take(1) == 1
    assert pace.complained() == 2.0
    watch.at += 2.0
    pace.accepted()
    assert pace.complained() == 1.0


def test_a_sender_knows_how_many_it_shares_with(app: Flask, committed: object) -> None:
    lives = [Life(app.config["SQLALCHEMY_DATABASE_URI"]) for _ in range(2)]
    assert lives[0].senders() == 2
    for one in lives:
        one.close()
