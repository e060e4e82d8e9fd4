"""How the codes of a subtree change when its root gets another code and another parent."""

from backend.areas.rules import paths


def renamed(code: str, *, old: str, new: str) -> str:
    """An area's code after the root of its subtree went from `old` to `new`."""
    if not code.startswith(old):
        raise ValueError(f"{code} does not begin with {old}")
    return new + code[len(old) :]


def moved(path: str, *, root: str, new: str, under: str) -> str:
    """An area's path after its root (a path) got the code `new` and the parent path `under`."""
    old = paths.codes(root)[-1]
    below = paths.codes(path[len(root) :])
    return "".join([under, f"{new}.", *(f"{renamed(code, old=old, new=new)}." for code in below)])
