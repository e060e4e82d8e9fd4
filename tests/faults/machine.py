"""Phones that seal, send and pull in any order over lines that break in any way, against a plain dict."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import func, select
from sqlalchemy.engine import NestedTransaction

from backend.commands.models.delivery import Receipt
from backend.core import clock
from backend.core.db import db
from backend.core.http.numbered import DeviceSequence
from backend.identity.models import Person
from backend.incidents.models.incident import Incident, IncidentPhoto, IncidentStep
from tests.builders import duty, orders
from tests.builders.jobs import run_jobs
from tests.cast import DAOMAO_WEST
from tests.faults import middleware as line
from tests.faults.matrix import COMES_AGAIN, PICTURE, report, settle_all, step
from tests.faults.phone import Item, Phone, new_id

FAULTS = st.sampled_from([*COMES_AGAIN.values(), line.well, line.well, line.well])
CUTS = st.floats(0, 0.99).map(line.truncated)
RECEIPTS = ("shown", "opened", "acknowledged", "declined", "en_route", "arrived", "done", "safe")
#: what all runs together sent, and what came of it
TOTALS: Counter[str] = Counter()


class Field(RuleBasedStateMachine):
    """`model`: what a perfect line would have brought, by the id of what was sealed."""

    app: Flask
    people: dict[str, UUID]
    start: Any

    @initialize()
    def go_out(self) -> None:
        clock.hold(self.start)
        # What is open here would lie around the savepoint of this run.
        db.session.remove()
        self.before: NestedTransaction = db.engines[None].begin_nested()  # type: ignore[attr-defined]  # a connection in tests
        self.model: dict[str, dict[str, Any]] = {}
        self.phones = [Phone(self.app, self.person("grid_worker")), Phone(self.app, self.person("volunteer"))]
        self.order = orders.order(self.person("chaoming_commander"), DAOMAO_WEST)["id"]
        db.session.commit()

    def person(self, name: str) -> Person:
        return db.session.get_one(Person, self.people[name])

    # what people do

    @rule(who=st.integers(0, 1), photos=st.integers(0, 2), urgent=st.booleans())
    def report_something(self, who: int, photos: int, urgent: bool) -> None:
        phone = self.phones[who]
        pictures = tuple(PICTURE + bytes([number]) for number in range(photos))
        item = report(phone, pictures=pictures, urgent=urgent, description=f"第{len(self.model)}件")
        self.expect(item, kind="report", urgent=urgent, photos=photos, tapped=clock.now(), by=phone.person_id)

    @rule(who=st.integers(0, 1))
    def report_nonsense(self, who: int) -> None:
        item = report(self.phones[who], category_code="nonsense")
        self.expect(item, kind="refused")

    @rule(who=st.integers(0, 1), pick=st.integers(0, 50))
    def take_a_report_back(self, who: int, pick: int) -> None:
        phone = self.phones[who]
        own = [item for item in phone.items if self.model[item.id]["kind"] == "report"]
        taken = {self.model[item.id].get("of") for item in phone.items}
        left = [item for item in own if item.id not in taken]
        if left:
            of = left[pick % len(left)]
            body = {"id": new_id(), "note": "看错了", **phone.tap()}
            item = phone.seal(f"/api/incidents/{of.id}/cancel", body, record=of.id)
            self.expect(item, kind="cancel", of=of.id)

    @rule(who=st.integers(0, 1), state=st.sampled_from(RECEIPTS))
    def answer_the_order(self, who: int, state: str) -> None:
        phone = self.phones[who]
        body = {"id": new_id(), "order_id": str(self.order), "state": state, **phone.tap()}
        self.expect(phone.seal("/api/receipts", body, record=str(self.order)), kind="receipt")

    @rule(who=st.integers(0, 1))
    def check_in(self, who: int) -> None:
        phone = self.phones[who]
        body = {**duty.check_in("standby"), **phone.tap()}
        self.expect(phone.seal("/api/me/duty", body, record="duty"), kind="duty")

    # what lines do

    @rule(who=st.integers(0, 1), fault=FAULTS)
    def send(self, who: int, fault: line.Fault) -> None:
        phone = self.phones[who]
        item = phone.turn()
        if item is not None:
            phone.faults.plan = [fault]
            phone.send(item)

    @rule(who=st.integers(0, 1), faults=st.lists(FAULTS | CUTS, min_size=1, max_size=3))
    def send_a_photo(self, who: int, faults: list[line.Fault]) -> None:
        phone = self.phones[who]
        waiting = phone.next_photo()
        if waiting is not None:
            phone.faults.plan = list(faults)
            phone.send_photo(*waiting)
            phone.faults.plan = []

    @rule(who=st.integers(0, 1))
    def let_late_ones_in(self, who: int) -> None:
        self.phones[who].hand_over_held()

    @rule(who=st.integers(0, 1))
    def have_good_line_for_a_moment(self, who: int) -> None:
        self.phones[who].faults.plan = []
        for _ in range(5):
            step(self.phones[who])

    @rule(who=st.integers(0, 1), fault=FAULTS)
    def pull(self, who: int, fault: line.Fault) -> None:
        phone = self.phones[who]
        pending = [item.id for item in phone.items if not item.is_done]
        phone.faults.plan = [fault]
        try:
            phone.pull()
        except line.LineBroken:
            TOTALS["pulls_broken"] += 1
        assert pending == [item.id for item in phone.items if not item.is_done], "a pull touched what waits"

    @rule()
    def let_the_worker_work(self) -> None:
        run_jobs()

    # what clocks and phones do

    @rule(minutes=st.sampled_from([1, 20, 600]))
    def wait(self, minutes: int) -> None:
        """Twenty minutes are longer than a session's token lives."""
        clock.move(minutes * 60)

    @rule(who=st.integers(0, 1), days=st.integers(-2, 2))
    def set_the_clock(self, who: int, days: int) -> None:
        """Measured at the next exchange; what is sealed from now on says so."""
        self.phones[who].skew = self.phones[who].offset = timedelta(days=days)

    @precondition(lambda self: any(item.state == "sign_in" for phone in self.phones for item in phone.items))
    @rule()
    def sign_in(self) -> None:
        for phone in self.phones:
            phone.sign_in()

    # what must hold

    @invariant()
    def no_receipt_is_without_its_row(self) -> None:
        said = [item for phone in getattr(self, "phones", []) for item in phone.items if item.state == "delivered"]
        assert [item.id for item in said if not self.is_applied(item)] == []

    @invariant()
    def nothing_is_there_twice_and_nothing_that_nobody_sealed(self) -> None:
        if hasattr(self, "phones"):
            sealed = {key for key, item in self.model.items() if item["kind"] == "report"}
            assert {str(one) for one in db.session.scalars(select(Incident.id))} <= sealed
            assert self.doubled() == 0

    def teardown(self) -> None:
        if not hasattr(self, "phones"):
            return
        try:
            for phone in self.phones:
                settle_all(phone)
            run_jobs()
            self.compare()
        finally:
            db.session.remove()
            self.before.rollback()

    # the comparison

    def expect(self, item: Item, **what: Any) -> None:
        self.model[item.id] = what

    def items(self) -> list[Item]:
        return [item for phone in self.phones for item in phone.items]

    def compare(self) -> None:
        """Quiet at last: the server is what the model says, and so is what the phones pull."""
        good = [item for item in self.items() if self.model[item.id]["kind"] != "refused"]
        lost = [item.id for item in good if not self.is_applied(item)]
        TOTALS["runs"] += 1
        TOTALS["items_sealed"] += len(self.model)
        TOTALS["refused"] += sum(item.state == "refused" for item in self.items())
        TOTALS["writes_sent"] += sum(phone.sent["writes"] for phone in self.phones)
        TOTALS["applied"] += sum(self.is_applied(item) for item in self.items())
        TOTALS["lost"] += len(lost)
        TOTALS["doubled"] += self.doubled()
        assert lost == []
        for item in self.items():
            expected = "refused" if self.model[item.id]["kind"] == "refused" else "delivered"
            assert (item.state, self.model[item.id]) == (expected, self.model[item.id]), item.reply
        self.compare_reports()
        self.compare_numbers()

    def compare_reports(self) -> None:
        cancelled = {what["of"] for what in self.model.values() if what["kind"] == "cancel"}
        for phone in self.phones:
            phone.sign_in()
            phone.pull()
        for key, what in self.model.items():
            if what["kind"] != "report":
                continue
            case = db.session.get_one(Incident, key, populate_existing=True)
            assert (case.urgent, case.reporter_id, case.happened_at) == (what["urgent"], what["by"], what["tapped"])
            assert case.state == ("cancelled" if key in cancelled else "pending")
            steps = select(IncidentStep.verb).where(IncidentStep.incident_id == case.id).order_by(IncidentStep.no)
            assert list(db.session.scalars(steps)) == ["report", *(["cancel"] if key in cancelled else [])]
            assert self.photos_of(key) == what["photos"]
            [owner] = [phone for phone in self.phones if phone.person_id == what["by"]]
            row = owner.rows[key]["incident"]
            assert (row["state"], row["photos"]["arrived"]) == (case.state, what["photos"])

    def compare_numbers(self) -> None:
        for phone in self.phones:
            heard = db.session.get(DeviceSequence, phone.device_id, populate_existing=True)
            assert (heard.high, list(heard.missing)) == (phone.seq, []) if heard else phone.seq == 0

    def is_applied(self, item: Item) -> bool:
        kind = self.model[item.id]["kind"]
        return bool(db.session.scalar(APPLIED[kind](self, item))) if kind in APPLIED else item.state == "delivered"

    def photos_of(self, key: str) -> int:
        here = (IncidentPhoto.incident_id == key, IncidentPhoto.arrived_at.is_not(None))
        return db.session.scalar(select(func.count()).select_from(IncidentPhoto).where(*here)) or 0

    def doubled(self) -> int:
        """Cases, steps and receipts beyond the first of each."""
        words = select(func.count() - func.count(Incident.description.distinct())).select_from(Incident)
        taken = select(IncidentStep.incident_id, IncidentStep.verb).group_by(*STEP).having(func.count() > 1)
        return (db.session.scalar(words) or 0) + len(db.session.execute(taken).all())


STEP = (IncidentStep.incident_id, IncidentStep.verb)
APPLIED: dict[str, Callable[[Field, Item], Any]] = {
    "report": lambda _, item: select(func.count()).select_from(Incident).where(Incident.id == item.id),
    "cancel": lambda _, item: select(func.count()).select_from(IncidentStep).where(IncidentStep.id == item.id),
    "receipt": lambda field, item: (
        select(func.count()).select_from(Receipt).where(Receipt.order_id == field.order, Receipt.id == item.id)
    ),
}
