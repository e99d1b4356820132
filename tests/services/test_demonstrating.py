"""A demonstration: made up from a seed, in a database of its own, and said everywhere."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Count, Max, Min
from pypdf import PdfReader

from scans.management.commands.demo import ENOUGH, KNOWN, TOO_FEW
from scans.models import (
    BenchmarkRow,
    ContactRequest,
    Department,
    Edition,
    EditionFigures,
    Organisation,
    OutgoingMail,
    Owner,
    QuestionnaireVersion,
    Result,
    Scan,
    ScanStatus,
)
from scans.queries.demonstration import REAL
from scans.reports.pdf import render_pdf
from scans.reports.renderer import report_html
from scans.services.contacting import contact_in
from scans.services.demonstrating import (
    NO_DEMONSTRATION,
    NotADemonstrationError,
    fill_demonstration,
)
from scans.services.demonstration_rounds import EARLIER, EXAMPLES
from scans.services.mailing import queue_link_mail, queue_owner_mail
from scans.services.sealing import unseal
from tests.factories import (
    ADDRESS,
    TODAY,
    OrganisationFactory,
    OwnerFactory,
    QuestionnaireVersionFactory,
    ResponseFactory,
)
from tests.reports.samples import report, solo

pytestmark = pytest.mark.django_db

MADE_UP = "Demonstratie: verzonnen gegevens"
COUNT = 60


@pytest.fixture
def _demonstration(settings):
    settings.DEMONSTRATION = True


def fill(seed=1, departments=COUNT):
    return fill_demonstration(
        departments=departments,
        seed=seed,
        questionnaire=QuestionnaireVersionFactory(),
        today=TODAY,
    )


def refusal_of_demo(*options):
    """Run the command where it can't; return the exit code and what it says."""
    with pytest.raises(CommandError) as refusal:
        call_command("demo", *options)
    return refusal.value.returncode, str(refusal.value)


def made_up():
    """The scores of the departments without rounds, in a fixed order."""
    rows = BenchmarkRow.objects.filter(scan=None)
    return sorted(rows.values_list("department__name", "measure", "tenths", "n", "alone", "period"))


def answered():
    """The answers of everybody in the rounds, and who asks for a talk; their links differ."""
    return [
        *(sorted(scan.responses.values_list("group", "answers"), key=str) for scan in scans()),
        [(one.pk, contact_in(one)) for one in ContactRequest.objects.order_by("pk")],
    ]


def scans():
    return Scan.objects.order_by("department__organisation__name", "number")


@pytest.mark.usefixtures("_demonstration")
def test_a_demonstration_has_departments_rounds_and_an_edition():
    owners, is_new = fill()

    assert is_new
    assert [one.department.organisation.name for one in owners] == [one.name for one in EXAMPLES]
    assert [(scan.number, scan.status == ScanStatus.CLOSED) for scan in scans()] == [
        (number, one.closed)
        for one in EXAMPLES
        for number in ((1,) if one.before is None else (1, 2))
    ]
    assert (Department.objects.count(), Organisation.objects.count()) == (
        COUNT + len(EXAMPLES),
        COUNT - COUNT // 20 + len(EXAMPLES),
    )
    assert not Department.objects.filter(in_benchmark_since=None).exists()
    assert [one.name for one in Edition.objects.all()] == ["demo-1"]
    everybody = EditionFigures.objects.get(sector="", size_class="", measure="relevantie")
    assert (everybody.departments, everybody.organisations) == (COUNT, COUNT - COUNT // 20)
    assert not Result.objects.filter(benchmark=None).exists()


@pytest.mark.usefixtures("_demonstration")
def test_a_second_round_of_a_demonstration_shows_what_changed():
    fill()

    second = Result.objects.get(scan__number=2)

    assert second.trend["before"]["closed_on"] == (TODAY - EARLIER).isoformat()
    assert any(one["changed"] for one in second.trend["themes"].values())


@pytest.mark.usefixtures("_demonstration")
def test_scores_lie_on_the_scale_and_apart_from_each_other():
    fill()

    found = BenchmarkRow.objects.filter(scan=None, measure="relevantie").aggregate(
        low=Min("tenths"), high=Max("tenths"), different=Count("tenths", distinct=True)
    )

    assert 0 <= found["low"] < 500 < found["high"] <= 1000
    assert found["different"] > COUNT // 2


@pytest.mark.usefixtures("_demonstration")
def test_the_same_seed_gives_the_same_and_another_gives_another():
    QuestionnaireVersionFactory()
    seen = []
    for seed in (7, 7, 8):
        empty = transaction.savepoint()
        fill(seed)
        seen.append((made_up(), answered()))
        transaction.savepoint_rollback(empty)

    assert seen[0] == seen[1]
    assert seen[0][0] != seen[2][0]
    assert seen[0][1] != seen[2][1]


@pytest.mark.usefixtures("_demonstration")
def test_some_departments_are_known_to_the_adviseur_and_some_ask_for_a_talk():
    fill()

    known = Department.objects.exclude(contact_since=None).order_by("organisation__name")
    assert [one.organisation.name for one in known] == [one.name for one in EXAMPLES if one.known]
    asked = ContactRequest.objects.order_by("department__organisation__name")
    assert [
        (one.department.organisation.name, contact_in(one).message, one.handled_at) for one in asked
    ] == [(one.name, one.asks, None) for one in EXAMPLES if one.asks]


@pytest.mark.usefixtures("_demonstration")
def test_filling_again_changes_nothing():
    first, _is_new = fill()
    before = made_up()

    assert fill(seed=2, departments=3) == (first, False)
    assert made_up() == before


@pytest.mark.usefixtures("_demonstration")
def test_a_database_with_anything_real_in_it_is_refused():
    OrganisationFactory()

    with pytest.raises(NotADemonstrationError):
        fill()
    assert refusal_of_demo() == (2, REAL)

    assert (Organisation.objects.count(), Edition.objects.count()) == (1, 0)


@pytest.mark.usefixtures("_demonstration")
def test_a_database_with_an_edition_of_its_own_is_refused():
    Edition.objects.create(name="2026-11", published_on=TODAY)

    assert refusal_of_demo() == (2, REAL)


@pytest.fixture
def _of_an_early_release():
    """The tables as they once were; some migrations can't be undone within a transaction."""
    call_command("migrate", "scans", "0004", verbosity=0)
    yield
    # All of it: what other apps have refers to our accounts, and went with them.
    call_command("migrate", verbosity=0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_demonstration", "_of_an_early_release")
def test_a_database_is_refused_before_anything_changes_in_it():
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO scans_organisation (id, name, sector, size_class)"
            " VALUES (gen_random_uuid(), 'Gemeente', 'gemeente', '')"
        )

    assert refusal_of_demo() == (2, REAL)
    assert "scans_edition" not in connection.introspection.table_names()
    assert not QuestionnaireVersion.objects.exists()


def test_without_the_setting_nothing_is_ever_filled():
    with pytest.raises(NotADemonstrationError):
        fill()
    assert refusal_of_demo() == (2, NO_DEMONSTRATION)

    assert (Organisation.objects.count(), Edition.objects.count()) == (0, 0)


@pytest.mark.usefixtures("_demonstration")
def test_the_command_names_the_pages_to_look_at(client):
    shown = io.StringIO()

    call_command("demo", "--departments", "20", "--seed", "3", stdout=shown)

    lines = shown.getvalue().splitlines()
    assert lines[0::2] == [one.name for one in EXAMPLES]
    paths = [line.strip().removeprefix("http://localhost:8000") for line in lines[1::2]]
    assert [client.get(path).status_code for path in paths] == [200] * len(EXAMPLES)
    assert Owner.objects.count() == len(EXAMPLES)


@pytest.mark.usefixtures("_demonstration")
def test_the_command_says_so_when_there_is_a_demonstration_already():
    told = []
    for count in ("20", "1000"):
        shown, said = io.StringIO(), io.StringIO()
        call_command("demo", "--departments", count, stdout=shown, stderr=said)
        told.append((said.getvalue(), shown.getvalue()))

    assert [said for said, _shown in told] == ["", f"{KNOWN}\n"]
    assert told[0][1] == told[1][1]
    assert Department.objects.count() == 20 + len(EXAMPLES)


@pytest.mark.usefixtures("_demonstration")
def test_a_demonstration_of_nobody_is_refused():
    assert refusal_of_demo("--departments", "0") == (2, "--departments is minstens 1.")


@pytest.mark.usefixtures("_demonstration")
def test_a_demonstration_of_too_few_to_show_anything_is_refused_whole():
    assert refusal_of_demo("--departments", "3") == (2, TOO_FEW.format(ENOUGH))

    assert (Organisation.objects.count(), Edition.objects.count()) == (0, 0)


@pytest.mark.parametrize("on", [False, True])
def test_every_page_says_that_all_of_it_is_made_up(client, settings, on):
    settings.DEMONSTRATION = on
    QuestionnaireVersionFactory()

    pages = [client.get(address).content.decode() for address in ("/", "/start/", "/nergens/")]

    assert [page.count(MADE_UP) for page in pages] == [int(on)] * 3


@pytest.mark.parametrize("on", [False, True])
def test_every_page_of_the_pdf_says_so(settings, on):
    settings.DEMONSTRATION = on

    pages = PdfReader(io.BytesIO(render_pdf(report_html(report(solo()))))).pages

    said = "".join(MADE_UP.split())
    assert [said in "".join(page.extract_text().split()) for page in pages] == [on] * len(pages)


@pytest.mark.parametrize("on", [False, True])
def test_every_mail_says_so(settings, on):
    settings.DEMONSTRATION = on
    owner, response = OwnerFactory(), ResponseFactory()

    queue_link_mail(response=response, address=ADDRESS, url="https://x/", language="nl")
    queue_owner_mail(subject="lost", owners=[owner], address=ADDRESS, language="nl")

    mails = [json.loads(unseal(one.sealed)) for one in OutgoingMail.objects.all()]
    assert [(one["text"].count(MADE_UP), one["html"].count(MADE_UP)) for one in mails] == [
        (int(on), int(on))
    ] * 2
