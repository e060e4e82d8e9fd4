"""On a fresh clone every command of the Makefile brings what it needs itself, whichever is called first."""

import subprocess
import sys

from tools import paths


def test_no_command_takes_for_granted_what_another_one_installs() -> None:
    assert ".venv" not in (paths.ROOT / "Makefile").read_text()


def test_the_words_run_with_the_pinned_packages_and_their_code_is_told() -> None:
    asks = "import sys, trustme; print(sys.prefix); sys.exit(3)"
    command = (sys.executable, "-m", "tools.prepared", "-c", asks)
    done = subprocess.run(command, cwd=paths.ROOT, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (3, str(paths.VENV))
