"""The phone's rules say what the server's say: of every shipped module by its own tests, of rules made by chance."""

import os
from datetime import date

from backend.modules.catalogue import reader
from backend.modules.rules.logic.evaluate import evaluate
from conformance.jsonlogic import client
from tests.modules import made_rules
from tests.modules.small import SMALL

#: RULES=100000 for more of them.
COUNT = int(os.environ.get("RULES", "6000"))
SEED = 20_260_302
TODAY = date(2026, 3, 2)


def test_both_engines_agree_on_every_modules_tests_and_on_rules_made_by_chance() -> None:
    cases = [
        {"rule": rule, "data": data, "today": TODAY.isoformat(), "value": evaluate(rule, data, TODAY)}
        for rule, data in made_rules.rules(SEED, COUNT)
    ]
    assert client.difference(cases, [*reader.read_all(), reader.read(SMALL)]) == ""
