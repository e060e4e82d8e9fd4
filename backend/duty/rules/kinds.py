"""The two kinds of being there, and which roles check in for which."""

from typing import Literal

Kind = Literal["duty", "standby"]

DUTY: Kind = "duty"
STANDBY: Kind = "standby"
KINDS: tuple[Kind, ...] = (DUTY, STANDBY)

STAFF = frozenset({"grid_worker", "duty_officer", "commander", "handler", "verifier"})

#: kind → the roles that check in for it
MAY: dict[str, frozenset[str]] = {DUTY: STAFF, STANDBY: STAFF | {"volunteer"}}
