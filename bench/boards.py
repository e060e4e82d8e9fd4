"""`make bench-board`: the board and the lists of one order, when it is alone and among a hundred of its like."""

import json
import os
import time
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import text

from backend.commands.rules.receipt_ladder import State
from backend.core.db import db, uuid7
from backend.identity.actions import sessions
from backend.identity.routes import tokens
from bench import cockpit, fanout, plots
from bench.figures import percentile, put

ORDERS = int(os.environ.get("ORDERS", "100"))
ASKS = 100
#: What whoever watches an order asks.
LISTS = {
    "board": "board",
    "names, 50": "recipients?limit=50",
    "names not answered, 50": "recipients?limit=50&standing=unanswered",
    "ladder": "ladder",
    "timeline": "timeline",
}
#: Of an order some have been told, shown, and have answered; the tallies are made from the rows.
STAND = """
UPDATE delivery SET state = (CAST(:states AS smallint[]))[1 + ('x' || right(person_id::text, 4))::bit(16)::int % 4]
WHERE order_id = :order_id
"""
STATES = [int(state) for state in (State.planned, State.accepted, State.shown, State.acknowledged)]
RECOUNT = """
DELETE FROM order_tally WHERE order_id = :order_id;
INSERT INTO order_tally (order_id, node_code, state, people)
SELECT order_id, node_code, state, count(*) FROM delivery WHERE order_id = :order_id GROUP BY order_id, node_code, state
"""
WORTH_WRITING = 100
Asked = tuple[float, float]


def main() -> None:
    load = os.getloadavg()[0]
    with cockpit.place("") as where, where.app.app_context():
        people = fanout.settle("https://localhost:1")
        client, bearer = where.app.test_client(), bearer_of(people.commander.id)
        watched = issued(people)
        alone = ask_all(client, bearer, watched)
        for number in range(2, ORDERS + 1):
            issued(people)
            if number % 10 == 0:
                print(f"  {number} orders to {fanout.N:,}", flush=True)
        db.session.execute(text("ANALYZE delivery"))
        db.session.commit()
        among = ask_all(client, bearer, watched)
        newest = ask_all(client, bearer, issued(people))
        db.session.remove()
    text_ = table(alone, among, newest)
    print(f"\n{text_}")
    if ORDERS >= WORTH_WRITING:
        note = (
            "Through the whole application, without a network; medians of a hundred. *Newest* is an order issued after"
            f" all others, which the database's statistics do not know yet. Load average before: {load:.1f}."
        )
        title = "The board among many orders (`make bench-board`)"
        put("bench-board", f"{title}\n\n{text_}\n\n{note}", plot=plot(alone, among, newest))
    print(f"RESULT {json.dumps(result(alone, among, newest))}")


def issued(people: fanout.Crowd) -> UUID:
    order_id = fanout.tap(people)
    db.session.execute(text(STAND), {"order_id": order_id, "states": STATES})
    for statement in RECOUNT.split(";"):
        db.session.execute(text(statement), {"order_id": order_id})
    db.session.commit()
    return order_id


def bearer_of(person_id: UUID) -> dict[str, str]:
    session = sessions.begin(person_id, device_id=uuid7(), label="bench")
    db.session.commit()
    return {"Authorization": f"Bearer {tokens.access_token(session)}"}


def ask_all(client: FlaskClient, bearer: dict[str, str], order_id: UUID) -> dict[str, Asked]:
    """Milliseconds, p50 and p99, of each list; two that come first are not counted."""
    found = {}
    for name, path in LISTS.items():
        took = [once(client, f"/api/orders/{order_id}/{path}", bearer) for _ in range(ASKS + 2)][2:]
        found[name] = (percentile(took, 0.5), percentile(took, 0.99))
        print(f"  {name}: {found[name][0]:.1f} ms", flush=True)
    return found


def once(client: FlaskClient, address: str, bearer: dict[str, str]) -> float:
    began = time.perf_counter()
    reply = client.get(address, headers=bearer)
    took = (time.perf_counter() - began) * 1_000
    if reply.status_code != 200:
        raise SystemExit(f"{address}: {reply.get_data(as_text=True)}")
    return took


def table(alone: dict[str, Asked], among: dict[str, Asked], newest: dict[str, Asked]) -> str:
    few, many = f"{fanout.N:,}", f"{ORDERS * fanout.N:,}"
    head = f"| milliseconds, p50 and p99 | among {few} deliveries | among {many} | ratio of p50 | newest of {many} |"
    rows = [
        f"| {name} | {_cell(alone[name])} | {_cell(among[name])} | {among[name][0] / alone[name][0]:.2f}"
        f" | {_cell(newest[name])} |"
        for name in LISTS
    ]
    return "\n".join([head, "|---|---:|---:|---:|---:|", *rows])


def plot(alone: dict[str, Asked], among: dict[str, Asked], newest: dict[str, Asked]) -> plots.Plot:
    many = f"{ORDERS * fanout.N:,}"
    found = {f"among {fanout.N:,}": alone, f"among {many}": among, f"newest of {many}": newest}
    values = {name: {one: round(p50, 1) for one, (p50, _) in lists.items()} for name, lists in found.items()}
    return plots.bars("Milliseconds for the board and the lists of an order, p50", "ms", values)


def result(alone: dict[str, Asked], among: dict[str, Asked], newest: dict[str, Asked]) -> dict[str, float]:
    told = {"deliveries": float(ORDERS * fanout.N)}
    for name in LISTS:
        short = name.replace(", ", "_").replace(" ", "_")
        told |= {
            f"{short}_p50_ms": round(among[name][0], 2),
            f"{short}_ratio": round(among[name][0] / alone[name][0], 3),
        }
        told[f"{short}_newest_ratio"] = round(newest[name][0] / alone[name][0], 3)
    return told


def _cell(asked: Asked) -> str:
    return f"{asked[0]:.1f}, {asked[1]:.1f}"


if __name__ == "__main__":
    main()
