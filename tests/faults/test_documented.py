"""The table of faults names tests that exist."""

import re

from tools import paths

PAGE = paths.ROOT / "docs/faults.md"


def test_every_test_that_the_table_names_is_there() -> None:
    missing = []
    file = ""
    for path, python, client in re.findall(r"`([\w./-]*?)(?:::(\w+)|: ([^`]+))`", PAGE.read_text()):
        file = path or file
        text = (paths.ROOT / file).read_text()
        name = f"def {python}(" if python else f'"{client}"'
        if name not in text:
            missing.append(f"{file} {name}")
    assert missing == []
