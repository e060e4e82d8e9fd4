"""Where somebody is reached on a channel of the ladder: as its gateway writes it, or nowhere."""

import re

from backend.identity.rules.addresses import CLIENT

#: channels that lead to a telephone, and the numbers that they lead to; the database asks the same
NUMBERS = {"sms": r"^(1[0-9]{10}|\+[0-9]{6,15})$", "voice": r"^(1[0-9]{10}|\+[0-9]{6,15}|0[0-9]{9,11})$"}
#: what people write into a number, and no gateway reads
BETWEEN = r"[ ()-]"


def address(channel: str, *, phone: str, named: str | None) -> str | None:
    """`tel:+8619900000001`; a text message goes to no landline. `named`: what the channel itself calls him."""
    if channel not in NUMBERS:
        return _alias(named) if channel == "app_push" else named
    number = re.sub(BETWEEN, "", phone)
    if not re.search(NUMBERS[channel], number):
        return None
    if number.startswith("+"):
        return f"tel:{number}"
    return f"tel:+86{number.removeprefix('0')}"


def _alias(named: str | None) -> str | None:
    """An app on one phone, or whatever phones an alias is bound to."""
    return named if named is None or CLIENT.fullmatch(named) else f"alias:{named}"
