"""A poster at the meeting point: an address that every phone's camera opens, where check-in is one tap away."""

import segno


def rows(address: str) -> list[str]:
    """The code's rows; 1 is dark."""
    made = segno.make_qr(address, error="m", boost_error=False)
    return ["".join("1" if cell else "0" for cell in row) for row in made.matrix]
