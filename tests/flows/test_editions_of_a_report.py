"""A report keeps saying what it said, and a new round is held against the newest edition."""

import io

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from scans.models import BenchmarkRow, Department, Organisation, ReportFile
from scans.services.closing import close_round
from scans.services.editions import publish_edition
from tests.factories import TODAY, result_token, round_with

pytestmark = pytest.mark.django_db(transaction=True)


def departments(count, *, score):
    """Departments of as many organisations, half of them above the score and half below."""
    for number in range(count):
        organisation = Organisation.objects.create(name=f"{score} {number}", sector="zorg")
        department = Department.objects.create(
            organisation=organisation, name="Communicatie", in_benchmark_since=TODAY
        )
        BenchmarkRow.objects.create(
            department=department,
            measure="timing",
            tenths=10 * score + 10 * (number - count // 2),
            n=5,
            period=TODAY.replace(day=1),
        )


def pages_of(scan):
    """The result's page and the text of its PDF, made anew."""
    ReportFile.objects.filter(result__scan=scan).delete()
    client, arguments = Client(), {"token": result_token(scan)}
    address = reverse("result_pdf", kwargs=arguments)
    client.get(address)
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
    pdf = PdfReader(io.BytesIO(client.get(address).content))
    page = client.get(reverse("result", kwargs=arguments)).text
    return page, [one.extract_text() for one in pdf.pages]


def test_a_report_keeps_its_edition_and_a_new_round_gets_the_newest():
    departments(24, score=40)
    publish_edition(name="2026-11", today=TODAY)
    first = round_with()
    close_round(scan_id=first.pk, today=TODAY)
    before = pages_of(first)

    departments(30, score=80)
    publish_edition(name="2026-12", today=TODAY)

    after = pages_of(first)
    second = round_with(department=first.department, number=2)
    close_round(scan_id=second.pk, today=TODAY)
    page, pdf = pages_of(second)
    assert after == before
    assert "2026-11" in before[0]
    assert "2026-12" not in "".join([before[0], *before[1]])
    assert "2026-12" in page
    assert "2026-12" in "".join(pdf)
    assert "54 afdelingen van 54 organisaties" in " ".join("".join(pdf).split())


def test_a_report_of_before_the_first_edition_keeps_saying_that_there_was_no_benchmark():
    departments(9, score=40)
    scan = round_with()
    close_round(scan_id=scan.pk, today=TODAY)
    before = pages_of(scan)

    departments(24, score=80)
    publish_edition(name="2026-11", today=TODAY)

    assert pages_of(scan) == before
    for text in (before[0], "".join(before[1])):
        assert "Toen deze ronde sloot, was er nog geen benchmark" in " ".join(text.split())
