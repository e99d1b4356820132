"""What is left of a picture that somebody uploads: its pixels."""

import struct
import zlib
from io import BytesIO
from time import perf_counter

import pytest
from PIL import Image  # noqa: TID253 - here nothing else can be tested
from PIL.PngImagePlugin import PngInfo  # noqa: TID253 - the same

from scans.services.logos import PNG_SIGN, UnusableLogoError, cleaned_logo


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def header(width, height):
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))


def png(width=2, height=2, mode="RGB", colour="red", **options):
    out = BytesIO()
    Image.new(mode, (width, height), colour).save(out, "PNG", **options)
    return out.getvalue()


def refusal(data):
    with pytest.raises(UnusableLogoError) as found:
        cleaned_logo(data)
    return found.value.reason


@pytest.mark.parametrize(
    ("mode", "colour", "pixel"),
    [
        ("RGB", "red", (255, 0, 0, 255)),
        ("RGBA", (1, 2, 3, 40), (1, 2, 3, 40)),
        ("L", 7, (7, 7, 7, 255)),
        ("1", 1, (255, 255, 255, 255)),
        ("P", 0, (0, 0, 0, 255)),
        ("I;16", 0, (0, 0, 0, 255)),
    ],
)
def test_every_kind_of_picture_keeps_its_pixels(mode, colour, pixel):
    logo = cleaned_logo(png(mode=mode, colour=colour))

    with Image.open(BytesIO(logo.data)) as shown:
        assert (shown.format, shown.size, shown.getpixel((0, 0))) == ("PNG", (2, 2), pixel)
    assert (logo.kind, logo.width, logo.height) == ("image/png", 2, 2)


def test_what_is_no_pixel_is_left_behind():
    info = PngInfo()
    info.add_text("Author", "Ada <script>alert(1)</script>")
    info.add_itxt("XML:com.adobe.xmp", "<x/>")
    data = png(pnginfo=info, icc_profile=b"a profile") + b"<?php evil ?>"

    logo = cleaned_logo(data)

    kinds = []
    place = len(PNG_SIGN)
    while place < len(logo.data):
        (length,) = struct.unpack(">I", logo.data[place : place + 4])
        kinds.append(logo.data[place + 4 : place + 8])
        place += 12 + length
    assert kinds == [b"IHDR", b"IDAT", b"IEND"]


def test_a_large_picture_is_made_smaller_in_proportion():
    logo = cleaned_logo(png(1600, 400))

    assert (logo.width, logo.height) == (800, 200)


BOMBS = {
    "a plane of sixteen million": (PNG_SIGN + header(2**31 - 1, 2**31 - 1), "large"),
    "a little too many": (PNG_SIGN + header(4001, 4000), "large"),
    "a size that is said twice": (
        PNG_SIGN + header(1, 1) + header(30_000, 30_000) + chunk(b"IDAT", zlib.compress(b"x")),
        None,
    ),
    "unpacked a gigabyte": (
        PNG_SIGN
        + header(2, 2)
        + chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(50_000_000)))
        + chunk(b"IDAT", zlib.compress(bytes(14)))
        + chunk(b"IEND", b""),
        "broken",
    ),
    "cut off": (png()[:40], "broken"),
    "only a sign": (PNG_SIGN, "broken"),
    "noise": (PNG_SIGN + bytes(range(256)), None),
    "a wrong sum": (png().replace(b"IDAT", b"IDAX"), "broken"),
}


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize(("data", "reason"), BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_at_once(data, reason):
    began = perf_counter()

    found = refusal(data)

    assert found == reason or (reason is None and found in {"broken", "large"})
    assert perf_counter() - began < 2


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "kind"),
        (b"GIF89a", "kind"),
        (b"\xff\xd8\xff\xe0 JFIF", "kind"),
        (b"%PDF-1.7", "kind"),
        (b"PK\x03\x04", "kind"),
        (b"RIFF....WEBP", "kind"),
        (b"MZ", "kind"),
        (b"<html><script>alert(1)</script></html>", "broken"),
        (b"<?php evil ?>", "broken"),
        (PNG_SIGN + bytes(1_000_000), "large"),
    ],
)
def test_what_is_no_logo_is_refused_whatever_it_is_called(data, reason):
    assert refusal(data) == reason
