"""A benchmark to look after: departments enough for an edition, and files to import."""

from datetime import date

from scans.models import BenchmarkRow, Department, Organisation
from tests.factories import TODAY

PERIOD = date(2026, 10, 1)
HEADER = "organisatie,sector,grootteklasse,periode,aantal,timing\n"
GOOD = f"{HEADER}Gemeente Voorbeeld,gemeente,6-10,2025-11,8,64.3\nHuis,zorg,51+,2025-11,9,50\n"


def departments(count, *, sector="gemeente", size="6-10", measure="relevantie", since=TODAY):
    """So many departments that agreed, each of an organisation of its own."""
    organisations = Organisation.objects.bulk_create(
        Organisation(name=f"Geheim {number}", sector=sector, size_class="")
        for number in range(count)
    )
    made = Department.objects.bulk_create(
        Department(organisation=one, name="Verborgen", size_class=size, in_benchmark_since=since)
        for one in organisations
    )
    BenchmarkRow.objects.bulk_create(
        BenchmarkRow(
            department=one, measure=measure, tenths=200 + 20 * (number % 40), n=6, period=PERIOD
        )
        for number, one in enumerate(made)
    )
    return made
