"""Finding cases by words, in Chinese too, whatever the server's locale."""

import pytest
from sqlalchemy import select, text

from backend.core.db import db as database
from backend.incidents.models.incident import Incident
from backend.incidents.queries.lists import FILTERS
from tests.builders import people
from tests.builders.cases import Crew

SAYS = {
    "bin": "刀茅巷28号门前垃圾桶旁堆了三袋垃圾",
    "hole": "路面塌陷约2米,冒水",
    "lift": "现代城3幢电梯困人 Lift 2",
    "odd": r"100%_\'; -- 全角：ＡＢＣ 😀",
}


@pytest.fixture
def cases(crew: Crew) -> dict[str, str]:
    return {name: crew.report(description=says) for name, says in SAYS.items()}


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("垃圾", {"bin"}), ("垃圾桶", {"bin"}), ("塌", {"hole"}), ("困人", {"lift"}), ("圾垃", set()),
        ("lift", {"lift"}), ("LIFT 2", {"lift"}), ("28号门", {"bin"}), ("100%", {"odd"}), ("%", {"odd"}),
        ("_", {"odd"}), ("\\", {"odd"}), ("'", {"odd"}), ("😀", {"odd"}), ("ＡＢ", {"odd"}),
        ("2", {"bin", "hole", "lift", "odd"}), ("没有的词", set()), ("  垃圾 ", {"bin"}),
    ],
)  # fmt: skip
def test_words_are_found_where_they_stand_and_nowhere_else(
    crew: Crew, cases: dict[str, str], q: str, found: set[str]
) -> None:
    reply = crew.client.as_(crew.cast.chaoming_duty).get("/api/incidents", query_string={"q": q})
    names = {case: name for name, case in cases.items()}
    assert {names[item["id"]] for item in reply.json["items"]} == found


def test_a_case_is_found_by_its_number(crew: Crew, cases: dict[str, str]) -> None:
    number = crew.row(cases["bin"]).number
    for q in (number, number[-6:]):
        reply = crew.client.as_(crew.cast.chaoming_duty).get("/api/incidents", query_string={"q": q})
        assert [item["id"] for item in reply.json["items"]] == [cases["bin"]]


def test_every_chinese_character_is_a_trigram_of_its_own(crew: Crew) -> None:
    coded = database.session.execute(
        text("SELECT searchable('垃'), searchable('圾'), show_trgm(searchable('垃圾')), searchable('Ab-9')")
    ).one()
    first, second, trigrams, plain = coded
    assert (len(first), len(second), first != second) == (3, 3, True)
    assert {first, second} <= set(trigrams)
    assert plain == "ab 9"


def test_the_index_is_used_for_two_characters(crew: Crew, cases: dict[str, str]) -> None:
    asked = select(Incident.id).where(FILTERS["q"](people.actor(crew.cast.commander), "垃圾"))
    said = str(asked.compile(database.engine, compile_kwargs={"literal_binds": True}))
    database.session.execute(text("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off"))
    plan = database.session.execute(text("EXPLAIN " + said.replace(":", "\\:").replace("%%", "%"))).scalars()
    assert "incident_words_idx" in "\n".join(plan)
