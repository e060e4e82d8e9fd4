"""What the client's rules of street modules say of the same cases, and of modules' own tests."""

import json
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from backend.modules.catalogue.checks import trial
from backend.modules.rules.logic.evaluate import WORDS
from tools import node, paths


def is_installed() -> bool:
    return (paths.PWA / "node_modules" / "vitest").exists()


def difference(cases: Sequence[dict[str, Any]], modules: Sequence[dict[str, Any]] = ()) -> str:
    """Empty where both say the same; else what they say. A case is a rule, its data, the day and the server's value."""
    tried = [{"module": one, "outcomes": [trial.run(one, test).got for test in one["tests"]]} for one in modules]
    with tempfile.TemporaryDirectory(prefix="palm-rules-") as folder:
        file = Path(folder) / "rules.json"
        file.write_text(json.dumps({"words": sorted(WORDS), "cases": list(cases), "modules": tried}), encoding="utf-8")
        done = subprocess.run(
            ["npx", "vitest", "run", "tests/rules.test.ts"],
            check=False,
            cwd=paths.PWA,
            env={**node.settings(), "VITE_RULES_FILE": str(file)},
            capture_output=True,
            text=True,
        )
    said = done.stdout + done.stderr
    tests = sum(len(one["tests"]) for one in modules)
    agreed = f"agreed on {len(cases)} rules and {tests} tests of {len(modules)} modules"
    return "" if done.returncode == 0 and agreed in said else said[-4_000:]
