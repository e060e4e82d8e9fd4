"""Telephone numbers as the channels write them: `tel:+8619900000001` inside, digits for gateways."""

_HOME = "86"
_MOBILE_DIGITS = 11


def tel(number: str) -> str:
    """Whatever a gateway or a person wrote; a number of 11 digits is one at home."""
    digits = "".join(sign for sign in number if sign.isdecimal()).removeprefix("00")
    return f"tel:+{_HOME}{digits}" if len(digits) == _MOBILE_DIGITS and digits.startswith("1") else f"tel:+{digits}"


def number_of(address: str) -> str:
    """With the country's digits, without the plus."""
    return address.removeprefix("tel:").removeprefix("+")


def national(address: str) -> str:
    """As it is dialled at home."""
    return number_of(address).removeprefix(_HOME)
