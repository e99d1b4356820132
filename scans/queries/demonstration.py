"""Whether a database holds a demonstration, and whether this site may work with it.

Asked before anything else, also of a database that is empty or that an earlier version left. So
nothing here needs the models.
"""

from django.conf import settings
from django.db import connections

EDITION = "demo-1"
"""Only a demonstration has an edition of this name; by that it is known."""

MADE_UP = (
    "Deze database is gevuld met verzonnen gegevens, en deze site is geen demonstratie. Kies een "
    "andere database, of zet DEMONSTRATION=True."
)
REAL = (
    "Deze site is een demonstratie (DEMONSTRATION=True), maar in deze database staan gegevens die "
    "daar niet bij horen. Kies een andere database, of zet DEMONSTRATION uit."
)

_MARKED = "SELECT EXISTS (SELECT FROM scans_edition WHERE name = %(edition)s)"
_FILLED = {
    "scans_organisation": "SELECT EXISTS (SELECT FROM scans_organisation)",
    "scans_edition": "SELECT EXISTS (SELECT FROM scans_edition)",
}


def refusal_of(alias: str = "default") -> str | None:
    """Return why this site may not work with that database, in Dutch; ``None`` when it may.

    A database without organisations and editions is good for either kind of site.
    """
    if _tells(alias, "scans_edition", _MARKED):
        return None if settings.DEMONSTRATION else MADE_UP
    if settings.DEMONSTRATION and any(_tells(alias, *one) for one in _FILLED.items()):
        return REAL
    return None


def _tells(alias: str, table: str, question: str) -> bool:
    """Return the answer of the database; without the table that is no."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [table])
        if cursor.fetchone() == (False,):
            return False
        cursor.execute(question, {"edition": EDITION})
        return bool(cursor.fetchone()[0])
