"""Senders, web, worker and PostgreSQL die by -9 while orders go out, and nobody is lost or told twice."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ORDERS, PEOPLE = 1, 300


def test_everybody_ends_accepted_answered_or_named_whatever_was_killed() -> None:
    surroundings = {**os.environ, "ORDERS": str(ORDERS), "PEOPLE": str(PEOPLE)}
    command = [sys.executable, "-m", "bench.kills"]
    done = subprocess.run(command, check=False, cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=500)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    result = json.loads(done.stdout.splitlines()[-1].removeprefix("RESULT "))
    assert result["killed"] == {"postgres": 1, "sender-2": 1, "web-process": 1}
    assert result["recipients"] == ORDERS * PEOPLE == result["accepted"] + result["unreached"]
    assert result["unreached"] == result["recipients"] // 20
    assert result["answered"] > 0
    assert (result["lost"], result["answers_lost"], result["doubled"]) == (0, 0, 0)
