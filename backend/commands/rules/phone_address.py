"""Where a number leads: as gateways write it, or nowhere."""

import re

_MOBILE = re.compile(r"1\d{10}")
_LANDLINE = re.compile(r"0\d{9,11}")
_ABROAD = re.compile(r"\+\d{6,15}")


def address(phone: str, channel: str) -> str | None:
    """`tel:+8619900000001`; a text message goes to no landline."""
    number = re.sub(r"[ ()-]", "", phone)
    if _ABROAD.fullmatch(number):
        return f"tel:{number}"
    if _MOBILE.fullmatch(number):
        return f"tel:+86{number}"
    if channel == "voice" and _LANDLINE.fullmatch(number):
        return f"tel:+86{number[1:]}"
    return None
