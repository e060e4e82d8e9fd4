"""The catalogue that ships: every code once, every limit possible, every plan there."""

from backend.commands.catalogue.reader import read_all
from backend.incidents.catalogue import reader
from backend.incidents.rules.category import DEADLINE_KINDS, Deadline

#: Limits that the field has; the others are proposals.
REAL = {
    "暴露垃圾": Deadline("working_days", 1),
    "道路不洁": Deadline("working_hours", 5),
    "积存渣土": Deadline("working_days", 4),
    "违法搭建": Deadline("working_days", 15),
}


def test_every_code_says_its_kind_and_class_and_comes_once() -> None:
    found = list(reader.categories().values())
    assert len(found) == sum(len(whole["kinds"]) for whole in reader._file()["classes"])
    assert all(category.code.startswith(category.class_code) and len(category.code) == 5 for category in found)
    assert {category.kind for category in found} == {"event", "component"}


def test_every_category_is_named_in_both_languages_and_has_an_icon_and_a_limit() -> None:
    for category in (*reader.categories().values(),):
        assert all((category.zh, category.en, category.class_zh, category.class_en, category.icon)), category
        assert category.deadline.kind in DEADLINE_KINDS
        assert category.deadline.figure > 0
    for limit in (reader.register_within, reader.climb_after):
        assert {limit(urgent=urgent).kind for urgent in (True, False)} <= set(DEADLINE_KINDS)


def test_the_limits_of_the_field_are_kept() -> None:
    by_name = {category.zh: category.deadline for category in reader.categories().values()}
    assert {name: by_name[name] for name in REAL} == REAL


def test_the_plans_that_cases_suggest_ship_with_the_product() -> None:
    suggested = {category.plan_code for category in reader.categories().values()} - {None}
    assert suggested == {"road_collapse", "gas_leak", "fire", "elevator_trapped", "typhoon_flooding"}
    assert suggested <= {plan["code"] for plan in read_all()}
