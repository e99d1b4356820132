"""The team session: the result as slides, and cards to print, by the link of the result."""

import io

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from pypdf import PdfReader

from scans.models import FileKind, ReportFile, Scan
from scans.services.closing import close_round
from scans.services.reporting import make_report
from tests.factories import (
    TODAY,
    DepartmentFactory,
    ReportFileFactory,
    ResultFactory,
    result_token,
    round_with,
    sixth_module,
)
from tests.rounds_over_time import closed_round, elsewhere, five_modules, three_rounds
from tests.web.rounds import words_of

pytestmark = pytest.mark.django_db


def address(result, name="result_cards"):
    return reverse(name, kwargs={"token": result_token(result.scan)})


def withheld():
    scan = round_with(team=4, clients=0)
    return close_round(scan_id=scan.pk, today=TODAY)


def made(result, language="nl"):
    """The cards of a result as they are printed."""
    ReportFile.objects.create(
        result=result, kind=FileKind.CARDS, language=language, requested_at="2026-11-22T12:00Z"
    )
    make_report(result_id=result.pk, language=language, kind=FileKind.CARDS)
    return bytes(ReportFile.objects.get(kind=FileKind.CARDS, language=language).content)


def text_of(content):
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_module_that_too_few_filled_in_says_so_on_its_slide(client):
    scan = round_with(team=6, clients=0)
    Scan.objects.filter(pk=scan.pk).update(module_ids=[sixth_module().pk])
    result = close_round(scan_id=scan.pk, today=TODAY)

    words = words_of(client.get(address(result, "result_slides")))

    assert "Minder dan 5 teamleden vulden deze verdieping in." in words


def test_what_should_move_has_a_slide_of_its_own(client):
    result = closed_round(DepartmentFactory(), 1, 3, module_ids=five_modules(), chosen=elsewhere)

    page = client.get(address(result, "result_slides")).content.decode()

    [_before, after] = page.split("<h3>Wat ergens anders beter past</h3>")
    assert after.split("</section>")[0].count("<li>") == 5


def test_the_slides_hold_every_card_of_the_report_and_changes(client):
    result = three_rounds()[2]

    answer = client.get(address(result, "result_slides"))

    page = answer.content.decode()
    assert page.count("slide-card") == 6
    assert "Veranderd sinds de vorige ronde?" in words_of(answer)
    assert address(result) in page
    assert address(result, "result") in page


def test_slides_hold_of_the_modules_what_changed_and_say_so_when_nothing_did(client):
    _first, changed, same = three_rounds(module_ids=[sixth_module().pk])

    pages = [words_of(client.get(address(one, "result_slides"))) for one in (changed, same)]

    nothing = "In de verdiepingen is van geen enkel onderwerp een verandering aan te tonen."
    assert ["Veranderd in de verdiepingen" in page for page in pages] == [True, False]
    assert [nothing in page for page in pages] == [False, True]
    assert "Van wat hier niet staat, is geen verandering aan te tonen." in pages[0]


def test_of_a_team_that_is_withheld_there_are_slides_and_no_cards(client):
    result = withheld()

    slides = client.get(address(result, "result_slides"))
    shown = client.get(address(result, "result"))

    assert (slides.status_code, client.get(address(result)).status_code) == (200, 404)
    assert "slide-card" not in slides.content.decode()
    assert address(result) not in slides.content.decode()
    assert address(result) not in shown.content.decode()
    assert ReportFile.objects.count() == 0


def test_a_later_round_of_too_few_says_that_it_can_not_be_compared(client):
    department = DepartmentFactory()
    closed_round(department, 1, 2, clients=6)
    result = closed_round(department, 2, 3, team=4, clients=6)

    for name in ("result", "result_slides"):
        words = words_of(client.get(address(result, name)))

        assert "in een van beide rondes is te weinig ingevuld" in words
        assert "Veranderd volgens interne klanten" in words


def test_cards_are_made_once_and_apart_from_the_report(client):
    result = ResultFactory()

    answers = [client.get(address(result)) for _ in range(3)]
    client.get(address(result, "result_pdf"))

    assert {answer.status_code for answer in answers} == {202}
    assert "Je gesprekskaarten worden gemaakt" in words_of(answers[0])
    assert [task.args_kwargs for task in DBTaskResult.objects.order_by("enqueued_at")] == [
        {"args": [result.pk, "nl"], "kwargs": {"kind": "cards"}},
        {"args": [result.pk, "nl"], "kwargs": {}},
    ]


def test_cards_that_were_made_are_handed_out_under_their_own_name(client):
    result = ResultFactory()
    client.get(address(result))

    make_report(result_id=result.pk, language="nl", kind=FileKind.CARDS)
    answer = client.get(address(result))

    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="gesprekskaarten-communicatie-2026-11-22.pdf"'
    )
    assert answer.content.startswith(b"%PDF")


def test_cards_that_failed_say_so(client):
    result = ResultFactory()
    client.get(address(result))
    ReportFile.objects.update(failed=True)

    answer = client.get(address(result))

    assert answer.status_code == 503
    assert "De gesprekskaarten zijn niet gelukt" in words_of(answer)


def test_a_report_and_its_cards_are_two_files(client):
    file = ReportFileFactory(made=True)
    ReportFileFactory(result=file.result, kind=FileKind.CARDS, content=b"%PDF cards")

    contents = [
        client.get(address(file.result, name)).content for name in ("result_pdf", "result_cards")
    ]

    assert contents == [file.content, b"%PDF cards"]


@pytest.mark.parametrize(("language", "step"), [("nl", "Kleine stap"), ("en", "Small step")])
def test_the_cards_are_tagged_and_hold_question_and_step(language, step):
    result = three_rounds()[2]

    content = made(result, language)

    pdf = PdfReader(io.BytesIO(content))
    catalog = pdf.trailer["/Root"]
    assert (catalog["/Lang"], catalog["/MarkInfo"]["/Marked"]) == (language, True)
    assert len(pdf.pages) == 2
    assert text_of(content).count(step) == 5
    assert "Communicatie, " in text_of(content)


def test_what_somebody_typed_is_text_on_the_cards(client):
    result = ResultFactory()
    department = result.scan.department
    department.name = '<script>alert(1)</script><img src="http://x/">'
    department.save()

    assert "<script>alert(1)</script>" in text_of(made(result))
    assert "<script>alert" not in client.get(address(result, "result_slides")).content.decode()


def test_cards_of_a_demonstration_say_so(settings):
    settings.DEMONSTRATION = True

    assert "Demonstratie: verzonnen gegevens" in text_of(made(ResultFactory()))
