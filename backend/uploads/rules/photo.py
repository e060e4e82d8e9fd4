"""A photo made anew from its pixels: what it is by its content, within limits, without anything else it carried."""

import io
from dataclasses import dataclass

import pillow_heif
from PIL import Image, ImageOps, UnidentifiedImageError

#: By content; a name or a declared type can say anything.
KINDS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF")
#: Decoding takes four bytes each.
MOST_PIXELS = 50_000_000
#: Larger ones are kept at this size: enough to read a number plate across a street.
LONGEST_EDGE = 4096
THUMB_EDGE = 320
MEDIA_TYPE = "image/jpeg"

# Our own limit is asked before a pixel is decoded; Pillow's would warn first and refuse later.
Image.MAX_IMAGE_PIXELS = None
# What iPhones take photos in. Of a container only its picture is wanted, on this thread alone; libheif keeps to its own
# limits of memory.
pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)


class Unfit(Exception):
    """Not to be kept; says why by the code of its refusal."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Picture:
    data: bytes
    width: int
    height: int


def develop(data: bytes) -> Picture:
    """The same picture, upright, as a JPEG of nothing but pixels: no EXIF, no position, no thumbnail within."""
    return _made(data, LONGEST_EDGE, quality=88)


def thumb(data: bytes) -> Picture:
    return _made(data, THUMB_EDGE, quality=80)


def _made(data: bytes, edge: int, *, quality: int) -> Picture:
    try:
        with Image.open(io.BytesIO(data), formats=KINDS) as opened:
            _check_size(opened)
            # A JPEG is decoded at the next larger size at once.
            opened.draft("RGB", (edge, edge))
            upright = ImageOps.exif_transpose(opened)
            # What a container says of its size need not be true.
            _check_size(upright)
            upright.thumbnail((edge, edge))
            plain = _plain(upright)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, RuntimeError) as error:
        raise Unfit("upload.not_a_photo") from error
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return Picture(out.getvalue(), plain.width, plain.height)


def _check_size(image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise Unfit("upload.too_many_pixels")


def _plain(image: Image.Image) -> Image.Image:
    """Three colours; what was transparent is white. A new image, so that nothing beside the pixels comes along."""
    clear = image.convert("RGBA") if image.has_transparency_data else None
    plain = Image.new("RGB", image.size, "white")
    plain.paste(clear or image.convert("RGB"), mask=clear)
    return plain
