"""What one cell of a file with earlier results means, or why it is refused."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from scans.engine.distribution import TENTHS
from scans.engine.peers import SIZES
from scans.engine.thresholds import SMALLEST_GROUP

NAME_LIMIT = 200
MOST_PERSONS = 2000
HIGHEST = 100
EARLIEST = date(2000, 1, 1)
DEFAULT_DEPARTMENT = "Communicatie"
FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""A spreadsheet would compute a text that begins with one of these; some also by the wide forms."""

ECHOED = 40


class RefusedError(ValueError):
    """A cell that is refused; the message says why."""


def department_of(cell: str) -> str:
    """Return the name of a department, the usual one when there is none."""
    return name_of(cell) if cell else DEFAULT_DEPARTMENT


def name_of(cell: str) -> str:
    """Return a name on one line, composed (NFC) and without white space around it."""
    name = " ".join(unicodedata.normalize("NFC", _filled(cell)).split())
    if len(name) > NAME_LIMIT:
        raise RefusedError(f"{len(name)} tekens, hoogstens {NAME_LIMIT} mag.")
    if name.startswith(FORMULA):
        raise RefusedError(f"{echo(name)} begint als een formule.")
    if not name.isprintable():
        raise RefusedError(f"{echo(name)} bevat tekens die niet te zien zijn.")
    return name


def option_of(options: Mapping[str, str], cell: str) -> str:
    """Return the option that a cell names, by its text in lower case; capitals don't matter."""
    found = options.get(_filled(cell).casefold())
    if found is None:
        raise RefusedError(f"{echo(cell)} bestaat niet; kies uit {', '.join(options.values())}.")
    return found


def size_of(cell: str) -> str:
    """Return the size class of a department."""
    # Word processors and spreadsheets like to make a dash of a hyphen.
    return option_of({size: size for size in SIZES}, re.sub(r"\s*[-–]\s*", "-", cell))


def period_of(today: date, cell: str) -> date:
    """Return the first day of a month that is not after the present one."""
    found = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", _filled(cell))
    if not found:
        raise RefusedError(f"{echo(cell)} is geen maand zoals 2025-11.")
    year, month = map(int, found.groups())
    if year < EARLIEST.year or (year, month) > (today.year, today.month):
        raise RefusedError(f"{cell} ligt niet tussen {EARLIEST:%Y-%m} en {today:%Y-%m}.")
    return date(year, month, 1)


def persons_of(cell: str) -> int:
    """Return how many persons a result is of: one, or as many as may be shown together."""
    found = re.fullmatch(r"[0-9]{1,9}", _filled(cell))
    if not found or not 1 <= int(cell) <= MOST_PERSONS:
        raise RefusedError(f"{echo(cell)} is geen aantal personen van 1 tot en met 2000.")
    if 1 < int(cell) < SMALLEST_GROUP:
        raise RefusedError(
            f"{echo(cell)} personen is te weinig: het is 1 (een scan van één persoon) of "
            f"minstens {SMALLEST_GROUP}."
        )
    return int(cell)


def score_of(cell: str) -> int:
    """Return a score (0-100, at most one decimal but for zeros) times ten.

    ``1.000`` is refused: whoever writes decimal commas means a thousand by it.
    """
    found = re.fullmatch(r"(-?[0-9]{1,9})(?:[.,]([0-9]+))?", cell)
    if not found:
        raise RefusedError(f"{echo(cell)} is geen getal.")
    if cell.endswith(".000"):  # a thousand in Dutch, one in English
        raise RefusedError(
            f"{echo(cell)} kan {found[1]} zijn en ook {found[1]}000; schrijf het zonder .000."
        )
    whole, decimals = found[1], (found[2] or "").rstrip("0") or "0"
    if len(decimals) > 1:
        raise RefusedError(f"{echo(cell)} heeft meer dan één decimaal.")
    tenths = TENTHS * int(whole) + int(decimals)
    if whole.startswith("-") or tenths > TENTHS * HIGHEST:
        raise RefusedError(f"{echo(cell)} ligt niet tussen 0 en {HIGHEST}.")
    return tenths


def _filled(cell: str) -> str:
    if not cell:
        raise RefusedError("ontbreekt.")
    return cell


def echo(text: str) -> str:
    """Return a text from the file, short and without anything that steers a terminal."""
    short = text if len(text) <= ECHOED else f"{text[:ECHOED]}…"
    return "‘" + "".join(sign if sign.isprintable() else "·" for sign in short) + "’"
