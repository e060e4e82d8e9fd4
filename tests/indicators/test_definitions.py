"""The 179 as files, and the cockpits that are made of them."""

from collections import Counter
from pathlib import Path

import pytest

from backend.areas.rules import levels
from backend.indicators.actions import compute
from backend.indicators.cockpits import reader as cockpits
from backend.indicators.definitions import reader
from backend.indicators.rules import layout

HEAD = "category: EC\ntitle: {zh: 经济, en: Economic}\nindicators:\n"
GOOD = {
    "id": "EC001", "title": "{zh: 一, en: One}", "unit": "{zh: 元, en: CNY}", "department": "{zh: 局, en: Bureau}",
    "period": "D", "direction": "up", "lowest": "street", "roll_up": "sum", "over_time": "sum", "decimals": "0",
}  # fmt: skip


def written(folder: Path, **changes: str) -> Path:
    said = {**GOOD, **changes}
    lines = "\n".join(f"{'  - ' if name == 'id' else '    '}{name}: {value}" for name, value in said.items())
    file = folder / "economy.yaml"
    file.write_text(f"{HEAD}{lines}\n", encoding="utf-8")
    return file


def test_there_are_a_hundred_and_seventy_nine_in_five_categories() -> None:
    found = Counter(one.category for one in reader.every().values())
    assert found == {"EC": 44, "PO": 27, "CU": 22, "SO": 56, "EN": 30}
    assert list(reader.categories()) == ["EC", "PO", "CU", "SO", "EN"]


def test_every_indicator_says_when_it_is_fresh_and_how_it_adds_up() -> None:
    for one in reader.every().values():
        assert one.title.zh
        assert one.title.en
        assert one.department.zh
        assert (one.roll_up == "none") == (one.lowest == "district"), one.id


def test_what_is_worked_out_names_a_source_that_there_is() -> None:
    assert list(compute.unknown_sources()) == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"period": "H"}, "indicator.shape"),
        ({"id": "SO001"}, "indicator.category"),
        ({"scale": "100"}, "indicator.scale"),
        ({"over_time": "ratio"}, "indicator.scale"),
        ({"roll_up": "ratio"}, "indicator.parts"),
        ({"unit": "{zh: '%', en: '%'}"}, "indicator.sum_of_shares"),
        ({"lowest": "district"}, "indicator.roll_up"),
        ({"goal": "{at_least: 5, at_most: 1}"}, "indicator.goal"),
        ({"title": "[one"}, "indicator.yaml"),
    ],
)
def test_a_file_with_a_fault_is_refused_by_line_and_name(tmp_path: Path, changes: dict[str, str], fault: str) -> None:
    found = reader.faults_of(written(tmp_path, **changes))
    assert found
    assert fault in found[0]
    assert found[0].split(":")[1].isdigit()
    with pytest.raises(reader.Unfit, match=fault):
        reader.read_folder(tmp_path)


def test_a_good_file_has_no_fault(tmp_path: Path) -> None:
    written(tmp_path)
    assert [one.id for one in reader.read_folder(tmp_path)] == ["EC001"]


def test_every_level_and_mode_shows_only_what_it_has_and_headlines_first() -> None:
    template, definitions = cockpits.template(), reader.every()
    for level in levels.LEVELS:
        for mode in layout.MODES:
            sections = layout.layout(
                template, definitions, lambda one, at=level: one.is_had_by(at), level=level, code="", mode=mode
            )
            assert sections[0].key == "headline", (level, mode)
            assert 6 <= len(sections[0].codes) <= layout.MOST_HEADLINES, (level, mode)
            codes = [code for section in sections for code in section.codes]
            assert all(definitions[code].is_had_by(level) for code in codes)
            assert mode == layout.NORMAL or sections[1].key == mode


def test_the_district_shows_all_of_them() -> None:
    sections = layout.layout(
        cockpits.template(), reader.every(), lambda _: True, level="district", code="", mode="normal"
    )
    assert {code for section in sections for code in section.codes} == set(reader.every())


def test_a_park_has_the_six_sections_of_a_visit() -> None:
    sections = layout.layout(
        cockpits.template(), reader.every(), lambda one: one.is_had_by("park"), level="park", code="", mode="normal"
    )
    assert [section.title.zh for section in sections][1:7] == ["吃", "住", "行", "游", "娱", "购"]


def test_a_street_may_put_its_own_first_and_a_mode_stands_above_it() -> None:
    def keys(mode: str) -> list[str]:
        made = layout.layout(
            cockpits.template(), reader.every(), lambda _: True, level="street", code="330103002", mode=mode
        )
        return [section.key for section in made]

    assert keys("normal")[:2] == ["headline", "business"]
    assert keys("flood")[:3] == ["headline", "flood", "business"]


def test_a_template_that_names_what_is_not_there_is_refused() -> None:
    good = cockpits.template()
    broken = good._replace(
        sections={**good.sections, "eat": {"title": {"zh": "吃", "en": "Eat"}, "codes": ["XX999"]}},
        overrides={"1": {"always": {"order": ["nowhere"]}}},
        levels={**good.levels, "grid": {}},
    )
    assert {fault.split(":")[0] for fault in cockpits.faults(broken)} == {
        "cockpit.modes", "cockpit.section", "cockpit.indicator"
    }  # fmt: skip
