"""What the adviseur reads instead of a name, and when they read the name."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scans.models import Department, Scan

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

KINDS: "Mapping[str, _StrPromise]" = MappingProxyType(
    {
        "gemeente": gettext_lazy("een gemeente"),
        "provincie": gettext_lazy("een provincie"),
        "waterschap": gettext_lazy("een waterschap"),
        "rijksoverheid": gettext_lazy("een rijksdienst"),
        "regio": gettext_lazy("een regionale dienst"),
        "zorg": gettext_lazy("een organisatie in zorg en welzijn"),
        "onderwijs": gettext_lazy("een organisatie in onderwijs en onderzoek"),
        "woningcorporatie": gettext_lazy("een woningcorporatie"),
        "cultuur": gettext_lazy("een organisatie in cultuur, sport en recreatie"),
        "non_profit": gettext_lazy("een non-profitorganisatie"),
        "zakelijke_diensten": gettext_lazy("een zakelijke dienstverlener"),
        "industrie": gettext_lazy("een organisatie in industrie, bouw en energie"),
        "handel_logistiek": gettext_lazy("een organisatie in handel en logistiek"),
    }
)
"""What an organisation of each sector is called within a sentence."""


def name_for_adviser(department: Department) -> str:
    """Return how the dashboard calls a department; ``organisation`` is loaded with it.

    Its own name and that of its organisation only when its aanvrager asked for contact; else what
    it has in common with others: "een gemeente, 6–10 personen".
    """
    if is_named(department):
        return f"{department.name}, {department.organisation.name}"
    return description_of(department)


def is_named(department: Department) -> bool:
    """Tell whether the adviseur may know the name of a department."""
    return department.contact_since is not None


def description_of(department: Department) -> str:
    """Return what a department has in common with others: its sector and its size."""
    kind = str(KINDS.get(department.organisation.sector, _("een organisatie")))
    size = department.size_class
    if not size:
        return kind
    if size.endswith("+"):
        return _("{kind}, {least} of meer personen").format(kind=kind, least=size.removesuffix("+"))
    return _("{kind}, {range} personen").format(kind=kind, range=size.replace("-", "–"))


def named(scans: QuerySet[Scan], words: str) -> QuerySet[Scan]:
    """Keep the scans of departments whose names hold these words; only of those with a name.

    Otherwise a search would tell what is in a name that isn't shown.
    """
    return scans.filter(
        Q(department__name__icontains=words) | Q(department__organisation__name__icontains=words),
        department__contact_since__isnull=False,
    )
