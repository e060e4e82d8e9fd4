"""The server's verifier and the browser's say the same of codes of every kind, good and spoilt."""

import json
import os
import subprocess
from collections import Counter
from pathlib import Path

from tests.health.made_codes import codes
from tools import node, paths

#: CODES=10000 for all of them (`make agreement`).
COUNT = int(os.environ.get("CODES", "1000"))


def test_both_verifiers_agree_on_every_code(tmp_path: Path) -> None:
    made = codes(COUNT)
    answers = Counter(code["answer"]["why"] for code in made["codes"])
    assert set(answers) == {
        "ok", "format", "unknown_key", "signature", "clock", "expired", "revoked", "key_usage", "not_accepted"
    }, answers  # fmt: skip
    file = tmp_path / "codes.json"
    file.write_text(json.dumps(made))
    command = ("npx", "vitest", "run", "tests/agreement.test.ts")
    env = {**node.settings(), "VITE_CODES_FILE": str(file)}
    done = subprocess.run(command, check=False, cwd=paths.PWA, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4_000:] + done.stderr[-2_000:]
    assert f"agreed on {COUNT}" in done.stdout + done.stderr
