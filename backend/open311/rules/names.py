"""A name that comes in two parts, in the order in which its language says them."""


def full_name(first: str, last: str) -> str:
    """李小红, and Grace Li."""
    parts = [part.strip() for part in (first, last) if part.strip()]
    return " ".join(parts) if "".join(parts).isascii() else "".join(reversed(parts))
