"""A logo that somebody uploads becomes one that can be shown to everybody: drawn or written anew."""

import math
import struct
from dataclasses import dataclass
from io import BytesIO

from scans.services.svg import UnusableDrawingError, cleaned_svg

PNG_SIGN = b"\x89PNG\r\n\x1a\n"
MOST_BYTES = 1_000_000
MOST_PIXELS = 16_000_000
"""Sixteen million are 64 MB once unpacked; a compressed file of a few kB can hold far more."""

LARGEST = (800, 400)
"""In pixels: sharp on any screen, and on paper at the size of a logo."""

PNG, SVG = "image/png", "image/svg+xml"


class UnusableLogoError(ValueError):
    """A file that can't be taken.

    ``reason`` is ``"kind"`` (neither PNG nor SVG), ``"large"``, ``"broken"``, or the name of an
    element of a drawing that would be missed.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo as it is shown: its bytes, what they are, and width and height in pixels."""

    data: bytes
    kind: str
    width: int
    height: int


def cleaned_logo(data: bytes) -> Logo:
    """Return what can be shown of a file, whatever its name says it is.

    Raises ``UnusableLogoError``.
    """
    if len(data) > MOST_BYTES:
        raise UnusableLogoError("large")
    if data.startswith(PNG_SIGN):
        return _cleaned_png(data)
    if data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        try:
            drawing, width, height = cleaned_svg(data)
        except UnusableDrawingError as error:
            raise UnusableLogoError(error.reason) from None
        return Logo(drawing, SVG, width, height)
    raise UnusableLogoError("kind")


def _cleaned_png(data: bytes) -> Logo:
    """Unpack and pack again: what isn't a pixel (texts, profiles, later frames) is left behind."""
    from PIL import Image, ImageFile  # only needed here, and not light

    # WeasyPrint allows half images to the whole process; a logo is whole or it is none.
    ImageFile.LOAD_TRUNCATED_IMAGES = False

    try:
        _check_size(struct.unpack(">II", data[16:24]))
        with Image.open(BytesIO(data), formats=["PNG"]) as image:
            _check_size(image.size)  # a file can say its size twice; nothing is unpacked yet
            picture = image.convert("RGBA")
    except UnusableLogoError:
        raise
    except (OSError, SyntaxError, ValueError, struct.error, Image.DecompressionBombError):
        raise UnusableLogoError("broken") from None
    picture.thumbnail(LARGEST)
    # Pixels only, into a new picture: what came with the old one doesn't go along.
    made = Image.new("RGBA", picture.size)
    made.paste(picture)
    out = BytesIO()
    made.save(out, "PNG", optimize=True)
    return Logo(out.getvalue(), PNG, *made.size)


def _check_size(size: tuple[int, ...]) -> None:
    if math.prod(size) > MOST_PIXELS:
        raise UnusableLogoError("large")
