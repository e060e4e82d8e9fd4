"""A QR code as rows of dark and light, for whoever draws it."""

import segno


def matrix(text: str) -> list[str]:
    """Row by row, 1 is dark; the quiet zone around it is left to the page."""
    made = segno.make_qr(text, error="m", boost_error=False)
    return ["".join("1" if cell else "0" for cell in row) for row in made.matrix]
