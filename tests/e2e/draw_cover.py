"""The picture at the head of the README, put together from those of the screens."""

from pathlib import Path

from PIL import Image, ImageDraw

SHOWN = ("home-commander", "one-key", "order", "board")
GAP, WIDTH, HEIGHT, ROUND = 20, 300, 600, 14


def draw(pictures: Path, file: Path) -> None:
    """Side by side, the top of each, as on four phones."""
    cover = Image.new("RGB", (GAP + len(SHOWN) * (WIDTH + GAP), HEIGHT + 2 * GAP), "white")
    for number, name in enumerate(SHOWN):
        with Image.open(pictures / f"{name}-zh.webp") as whole:
            shown = whole.convert("RGB").crop((0, 0, whole.width, whole.width * HEIGHT // WIDTH))
        place = (GAP + number * (WIDTH + GAP), GAP)
        cover.paste(shown.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS), place, _phone())
        ImageDraw.Draw(cover).rounded_rectangle((*place, place[0] + WIDTH, place[1] + HEIGHT), ROUND, outline="#c3cad1")
    cover.save(file, quality=88, optimize=True)


def _phone() -> Image.Image:
    mask = Image.new("L", (WIDTH, HEIGHT), 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, WIDTH, HEIGHT), ROUND, fill=255)
    return mask
