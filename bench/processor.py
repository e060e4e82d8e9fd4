"""What processes have used of the processor: of that, other work on the machine takes nothing away."""

import os
import time
from collections.abc import Callable
from pathlib import Path

_TICKS_PER_S = os.sysconf("SC_CLK_TCK")


def busy_s() -> float:
    """Seconds that the whole machine has used since it started."""
    user, nice, system, _, _, irq, soft, *_ = map(int, Path("/proc/stat").read_text().split("\n")[0].split()[1:])
    return (user + nice + system + irq + soft) / _TICKS_PER_S


def used_s(pid: int) -> float:
    """By one process."""
    user, system, *_ = _times(pid)
    return user + system


def family_s(pid: int) -> float:
    """By a process, its children, and those of them that have ended."""
    children = (int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
    return sum(_times(pid)) + sum(_of_child(child) for child in children)


def per_s(action: Callable[[], object], seconds: float = 1.0) -> float:
    """How often one core does this in a second, tried for so long."""
    done, begin = 0, time.perf_counter()
    while (took := time.perf_counter() - begin) < seconds:
        for _ in range(100):
            action()
        done += 100
    return done / took


def _of_child(pid: int) -> float:
    try:
        return used_s(pid)
    except FileNotFoundError:
        return 0.0


def _times(pid: int) -> tuple[float, float, float, float]:
    """In user code and in the kernel, its own and its ended children's."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own_user, own_system, their_user, their_system = (int(field) / _TICKS_PER_S for field in fields[11:15])
    return own_user, own_system, their_user, their_system
