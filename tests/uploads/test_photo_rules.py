"""A photo made anew: what it is, how large it may be, and what does not come along."""

import contextlib
import io
import random
import struct
import zlib

import pytest
from PIL import Image

from backend.uploads.rules import photo
from tests.builders import photos


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("kind", photo.KINDS)
def test_each_kind_becomes_a_jpeg(kind: str) -> None:
    made = photo.develop(photos.jpeg(64, 48, kind=kind))
    assert (opened(made.data).format, made.width, made.height) == ("JPEG", 64, 48)


def test_a_place_in_the_exif_does_not_come_along_and_the_picture_stands_upright() -> None:
    made = photo.develop(photos.with_position(width=64, height=48))
    assert (made.width, made.height) == (48, 64)
    assert dict(opened(made.data).getexif()) == {}
    assert b"Exif" not in made.data
    assert b"SECRET-CAMERA" not in made.data


def test_a_photo_of_an_iphone_comes_as_the_others_do() -> None:
    exif = Image.Exif()
    exif[0x010F] = "SECRET-CAMERA"
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 16.0, 12.0), 3: "E", 4: (120.0, 10.0, 3.0)})
    made = photo.develop(photos.jpeg(96, 64, kind="HEIF", exif=exif))
    assert (opened(made.data).format, made.width, made.height) == ("JPEG", 96, 64)
    assert dict(opened(made.data).getexif()) == {}
    assert b"SECRET-CAMERA" not in made.data
    assert photo.thumb(photos.jpeg(640, 480, kind="HEIF")).width == photo.THUMB_EDGE


def test_one_that_was_turned_by_a_flag_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    made = photo.develop(photos.jpeg(96, 64, kind="HEIF", exif=exif.tobytes()))
    assert (made.width, made.height) == (64, 96)


def test_a_container_that_says_it_is_huge_is_refused_before_it_is_unpacked() -> None:
    small = photos.jpeg(64, 48, kind="HEIF")
    said = struct.pack(">II", 64, 64)
    at = small.index(b"ispe") + 8
    assert small[at : at + 8] in {said, struct.pack(">II", 64, 48)}
    huge = small.replace(
        b"ispe" + bytes(4) + small[at : at + 8], b"ispe" + bytes(4) + struct.pack(">II", 30_000, 30_000)
    )
    with pytest.raises(photo.Unfit, match=r"upload\.(too_many_pixels|not_a_photo)"):
        photo.develop(huge)


@pytest.mark.parametrize("end", [12, 40, 200, 400, -1_000, -1])
def test_half_a_container_is_no_photo(end: int) -> None:
    with pytest.raises(photo.Unfit, match=r"upload.not_a_photo"):
        photo.develop(photos.jpeg(64, 48, kind="HEIF")[:end])


def test_a_container_with_something_else_inside_is_no_photo() -> None:
    whole = photos.jpeg(64, 48, kind="HEIF")
    for seed in range(40):
        noise = random.Random(seed)
        broken = bytearray(whole)
        for _ in range(8):
            broken[noise.randrange(8, len(broken))] = noise.randrange(256)
        with contextlib.suppress(photo.Unfit):
            assert photo.develop(bytes(broken)).width <= photo.LONGEST_EDGE


def test_what_stands_behind_the_picture_does_not_come_along() -> None:
    made = photo.develop(photos.jpeg(64, 48) + b"<?php system($_GET[0]); ?>")
    assert b"php" not in made.data


def test_a_large_one_is_made_smaller_and_a_small_one_stays() -> None:
    assert photo.develop(photos.jpeg(4200, 10)).width == photo.LONGEST_EDGE
    assert photo.thumb(photos.jpeg(640, 480)).width == photo.THUMB_EDGE
    assert photo.thumb(photos.jpeg(64, 48)).width == 64


def test_what_was_transparent_is_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(out, "PNG")
    assert opened(photo.develop(out.getvalue()).data).getpixel((4, 4)) == (255, 255, 255)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    bomb = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    with pytest.raises(photo.Unfit, match=r"upload.too_many_pixels"):
        photo.develop(bomb + struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT")))


@pytest.mark.parametrize(
    "data",
    [b"", b"GIF89a" + bytes(40), b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", photos.jpeg()[:2_000]],
    ids=["nothing", "gif", "svg", "pdf", "half a photo"],
)
def test_what_cannot_be_read_as_a_photo_is_refused(data: bytes) -> None:
    with pytest.raises(photo.Unfit, match=r"upload.not_a_photo"):
        photo.develop(data)
