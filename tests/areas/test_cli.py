"""What the operator's commands about areas say and write."""

from datetime import date

import pytest

from backend.areas.models import Area
from tests.builders.areas import plant

HEADER = "code,level,name_zh,name_en,parent_code,valid_from\n"
DISTRICT = "700101,district,区,D,,2019-01-01\n"


@pytest.fixture
def run(app, db):
    return lambda *words: app.test_cli_runner().invoke(args=["areas", *map(str, words)])


@pytest.fixture
def file(tmp_path):
    def write(text, name="areas.csv"):
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return tmp_path / name

    return write


def test_a_dry_run_says_what_it_would_do_and_writes_nothing(run, file, db):
    said = run("import", file(HEADER + DISTRICT), "--dry-run")
    assert (said.exit_code, said.output) == (0, "1 added, 0 changed, 0 as they were\n")
    assert db.session.get(Area, "700101") is None


def test_a_list_is_taken_in_and_then_its_shapes(run, file, db):
    assert run("import", file(HEADER + DISTRICT)).exit_code == 0
    corners = "[[[0,0],[1,0],[1,1],[0,0]]]"
    feature = f'{{"properties": {{"code": "700101"}}, "geometry": {{"type": "Polygon", "coordinates": {corners}}}}}'
    shape = f'{{"features": [\n{feature}]}}'
    assert run("import", file(shape, "areas.geojson")).output == "1 added, 0 changed, 0 as they were\n"
    assert db.session.get(Area, "700101").geom_source == "unknown"


def test_faults_are_named_with_their_lines_and_fail_the_command(run, file, db):
    said = run("import", file(HEADER + DISTRICT + "700101001,road,街,S,700101,2019-01-01\n"))
    assert said.exit_code == 1
    assert said.stderr.startswith("line 3: level is one of")
    assert db.session.get(Area, "700101") is None


def test_a_file_in_another_encoding_is_refused_at_its_line(run, file):
    said = run("import", file(HEADER.encode() + DISTRICT.encode("gbk")))
    assert (said.exit_code, said.stderr) == (1, "line 2: not UTF-8\n")


def test_a_street_moves_and_its_empty_district_is_merged(run, db):
    plant("700101", "700102", "700101001")
    assert run("succeed", "700101001", "700102012", "--under", "700102", "--on", "2021-04-09").exit_code == 0
    assert run("merge", "700101", "700102", "--on", "2021-04-09").exit_code == 0
    db.session.expire_all()
    assert db.session.get(Area, "700101").successor_code == "700102"
    assert db.session.get(Area, "700101001").valid_to == date(2021, 4, 9)


def test_a_refusal_is_said_in_words(run):
    said = run("merge", "700101", "700102", "--on", "2021-04-09")
    assert (said.exit_code, said.stderr) == (1, "Error: No such area\n")
