"""The after-action report: its figures, its files, and a bundle in which no byte can be changed unnoticed."""

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from backend.commands.actions import all_clear
from backend.commands.actions.closure import climb
from backend.commands.actions.export_report import export
from backend.commands.actions.take_receipts import take_receipts
from backend.commands.models.order import Order
from backend.commands.queries.report import report
from backend.commands.report import verify
from backend.core import clock as core_clock
from backend.core.db import uuid7
from backend.core.facts import Fact
from backend.identity.models import Person
from tests import cast as places
from tests.builders import orders, people
from tests.builders.orders import Gateway
from tests.builders.sent_order import report as said
from tests.cast import Cast
from tests.client import ActingClient

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def order(db: SQLAlchemy, cast: Cast, gateway: Gateway) -> dict[str, Any]:
    """To a street: some answer, a community climbs, nothing leads to others; cleared after eight minutes."""
    orders.phone(cast.grid_worker)
    made = orders.order(cast.chaoming_commander, places.CHAOMING)
    gateway.deliver()
    core_clock.move(20)
    answer(db, made, cast.grid_worker, cast.chaoming_commander)
    core_clock.move(300)
    climb.climb()
    core_clock.move(160)
    return made


def answer(db: SQLAlchemy, order: dict[str, Any], *who: Person) -> None:
    take_receipts([said(db.session.get_one(Order, order["id"]), one, "acknowledged") for one in who])


def clear(cast: Cast, order: dict[str, Any]) -> None:
    all_clear.all_clear(people.actor(cast.chaoming_commander), order["id"], id=uuid7())


def bundle(cast: Cast, order: dict[str, Any]) -> bytes:
    return export(people.actor(cast.chaoming_commander), order["id"], format="bundle", language="zh").data


def test_a_live_order_has_a_preliminary_report_and_an_ended_one_a_final(cast: Cast, order: dict[str, Any]) -> None:
    actor = people.actor(cast.chaoming_commander)
    assert not report(actor, order["id"])["is_final"]
    clear(cast, order)
    told = report(actor, order["id"])
    assert told["is_final"]
    times = {time["name"]: (time["seconds"], time["in_time"]) for time in told["times"]}
    assert times["cleared"] == (480, True)
    assert times["answered"] == (None, None)
    [street] = told["score"]["streets"]
    assert (street["area_code"], street["answered"]) == (places.CHAOMING, 2)
    assert cast.volunteer.name in {one["name"] for one in told["unreached"]}
    assert {(one["place"]["area_code"], one["step"]) for one in told["climbs"]} >= {(places.DAOMAO, 1)}
    assert {one["kind"] for one in told["timeline"]} >= {"order.issued", "order.climbed", "order.cleared"}


def test_who_reads_figures_only_is_told_no_names(cast: Cast, order: dict[str, Any]) -> None:
    analyst = people.person("分析员", places.CHAOMING, "analyst", username="fen")
    told = report(people.actor(analyst), order["id"])
    assert not told["with_names"]
    assert told["unreached"]
    for one in told["unreached"]:
        assert "*" in one["name"]
        assert one["phone"] is None
    made = export(people.actor(analyst), order["id"], format="bundle", language="zh").data
    assert cast.volunteer.phone.encode() not in made
    assert cast.volunteer.name.encode() not in made


def test_somebody_elses_order_has_no_report(client: ActingClient, cast: Cast, order: dict[str, Any]) -> None:
    reply = client.as_(cast.wulin_commander).get(f"/api/orders/{order['id']}/report")
    assert reply.status_code == 404


def test_every_file_that_is_handed_out_is_a_fact(db: SQLAlchemy, cast: Cast, order: dict[str, Any]) -> None:
    actor = people.actor(cast.chaoming_commander)
    for kind, begins in (("pdf", b"%PDF-"), ("csv", b"\xef\xbb\xbfarea_code"), ("bundle", b"PK\x03\x04")):
        assert export(actor, order["id"], format=kind, language="en").data.startswith(begins)
    known = db.session.scalars(select(Fact.data).where(Fact.kind == "order.report_exported").order_by(Fact.seq)).all()
    assert [one["format"] for one in known] == ["pdf", "csv", "bundle"]
    assert known[1]["seal"] is None
    assert known[0]["seal"] == known[2]["seal"]


def test_a_bundle_that_nobody_touched_is_whole_and_holds_every_fact(
    db: SQLAlchemy, cast: Cast, order: dict[str, Any]
) -> None:
    clear(cast, order)
    manifest = verify.check(bundle(cast, order))
    kept = select(Fact.seq).where(Fact.subject_id == str(order["id"]), Fact.kind != "order.report_exported")
    assert manifest["facts"]["count"] >= len(db.session.scalars(kept).all())


def test_any_byte_that_is_changed_is_found(cast: Cast, order: dict[str, Any]) -> None:
    whole = bundle(cast, order)
    chance = random.Random(5)
    for place in [*chance.sample(range(len(whole)), 150), 0, 5, len(whole) - 1]:
        broken = bytearray(whole)
        broken[place] ^= 1 << chance.randrange(8)
        with pytest.raises(verify.Broken):
            verify.check(bytes(broken))


def test_what_was_changed_is_named(cast: Cast, order: dict[str, Any]) -> None:
    files = opened(bundle(cast, order))
    facts = files[verify.FACTS].splitlines(keepends=True)
    assert broken({**files, "report.json": files["report.json"] + b" "}) == "report.json was changed"
    changed = json.loads(facts[2])
    changed["fact"]["kind"] = "order.accepted"
    forged = [*facts[:2], verify.canonical(changed) + b"\n", *facts[3:]]
    assert broken({**files, verify.FACTS: b"".join(forged)}) == "fact 3 was changed"
    assert broken({**files, verify.FACTS: b"".join(facts[:1] + facts[2:])}) == "fact 2 was changed"
    assert broken({**files, verify.FACTS: b"".join(facts[:-1])}).startswith("facts are missing after fact")
    assert broken({name: data for name, data in files.items() if name != "streets.csv"}) == "streets.csv is missing"
    assert broken({**files, "more.txt": b""}) == "more.txt was added"


def test_the_same_facts_have_the_same_seal_and_others_another_one(
    db: SQLAlchemy, cast: Cast, order: dict[str, Any]
) -> None:
    first = verify.check(bundle(cast, order))["seal"]
    core_clock.move(1)
    assert verify.check(bundle(cast, order))["seal"] == first
    answer(db, order, cast.volunteer)
    again = bundle(cast, order)
    assert verify.check(again)["seal"] != first
    with pytest.raises(verify.Broken, match="not the one of this seal"):
        verify.check(again, first)


def test_the_verifier_in_the_bundle_runs_alone(cast: Cast, order: dict[str, Any], tmp_path: Path) -> None:
    whole = bundle(cast, order)
    (tmp_path / "verify.py").write_bytes(opened(whole)["verify.py"])
    (tmp_path / "whole.zip").write_bytes(whole)
    (tmp_path / "broken.zip").write_bytes(whole.replace(b"order.issued", b"order.issueD", 1))
    assert alone(tmp_path, "whole.zip") == (0, "whole")
    assert alone(tmp_path, "broken.zip") == (1, "BROKEN")


def alone(folder: Path, name: str) -> tuple[int, str]:
    command = [sys.executable, "-I", "-S", "verify.py", name]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.split(":")[0]


def opened(whole: bytes) -> dict[str, bytes]:
    return verify._opened(whole)


def broken(files: dict[str, bytes]) -> str:
    with pytest.raises(verify.Broken) as found:
        verify.check(verify.packed(files))
    return str(found.value)
