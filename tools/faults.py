"""`make faults`: phones on the worst of lines, thousands of runs, and a count of what was lost and what came twice."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tools import environment, lock, paths
from tools.say import Stop, say

#: A night's worth.
RUNS = 2_000


def main(runs: int) -> int:
    """The last line is `RESULT` and the figures."""
    try:
        with lock.installing():
            environment.for_development()
    except Stop as refusal:
        say(f"\n{refusal}")
        return 1
    with tempfile.TemporaryDirectory(prefix="palm-faults-") as folder:
        result = Path(folder) / "result.json"
        env = {**os.environ, "FAULT_RUNS": str(runs), "FAULT_RESULT": str(result)}
        say(f"▸ {runs} runs of the state machine, after the matrix")
        command = (paths.PYTHON, "-m", "pytest", "-q", "-s", "tests/faults")
        done = subprocess.run(command, check=False, cwd=paths.ROOT, env=env)
        figures = json.loads(result.read_text()) if result.exists() else {}
    say(f"RESULT {json.dumps(figures)}")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(int(os.environ.get("RUNS", "") or RUNS)))
