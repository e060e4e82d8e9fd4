"""Where things lie in the repository, for the commands of the Makefile."""

import os
from pathlib import Path

#: The words of a command line.
Words = list[str | Path]

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
PWA = ROOT / "pwa"
VAR = Path(os.environ.get("PALM_VAR", ROOT / "var")).resolve()
LOGS = VAR / "log"
#: config.py reads it when DATABASE_URL is not set, so that `flask …` finds the embedded server.
DATABASE_URL = VAR / "database-url"
