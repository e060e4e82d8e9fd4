"""`make bench-register`: a list taken in, the register filtered and a street mustered, beside a loop of the ORM.

A street is mustered twice: once to see what the choice and the order cost, once with senders and a push service
beside it, from the tap until every phone has been notified.
"""

import json
import os
import time
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select, text

from backend.areas.models import Area
from backend.commands.actions.load_plans import load_plans
from backend.commands.actions.muster import issue_muster
from backend.commands.catalogue.reader import read_all
from backend.commands.queries import musters
from backend.core import clock
from backend.core.db import db, uuid7
from backend.identity.models import Person, RoleGrant
from backend.identity.queries import actors
from backend.identity.rules.actor import Actor
from backend.volunteers import policy
from backend.volunteers.actions.importing import judge, read_in, take_in
from backend.volunteers.models.register import Volunteer
from backend.volunteers.models.register_import import RegisterImport
from backend.volunteers.queries import register
from backend.volunteers.rules import consent, import_life
from backend.volunteers.rules.words import SKILLS
from bench import case_lists, cockpit
from bench import muster as bench_muster
from bench.figures import put

SIZES = [int(size) for size in os.environ.get("N", "100000 1000000").split()]
#: as many as one muster may call
CALLED = 2_000
#: the loop is measured over so many, and reckoned per person
NAIVE = 1_000
HEAD = "姓名,手机号,志愿者编号,所属网格,技能,可服务时间,注册日期"
FILTERS = {
    "first_page": {},
    "skill": {"skill": "first_aid"},
    "street": {"area": case_lists.STREET},
    "name": {"q": "人77"},
    "phone_tail": {"q": "4321"},
    "nobody": {"q": "没有这个人"},
}


def main() -> None:
    others = os.getloadavg()[0]
    found: dict[str, float] = {}
    with bench_muster.service() as service, cockpit.place(service.ca_file) as where, where.app.app_context():
        people = case_lists._plant()
        load_plans(read_all())
        db.session.commit()
        kept = 0
        for size in SIZES:
            print(f"{size:,} people …", flush=True)
            took = _measured(people, kept, size)
            took["muster_notified_s"] = bench_muster.notified_s(where, service, _commander(people), CALLED)
            found |= {f"{name}_{size}": value for name, value in took.items()}
            kept = size
        found["naive_1000_s"] = _timed(lambda: _naive(people[case_lists.DISTRICT]))
        db.session.remove()
    first = SIZES[0]
    per_person = sum(found[f"{name}_s_{first}"] for name in ("read", "judge", "take_in")) / first
    found["ratio_naive"] = found["naive_1000_s"] / NAIVE / per_person
    print(f"\n{_table(found)}\n")
    put("bench-register", f"The register of volunteers (`make bench-register`)\n\n{_words(found, others)}")
    print("RESULT " + json.dumps({name: round(value, 3) for name, value in found.items()}))


def _measured(people: dict[str, UUID], kept: int, size: int) -> dict[str, float]:
    actor = actors.absent(people[case_lists.DISTRICT])
    assert actor is not None
    data = _list(kept, size)
    import_id, own = uuid7(), policy.kept(actor)
    row = RegisterImport(id=import_id, person_id=actor.id, file_name="list.csv", size_bytes=len(data), state="judged")
    row.expires_at = clock.now() + import_life.KEPT
    db.session.add(row)
    db.session.commit()
    took = {"read_s": _timed(lambda: read_in.copy_lines(import_id, data, own, most=2_000_000))}
    took["judge_s"] = _timed(lambda: judge.judge(import_id, own))
    take_in.confirm(actor, import_id, similar="apart")
    db.session.commit()
    took["take_in_s"] = _timed(lambda: _take_in(import_id))
    db.session.execute(text("ANALYZE person, volunteer, role_grant"))
    db.session.commit()
    for name, asked in FILTERS.items():
        took[f"filter_{name}_s"] = min(_timed(lambda asked=asked: _page(actor, asked)) for _ in range(3))
    return took | _muster(people)


def _take_in(import_id: UUID) -> None:
    row = db.session.get_one(RegisterImport, import_id)
    after: int | None = 0
    while after is not None:
        print(f"  taken in up to line {after:,}", flush=True)
        after = take_in.write(row, after)
        db.session.commit()
    row.state = import_life.TAKEN_IN


def _page(actor: Actor, asked: dict[str, str]) -> None:
    register.listed(actor, cursor=None, limit=50, **asked)


def _muster(people: dict[str, UUID]) -> dict[str, float]:
    actor = _commander(people)
    asked = bench_muster.asked(case_lists.STREET, wanted=400, skills=["first_aid"])
    words = bench_muster.WORDS
    looked = _timed(lambda: musters.preview(actor, **asked))
    issued = _timed(lambda: issue_muster.issue_muster(actor, id=uuid7(), **asked, **words))
    return {"muster_preview_s": looked, "muster_issued_s": issued}


def _commander(people: dict[str, UUID]) -> Actor:
    """Of the street."""
    actor = actors.absent(people[case_lists.STREET])
    assert actor is not None
    return replace(actor, held=tuple(replace(one, role="commander") for one in actor.held))


def _list(first: int, last: int) -> bytes:
    grids = db.session.scalars(select(Area.code).where(Area.level == "grid").order_by(Area.path)).all()
    skills = [word.zh for word in SKILLS.values()]
    lines = (
        f"人{n},13{n:09d},B{n:08d},{grids[n * 7919 % len(grids)]},{skills[n % len(skills)]},周末,2026-01-05"
        for n in range(first, last)
    )
    return "\n".join([HEAD, *lines]).encode()


def _naive(by: UUID) -> None:
    """What one writes first: a look and three rows for each person."""
    area = db.session.scalars(select(Area).where(Area.level == "grid").limit(1)).one()
    for n in range(NAIVE):
        phone = f"15{n:09d}"
        if db.session.scalar(select(Person).where(Person.phone == phone, Person.name == f"慢{n}")) is not None:
            continue
        person = Person(name=f"慢{n}", phone=phone, area_code=area.code, area_path=area.path)
        db.session.add(person)
        db.session.flush()
        home = {"area_code": area.code, "area_path": area.path, "granted_by": by}
        db.session.add(RoleGrant(person_id=person.id, role="volunteer", **home))
        today = clock.now().date()
        db.session.add(
            Volunteer(person_id=person.id, skills=["care"], kept_until=consent.until(today), source="import")
        )
        db.session.flush()


def _timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    db.session.commit()
    return time.perf_counter() - begun


def _table(found: dict[str, float]) -> str:
    names = [name.removesuffix(f"_{SIZES[0]}") for name in found if name.endswith(f"_{SIZES[0]}")]
    head = "| seconds | " + " | ".join(f"{size:,}" for size in SIZES) + " |\n|---|" + "---|" * len(SIZES)
    rows = [
        f"| {name.removesuffix('_s')} | " + " | ".join(f"{found[f'{name}_{s}']:.2f}" for s in SIZES) + " |"
        for name in names
    ]
    return "\n".join([head, *rows])


def _words(found: dict[str, float], others: float) -> str:
    return (
        f"{_table(found)}\n\nA loop of the ORM over {NAIVE:,} people takes {found['naive_1000_s']:.1f} s: "
        f"{found['ratio_naive']:.0f} times as long per person. `muster_notified`: from the tap "
        f"until a push service on this machine has taken the message of each of {CALLED:,} volunteers of one street, "
        f"with two senders. Two cores, of which other work took {others:.1f}."
    )


if __name__ == "__main__":
    main()
