"""Every fact that is recorded has its line in wiring.FOLLOWS, and every line there has its fact."""

import ast
import re

from backend.core import jobs
from backend.realtime.rules.audience import NEWS
from backend.wiring import FOLLOWS
from tests.architecture.source import client_files, name, python_files, tree

RECORDERS = {"record", "record_many"}
KIND = re.compile(r"[a-z_]+\.[a-z_]+")
#: A literal prefix in onHint("…") of the client.
FOLLOWED = re.compile(r'onHint\("([a-z_.]+)"')


def calls() -> list[tuple[str, ast.expr]]:
    """Where facts are recorded, each with the expression of its kind."""
    return [
        (name(file, node.lineno), node.args[0])
        for file in python_files("backend")
        if file.name != "facts.py"
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and _called(node) in RECORDERS and node.args
    ]


def literals() -> set[str]:
    """Every text in the backend that could be a kind; kinds also stand in tables that actions read."""
    found: set[str] = set()
    for file in python_files("backend"):
        if file.name not in {"wiring.py", "errors.py"} and "refusals" not in file.parts:
            nodes = list(ast.walk(tree(file)))
            refusals = {
                id(node.args[0])
                for node in nodes
                if isinstance(node, ast.Call) and _called(node) == "refuse" and node.args
            }
            texts = [node for node in nodes if isinstance(node, ast.Constant) and id(node) not in refusals]
            found |= {node.value for node in texts if isinstance(node.value, str) and KIND.fullmatch(node.value)}
    return found


def test_every_recorded_kind_has_an_entry_in_follows() -> None:
    kinds = {kind.value: where for where, kind in calls() if isinstance(kind, ast.Constant)}
    assert kinds
    assert {kind: where for kind, where in kinds.items() if kind not in FOLLOWS} == {}


def test_every_entry_in_follows_is_recorded_somewhere() -> None:
    assert set(FOLLOWS) - literals() == set()


def test_every_kind_is_a_subject_and_what_happened_to_it() -> None:
    assert [kind for kind in FOLLOWS if not KIND.fullmatch(kind)] == []


def test_every_follower_is_a_job_that_the_worker_knows() -> None:
    followers = {job.name for followed in FOLLOWS.values() for job in followed}
    assert followers - set(jobs.queue.tasks) == set()


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def test_what_a_screen_follows_is_news_to_open_screens() -> None:
    """Else it would stand still until somebody opens it anew."""
    followed = {prefix for file in client_files(".vue", ".ts") for prefix in FOLLOWED.findall(file.read_text())}
    assert followed
    assert followed - set(NEWS) == set()
