"""Small pictures of a street with something amiss, and of the same street put right: drawn, and marked as such."""

import io
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

SIZE = (880, 660)
#: where the pavement ends and the carriageway begins
KERB = 430
MARK = "DEMO"

Random = np.random.Generator
Draw = ImageDraw.ImageDraw
WALLS = ("#b9a48c", "#c9bda8", "#9fa7a3", "#b7a7a0", "#cbb592")
SHUTTERS = ("#6e7f86", "#4f6a5c", "#80604c", "#5c6480")


def picture(category_code: str, seed: int, *, grain: int, handled: bool) -> bytes:
    """As a phone sends it; of one seed always the same street, in each `grain` taken anew; `handled`: put right."""
    random = np.random.default_rng(seed)
    image = _street(random)
    spot = (int(random.integers(300, 560)), int(random.integers(455, 520)))
    draw = ImageDraw.Draw(image)
    if handled:
        _shade(draw, spot, 120, "#84857f")
    else:
        MOTIFS.get(category_code[:5], MOTIFS.get(category_code[:3], _bags))(draw, spot, random)
    return _photographed(image, np.random.default_rng(grain + handled))


def _street(random: Random) -> Image.Image:
    """A shop front, a pavement of slabs, a carriageway."""
    image = Image.new("RGB", SIZE, "#c8d3da")
    draw = ImageDraw.Draw(image)
    x = -int(random.integers(0, 120))
    while x < SIZE[0]:
        width = int(random.integers(170, 290))
        draw.rectangle((x, 0, x + width, 330), fill=str(random.choice(WALLS)))
        draw.rectangle((x + 24, 120, x + width - 24, 330), fill=str(random.choice(SHUTTERS)))
        for y in range(132, 330, 14):
            draw.line((x + 24, y, x + width - 24, y), fill="#3c4448", width=1)
        draw.rectangle((x + 12, 66, x + width - 12, 112), fill=str(random.choice(["#27506e", "#7a2a2a", "#2f5d43"])))
        x += width
    draw.rectangle((0, 330, SIZE[0], KERB), fill="#a8a59b")
    for x in range(-60, SIZE[0] + 60, 62):
        draw.line((x, 330, x - 46, KERB), fill="#908d84", width=2)
    draw.line((0, 378, SIZE[0], 378), fill="#908d84", width=2)
    draw.rectangle((0, KERB, SIZE[0], KERB + 14), fill="#d2cfc6")
    draw.rectangle((0, KERB + 14, SIZE[0], SIZE[1]), fill="#5d6063")
    for x in range(40, SIZE[0], 190):
        draw.polygon([(x, 606), (x + 96, 606), (x + 84, 624), (x - 16, 624)], fill="#d9d7cd")
    return image


def _shade(draw: Draw, spot: tuple[int, int], width: int, fill: str) -> None:
    x, y = spot
    draw.ellipse((x - width, y - 14, x + width, y + 26), fill=fill)


def _bags(draw: Draw, spot: tuple[int, int], random: Random) -> None:
    """Rubbish beside the kerb."""
    _shade(draw, spot, 170, "#45484a")
    for _ in range(int(random.integers(5, 9))):
        x, y, r = spot[0] + int(random.integers(-130, 130)), spot[1] - int(random.integers(0, 46)), 44
        fill = str(random.choice(["#22272b", "#2e5f8a", "#d8d4c8", "#8c3b33", "#3f4a3c"]))
        draw.ellipse((x - r, y - r, x + r, y + r * 0.7), fill=fill)
        draw.polygon([(x - 10, y - r + 6), (x + 10, y - r + 6), (x + 4, y - r - 18), (x - 4, y - r - 18)], fill=fill)


def _hole(draw: Draw, spot: tuple[int, int], random: Random) -> None:
    """The carriageway has given way."""
    x, y = spot[0], spot[1] + 50
    edge = [(x + int(np.cos(a) * random.integers(110, 165)), y + int(np.sin(a) * random.integers(40, 62)))
            for a in np.linspace(0, 2 * np.pi, 18, endpoint=False)]  # fmt: skip
    draw.polygon(edge, fill="#2a2622")
    draw.line([*edge, edge[0]], fill="#86827a", width=7)
    for sign in (-1, 1):
        draw.line((x + sign * 120, y, x + sign * 260, y + int(random.integers(-30, 50))), fill="#35383a", width=4)
        base = x + sign * 190
        draw.polygon([(base - 22, y + 30), (base + 22, y + 30), (base, y - 62)], fill="#e06a1b")
        draw.polygon([(base - 12, y - 8), (base + 12, y - 8), (base + 7, y - 26), (base - 7, y - 26)], fill="#f4f1ea")


def _stickers(draw: Draw, spot: tuple[int, int], random: Random) -> None:
    """On the wall and the shutter."""
    for _ in range(14):
        x, y = spot[0] + int(random.integers(-230, 230)), int(random.integers(130, 290))
        draw.rectangle((x, y, x + 46, y + 30), fill=str(random.choice(["#f2f0e6", "#f2d95c", "#e9b7b0"])))
        draw.line((x + 6, y + 10, x + 40, y + 10), fill="#b4101f", width=4)
        draw.line((x + 6, y + 20, x + 32, y + 20), fill="#333333", width=2)


def _bicycles(draw: Draw, spot: tuple[int, int], random: Random) -> None:
    """Across the pavement."""
    for number in range(4):
        x, y = spot[0] - 210 + number * 120, 396 + int(random.integers(-8, 8))
        for wheel in (x, x + 78):
            draw.ellipse((wheel - 30, y - 30, wheel + 30, y + 30), outline="#1d2226", width=6)
        fill = str(random.choice(["#1f7ab5", "#e0a51b", "#2f8a56"]))
        draw.line([(x, y), (x + 30, y - 46), (x + 66, y - 46), (x + 36, y), (x, y)], fill=fill, width=7)
        draw.line([(x + 66, y - 46), (x + 78, y)], fill=fill, width=7)


def _water(draw: Draw, spot: tuple[int, int], random: Random) -> None:
    """On the carriageway."""
    x, y = spot[0], spot[1] + 70
    for radius, fill in ((300, "#51636c"), (230, "#6b828d"), (120, "#8da6b1")):
        draw.ellipse((x - radius, y - radius // 4, x + radius, y + radius // 4), fill=fill)
    for _ in range(9):
        at = x + int(random.integers(-210, 210))
        draw.arc((at - 30, y - 16, at + 30, y + 14), 0, 180, fill="#c3d4db", width=3)


MOTIFS: dict[str, Callable[[Draw, tuple[int, int], Random], None]] = {
    "E0201": _stickers,
    "E04": _hole,
    "E0405": _water,
    "E0406": _water,
    "E0407": _water,
    "E05": _bicycles,
    "P01": _hole,
}


def _photographed(image: Image.Image, random: Random) -> bytes:
    """A little soft, a little grainy, darker towards the corners; and nobody takes it for a real one."""
    soft = np.asarray(image.filter(ImageFilter.GaussianBlur(1.1)), dtype=np.float32)
    rows, columns = np.ogrid[-1 : 1 : SIZE[1] * 1j, -1 : 1 : SIZE[0] * 1j]
    light = 1.06 - 0.22 * (rows**2 + columns**2) + float(random.uniform(-0.05, 0.03))
    grainy = soft * light[..., None] + random.normal(0, 5, (SIZE[1], SIZE[0], 1))
    made = Image.fromarray(grainy.clip(0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(made)
    draw.text(
        (18, SIZE[1] - 46), MARK, fill="#ffffff", font=ImageFont.load_default(28), stroke_width=2, stroke_fill="#000000"
    )
    out = io.BytesIO()
    made.save(out, "JPEG", quality=78)
    return out.getvalue()
