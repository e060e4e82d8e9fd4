"""The roles: their names, who sees people by them, and which never meet in one person."""

from collections.abc import Collection
from typing import NamedTuple


class Role(NamedTuple):
    zh: str
    en: str


ROLES: dict[str, Role] = {
    "grid_worker": Role("网格员", "Grid worker"),
    "volunteer": Role("志愿者", "Volunteer"),
    "commander": Role("指挥长", "Commander"),
    "duty_officer": Role("值班员", "Duty officer"),
    "handler": Role("处置单位", "Handling unit"),
    "verifier": Role("核查员", "Verifier"),
    "analyst": Role("驾驶舱用户", "Cockpit reader"),
    "system_admin": Role("系统管理员", "System administrator"),
    "security_admin": Role("安全管理员", "Security administrator"),
    "audit_admin": Role("审计管理员", "Audit administrator"),
}

#: What lists of people call some of them. Nothing here guesses at authority: 书记 may command or be on duty.
ALSO = {
    "社工": "grid_worker",
    "专职网格员": "grid_worker",
    "网格长": "grid_worker",
    "值班长": "duty_officer",
    "青小二": "volunteer",
}

#: 三员分立: settings, accounts and audit watch each other, so one person never holds two of them.
THREE_ADMINS = frozenset({"system_admin", "security_admin", "audit_admin"})

#: creates people, grants and revokes, inside their own subtree
KEEPS_ACCOUNTS = "security_admin"

#: see the people of their subtree: who commands and calls them, and who keeps their accounts
SEE_PEOPLE = ("commander", "duty_officer", KEEPS_ACCOUNTS)

#: decide over an area or see all of it; the others work in it
AUTHORITY = frozenset({"commander", "duty_officer", "verifier", "analyst"}) | THREE_ADMINS


def overlaps(held: Collection[str], role: str) -> bool:
    """Whether the role would join two of the three administrators in one person."""
    return role in THREE_ADMINS and bool(THREE_ADMINS & set(held) - {role})


def named(word: str) -> str | None:
    """The role of a code or of a name in either language; None where there is none."""
    wanted = word.strip().lower()
    for code, role in ROLES.items():
        if wanted in {code, role.zh, role.en.lower()}:
            return code
    return ALSO.get(wanted)
