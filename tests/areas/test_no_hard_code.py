"""No area's code stands in the product's own lines: areas are data."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: Refuses the codes as passwords; asks nothing of the areas.
NAMES_THEM_AS_WORDS = "backend/identity/rules/password.py"


def test_no_source_names_the_code_of_the_district():
    sources = [
        *(ROOT / "backend").rglob("*.py"),
        *(ROOT / "migrations").rglob("*.py"),
        *(ROOT / "pwa" / "src").rglob("*.[tv][su]*"),
    ]
    assert len(sources) > 50
    naming = [
        file.relative_to(ROOT).as_posix()
        for file in sources
        if re.search(r"33010[35]", file.read_text(encoding="utf-8"))
    ]
    assert set(naming) <= {NAMES_THEM_AS_WORDS}
