"""The table of the list of scans."""

from typing import TYPE_CHECKING

import django_tables2
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

TITLES: "dict[str, _StrPromise]" = {
    "datum": _("Gestart"),
    "relevantie": _("Relevantie"),
    "timing": _("Timing"),
    "resultaat": _("Resultaat"),
    "impact": _("Impact"),
}
"""What can be sorted by, and what those columns are called."""


def _score(key: str) -> django_tables2.Column:
    return django_tables2.Column(verbose_name=TITLES[key])


class ScanTable(django_tables2.Table):
    """Scans in the order in which they come; the database sorts, not the table."""

    naam = django_tables2.Column(verbose_name=_("Afdeling"))
    datum = django_tables2.Column(verbose_name=TITLES["datum"])
    n = django_tables2.Column(verbose_name=_("Personen"))
    relevantie = _score("relevantie")
    timing = _score("timing")
    resultaat = _score("resultaat")
    impact = _score("impact")
    rol = django_tables2.Column(verbose_name=_("Rol nu → gewenst"))
    opvolging = django_tables2.Column(verbose_name=_("Opvolging"))

    class Meta:
        orderable = False

    score_keys = tuple(key for key in TITLES if key != "datum")

    def labels(self) -> dict[str, str]:
        """Return what each column is called, by its name."""
        return {column.name: column.header for column in self.columns}
