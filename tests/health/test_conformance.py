"""`make conformance`: what vectors expect is found, what differs is named, and only an explanation excuses it."""

import base64
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from backend.health.rules import certificate
from conformance.__main__ import main
from conformance.hcert import client, steps, vectors
from conformance.outcomes import judged, read_reasons
from tests.health import made_vectors
from tests.health.made_vectors import RECOVERY, keep, picture, vector

TODAY = date(2021, 6, 10)
EVERY = dict.fromkeys(
    (
        "VALIDOBJECT", "ENCODE", "UNPREFIX", "B45DECODE", "COMPRESSION", "VERIFY", "DECODE", "VALIDJSON",
        "SCHEMAVALIDATION", "EXPIRATIONCHECK", "KEYUSAGE",
    ),
    True,
)  # fmt: skip


def found(folder: Path) -> dict[str, bool]:
    [one] = vectors.in_folder(folder)
    return {outcome.step: outcome.found for outcome in steps.outcomes(one, {})}


def test_a_good_vector_is_as_expected_at_every_step(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keep(tmp_path, "AT/1", vector(**EVERY))
    assert found(tmp_path) == {**EVERY, "VERDICT": True}
    assert main(tmp_path, {}, with_client=False) == 0
    said = capsys.readouterr().out
    assert "12 as expected, 0 different and explained, 0 different and not explained." in said
    assert said.splitlines()[2].split()[:3] == ["folder", "vectors", "VALIDOBJECT"]
    assert said.splitlines()[3].split()[:3] == ["AT", "1", "1/1"]


def spoilt(field: str, step: str) -> dict[str, Any]:
    made = vector(**{step: False})
    at = len(made[field]) - 20
    made[field] = made[field][:at] + ("1" if made[field][at] == "0" else "0") + made[field][at + 1 :]
    return made


@pytest.mark.parametrize(
    ("field", "step"),
    [
        ("PREFIX", "UNPREFIX"),
        ("BASE45", "B45DECODE"),
        ("COMPRESSED", "COMPRESSION"),
        ("COSE", "VERIFY"),
        ("CBOR", "DECODE"),
    ],
)
def test_each_layer_is_compared_with_what_stands_beside_it(tmp_path: Path, field: str, step: str) -> None:
    keep(tmp_path, "AT/1", spoilt(field, step))
    assert found(tmp_path)[step] is False


@pytest.mark.parametrize(
    ("step", "clock", "usages"),
    [
        ("EXPIRATIONCHECK", "2021-05-03T18:00:00Z", ()),
        ("EXPIRATIONCHECK", "2022-05-03T18:00:00+0200", ()),
        ("KEYUSAGE", "2021-06-10T09:50:03.1234567Z", (RECOVERY,)),
    ],
)
def test_times_and_usages_refuse_without_touching_the_other_steps(
    tmp_path: Path, step: str, clock: str, usages: tuple[str, ...]
) -> None:
    made = vector(*usages, **{**EVERY, step: False})
    made["TESTCTX"]["VALIDATIONCLOCK"] = clock
    keep(tmp_path, "common/CO16", made)
    assert found(tmp_path) == {**EVERY, step: False, "VERDICT": False}


def test_another_certificate_than_the_one_that_signed_is_refused(tmp_path: Path) -> None:
    made, other = vector(**{**EVERY, "VERIFY": False}), made_vectors.certificate(RECOVERY)
    made["TESTCTX"]["CERTIFICATE"] = base64.b64encode(other).decode()
    keep(tmp_path, "AT/1", made)
    assert found(tmp_path)["VERIFY"] is False
    made["TESTCTX"]["CERTIFICATE"] = "no certificate"
    keep(tmp_path, "AT/1", made)
    assert found(tmp_path)["VERIFY"] is False


def test_what_is_not_stated_or_not_there_is_not_judged(tmp_path: Path) -> None:
    made = vector(B45DECODE=True, VERIFY=True)
    del made["COMPRESSED"]
    keep(tmp_path, "AT/1", made)
    assert found(tmp_path) == {"VERIFY": True}


def test_a_difference_fails_until_it_is_explained_and_an_explanation_of_nothing_fails_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(tmp_path, "AT/1", vector(VERIFY=False))
    keep(tmp_path, "AT/2", vector(VERIFY=True))
    assert main(tmp_path, {}, with_client=False) == 1
    assert "✗ AT/1 VERIFY: expected refused, found good (ok)" in capsys.readouterr().out
    reasons = {("AT/1", "VERIFY"): "the file means another certificate", ("AT/1", "VERDICT"): "as above"}
    assert main(tmp_path, reasons, with_client=False) == 0
    assert "· VERIFY: the file means another certificate (AT/1)" in capsys.readouterr().out
    assert main(tmp_path, {**reasons, ("AT/2", "VERIFY"): "?"}, with_client=False) == 1
    assert "✗ AT/2 VERIFY: explained, and yet as expected" in capsys.readouterr().out


def test_one_countrys_folder_names_its_vectors_as_the_whole_does(tmp_path: Path) -> None:
    keep(tmp_path, "AT/1", vector(VERIFY=True))
    assert [one.id for one in vectors.in_folder(tmp_path)] == ["AT/1"]
    assert [one.id for one in vectors.in_folder(tmp_path / "AT")] == ["AT/1"]


def test_where_there_is_nothing_to_compare_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(tmp_path / "nowhere", {}) == 2
    (tmp_path / "other.json").write_text('{"iss": "AT"}')
    assert main(tmp_path, {}, with_client=False) == 2
    assert "No test vectors" in capsys.readouterr().out


def test_reasons_are_kept_by_vector_and_step(tmp_path: Path) -> None:
    file = tmp_path / "explained.yaml"
    file.write_text("- step: VERIFY\n  why: |\n    two\n    lines\n  vectors: [AT/1, AT/2]\n")
    assert read_reasons(file) == {("AT/1", "VERIFY"): "two lines", ("AT/2", "VERIFY"): "two lines"}
    assert judged([], read_reasons(file)).is_good


def test_the_browser_is_asked_the_same_and_reads_the_pictures(tmp_path: Path) -> None:
    good, wrong = vector(PICTUREDECODE=True), vector(PICTUREDECODE=False)
    keep(tmp_path, "AT/1", {**good, "2DCODE": picture(good["PREFIX"])})
    keep(tmp_path, "AT/2", {**wrong, "_2DCODE": picture("HC1:SOMETHING ELSE")})
    keep(tmp_path, "AT/3", {**wrong, "2DCODE": "bm8gcGljdHVyZQ=="})
    some = vectors.in_folder(tmp_path)
    read = client.pictures(some)
    assert read == {"AT/1": good["PREFIX"], "AT/2": "HC1:SOMETHING ELSE", "AT/3": None}
    assert all(outcome.agrees for one in some for outcome in steps.outcomes(one, read))
    assert client.difference(some) == ""


@pytest.mark.parametrize("born", ["1998-02-26", "1998-02", "1998", ""])
def test_a_birthday_is_a_day_a_month_a_year_or_unknown(born: str) -> None:
    assert certificate.faults({**made_vectors.CONTENT, "dob": born}, TODAY) == []


@pytest.mark.parametrize(
    "born", ["1815-08-24", "1998-2", "1998-02-26T00:00:00", "1998-02-26\n", "１９９８", "2022", None, 1998]
)
def test_anything_else_is_no_birthday(born: object) -> None:
    assert certificate.faults({**made_vectors.CONTENT, "dob": born}, TODAY) == ["dob"]


@pytest.mark.parametrize(
    ("name", "is_good"),
    [
        ({"fn": "李"}, True),
        ({"fnt": "LI"}, True),
        ({"fn": "李", "fnt": ""}, False),
        ({"fnt": "LI", "gn": "四", "gnt": ""}, False),
        ({"fnt": "LI", "gn": "", "gnt": ""}, True),
    ],
)
def test_who_has_a_name_has_it_as_passports_write_it(name: dict[str, str], is_good: bool) -> None:
    assert (certificate.faults({**made_vectors.CONTENT, "nam": name}, TODAY) == []) is is_good
