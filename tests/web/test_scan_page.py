"""One scan in the dashboard: its result, notes, follow-up, benchmark, PDF and slides."""

import re
import uuid
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from scans.engine.answers import prediction_codes
from scans.models import Action, Department, FollowUp, Note, ReportFile, Result, Scan
from scans.services.closing import close_round
from scans.services.follow_up import keep_out_of_benchmark, let_count_again
from scans.services.reporting import make_report
from tests.adviser import account, recorded, signed_in
from tests.factories import (
    MOMENT,
    TODAY,
    ReportFileFactory,
    ScanFactory,
    core_questionnaire,
    round_with,
)
from tests.reports.peers_samples import group, standing
from tests.scan_list import listed, open_scan, page_of
from tests.web.rounds import words_of

pytestmark = pytest.mark.django_db

NAMES = {"name": "Gemeente Geheim", "department": "Team Verborgen"}
SCRIPT = "<script>alert(1)</script>"
WORDS = "Eerder aan tafel zitten."
"""What everybody writes in their own words (``tests.factories``)."""


@pytest.fixture
def ada():
    return account()


@pytest.fixture
def adviser(ada):
    return signed_in(ada)


def closed_team(*, team=12, **department):
    """A round of a team with internal clients that was closed."""
    scan = round_with(team=team, clients=12)
    Department.objects.filter(pk=scan.department_id).update(**department)
    close_round(scan_id=scan.pk, today=TODAY)
    return scan


def test_a_scan_of_one_person_without_consent_shows_figures_and_nothing_of_that_person(adviser):
    scan = listed(**NAMES)
    statement = next(iter(scan.questionnaire.data["themes"][0]["statements"]))["text"]["nl"]

    page = adviser.get(page_of(scan))

    text = page.content.decode()
    assert "Een gemeente, 6–10 personen" in words_of(page)
    assert 'id="themas"' in text
    assert not re.search(f'Geheim|Verborgen|{WORDS}|id="opvallend"|id="antwoorden"', text)
    assert statement not in text


def test_with_consent_the_page_shows_what_the_report_holds(adviser):
    page = adviser.get(page_of(listed(contact=TODAY, **NAMES)))

    assert "Team Verborgen, Gemeente Geheim" in words_of(page)
    assert WORDS in words_of(page)
    assert 'id="opvallend"' in page.content.decode()


@pytest.mark.parametrize(("since", "shown"), [(None, False), (TODAY, True)])
def test_what_a_team_wrote_is_shown_with_consent_only(adviser, since, shown):
    scan = closed_team(contact_since=since)

    for rest in ("", "presentatie/"):
        text = adviser.get(page_of(scan, rest)).content.decode()
        assert (WORDS in text) is (shown and not rest)
        assert ("Gemeente Voorbeeld" in text) is shown
        assert "<h2>Zelfbeeld en klantbeeld</h2>" in text


def test_an_open_scan_has_no_result_no_slides_and_no_pdf(adviser):
    scan = round_with()

    page = adviser.get(page_of(scan))

    assert "Er is nog geen uitkomst." in words_of(page)
    rest = [adviser.get(page_of(scan, one)).status_code for one in ("presentatie/", "rapport.pdf")]
    assert rest == [404, 404]


def test_a_scan_that_is_not_there_is_not_found(adviser):
    for rest in ("", "rapport.pdf", "presentatie/", "samenvoegen/"):
        assert adviser.get(f"/dashboard/scans/{uuid.uuid4()}/{rest}").status_code == 404


def test_looking_is_recorded_and_asking_whether_there_is_something_is_not(adviser):
    scan = listed()
    before = len(recorded())

    for rest in ("", "presentatie/"):
        adviser.head(page_of(scan, rest))
        adviser.get(page_of(scan, rest))

    assert recorded()[before:] == [Action.SCAN_SEEN, Action.SCAN_PRESENTED]


def test_a_follow_up_that_somebody_else_changed_meanwhile_is_not_overwritten(adviser):
    scan = listed()
    url = page_of(scan)
    seen = re.search(r'name="gezien"[^>]*value="([^"]*)"', adviser.get(url).content.decode())[1]
    mine = {"state": "contact", "due_on": "", "gezien": seen}
    theirs = {"state": "traject", "due_on": "2027-01-02", "gezien": seen}

    adviser.post(page_of(scan, "opvolging/"), theirs)
    late = adviser.post(page_of(scan, "opvolging/"), mine)

    assert late.status_code == 422
    assert "Iemand anders heeft de opvolging intussen veranderd." in words_of(late)
    assert FollowUp.objects.get().state == "traject"
    again = re.search(r'name="gezien"[^>]*value="([^"]*)"', late.content.decode())[1]
    adviser.post(page_of(scan, "opvolging/"), {**mine, "gezien": again})
    assert FollowUp.objects.get().state == "contact"


def test_rounds_stand_with_their_values_persons_and_margins_and_claim_nothing(adviser):
    scan = closed_team()
    later = ScanFactory(department=scan.department, number=2, together=True)

    page = adviser.get(page_of(scan))

    words = words_of(page)
    assert f'href="{page_of(later)}"' in page.content.decode()
    assert "nog geen uitkomst" in words
    assert re.search(r"team, 22 november 2026 12 [\d <>]+ marge \d+ tot \d+", words)
    assert "Of een verschil tussen rondes meer is dan toeval, is hiermee niet te zeggen." in words


def test_a_note_is_kept_with_author_and_time_and_shown_as_text(adviser, ada):
    scan = listed()

    answer = adviser.post(page_of(scan, "notitie/"), {"text": f"Bellen {SCRIPT}\nmorgen"})
    page = adviser.get(answer.headers["Location"])

    note = Note.objects.get()
    assert (note.author, note.department_id) == (ada, scan.department_id)
    assert "De notitie is bewaard." in words_of(page)
    assert "Bellen &lt;script&gt;" in page.content.decode()
    assert SCRIPT not in page.content.decode()
    assert recorded()[-2:] == [Action.NOTE_WRITTEN, Action.SCAN_SEEN]


def test_the_follow_up_is_kept_with_its_day(adviser):
    scan = listed()

    answer = adviser.post(page_of(scan, "opvolging/"), {"state": "gepland", "due_on": "2026-12-01"})
    page = adviser.get(answer.headers["Location"])

    assert "Gesprek gepland , vervolg uiterlijk op 1 december 2026" in words_of(page)
    assert "De opvolging is bewaard." in words_of(page)
    assert FollowUp.objects.get().due_on.isoformat() == "2026-12-01"
    assert Action.FOLLOWED_UP in recorded()


def test_a_department_is_left_out_of_the_benchmark_with_a_reason_and_back_in(adviser):
    scan = closed_team(in_benchmark_since=TODAY)
    assert "Kan meetellen in de volgende editie." in words_of(adviser.get(page_of(scan)))

    out = adviser.post(page_of(scan, "benchmark/"), {"reason": f"test {SCRIPT}"})
    page = adviser.get(out.headers["Location"])
    back = adviser.post(page_of(scan, "benchmark/"), {"meetellen": "weer"})

    assert "Telt niet mee. De reden:" in words_of(page)
    assert SCRIPT not in page.content.decode()
    assert "De keuze voor de benchmark is bewaard." in words_of(
        adviser.get(back.headers["Location"])
    )
    assert Department.objects.get().excluded_because == ""
    assert [one for one in recorded() if "cluded" in one] == [Action.EXCLUDED, Action.INCLUDED]


@pytest.mark.parametrize(
    ("rest", "fields", "refusal"),
    [
        ("notitie/", {}, "Schrijf eerst iets op."),
        ("notitie/", {"text": "x" * 4001}, "Maak de notitie korter"),
        ("opvolging/", {}, "Kies een stand."),
        ("opvolging/", {"state": "x"}, "Kies een stand."),
        ("opvolging/", {"state": "nieuw", "due_on": "morgen"}, "Vul een datum in"),
        ("benchmark/", {}, "Vul een reden in."),
        ("benchmark/", {"reason": "x" * 201}, "Maak de reden korter"),
        ("benchmark/", {"reason": "te\u202est"}, "Schrijf de reden op één regel"),
    ],
)
def test_what_is_filled_in_badly_is_told_and_changes_nothing(adviser, rest, fields, refusal):
    scan = listed()
    before = recorded()

    page = adviser.post(page_of(scan, rest), fields)

    assert page.status_code == 422
    assert refusal in words_of(page)
    assert page.content.decode().count('class="error-summary"') == 1
    assert recorded() == [*before, Action.SCAN_SEEN]  # all of it stands on the page


@pytest.mark.parametrize(("since", "name"), [(None, "afdeling"), (TODAY, "team-verborgen")])
def test_the_pdf_is_made_once_and_without_consent_it_names_nobody(adviser, since, name):
    scan = listed(contact=since, **NAMES)
    result = Result.objects.get()

    asked = adviser.get(page_of(scan, "rapport.pdf"))
    waiting = adviser.get(page_of(scan, "rapport.pdf"), headers={"accept": "application/json"})
    make_report(result_id=result.pk, language="nl", anonymous=since is None)
    ready = adviser.get(page_of(scan, "rapport.pdf"), headers={"accept": "application/json"})
    file = adviser.get(page_of(scan, "rapport.pdf"))
    text = " ".join(one.extract_text() for one in PdfReader(BytesIO(file.content)).pages)

    assert [one.status_code for one in (asked, waiting, ready)] == [202, 202, 200]
    assert file.headers["Content-Disposition"].endswith(f'-{name}-2026-11-22.pdf"')
    assert ("Geheim" in text) is (since is not None)
    assert ("aan tafel zitten" in text) is (since is not None)
    assert ReportFile.objects.get().anonymous is (since is None)
    assert recorded()[-1] == Action.REPORT_FETCHED
    assert adviser.head(page_of(scan, "rapport.pdf")).status_code == 200


def test_the_department_s_own_file_is_not_handed_out_without_consent(adviser):
    file = ReportFileFactory(made=True)

    answer = adviser.get(page_of(file.result.scan, "rapport.pdf"))

    assert answer.status_code == 202


def test_a_pdf_that_could_not_be_made_is_told(adviser):
    scan = listed()
    adviser.get(page_of(scan, "rapport.pdf"))
    ReportFile.objects.update(failed=True)

    assert adviser.get(page_of(scan, "rapport.pdf")).status_code == 503


def test_a_name_with_a_script_in_it_is_text_on_page_slides_and_pdf(adviser):
    scan = listed(contact=TODAY, name=f"A {SCRIPT}", department=f"B {SCRIPT}")
    figures = Result.objects.get()
    figures.figures["open_answers"] = dict.fromkeys(figures.figures["open_answers"], SCRIPT)
    figures.save()

    for rest in ("", "presentatie/", "samenvoegen/"):
        text = adviser.get(page_of(scan, rest)).content.decode()
        assert SCRIPT not in text
        assert "&lt;script&gt;alert" in text
    adviser.get(page_of(scan, "rapport.pdf"))
    make_report(result_id=figures.pk, language="nl")
    pdf = PdfReader(BytesIO(bytes(ReportFile.objects.get().content)))
    assert "<script>alert(1)" in " ".join(one.extract_text() for one in pdf.pages)


def test_the_slides_of_a_team_say_the_same_figures_as_the_page(adviser):
    scan = closed_team()

    page, slides = (adviser.get(page_of(scan, rest)) for rest in ("", "presentatie/"))

    figures = re.compile(r"<title[^>]*>([^<]+ van 100[^<]*)</title>")
    shown = set(figures.findall(slides.content.decode()))
    assert shown
    assert shown <= set(figures.findall(page.content.decode()))
    assert slides.content.decode().count('class="slide') >= 8


def test_the_slides_of_a_team_that_was_too_small_show_the_mirror_and_no_team(adviser):
    scan = round_with(team=3, clients=12)
    close_round(scan_id=scan.pk, today=TODAY)

    slides = adviser.get(page_of(scan, "presentatie/"))

    assert "Zo kom je verder" in words_of(slides)
    assert 'id="themas"' not in slides.content.decode()
    alone = open_scan(team=True)
    close_round(scan_id=alone.pk, today=TODAY)
    assert "Zo kom je verder" in words_of(adviser.get(page_of(alone, "presentatie/")))


def test_the_slides_of_a_scan_without_any_score_have_no_cards(adviser):
    scan = open_scan()
    close_round(scan_id=scan.pk, today=TODAY)

    slides = adviser.get(page_of(scan, "presentatie/"))

    assert "Om over te praten" not in words_of(slides)


@pytest.mark.parametrize("more", [1, 3, 300])
def test_a_page_asks_the_database_as_often_for_1_3_and_300_notes_and_rounds(adviser, ada, more):
    scan = listed()
    Note.objects.bulk_create(
        Note(department=scan.department, author=ada, text="x", at=MOMENT) for _ in range(more)
    )
    Scan.objects.bulk_create(
        Scan(
            department=scan.department,
            number=number + 2,
            questionnaire=scan.questionnaire,
            kind="solo",
            department_size=5,
            opened_on=TODAY,
        )
        for number in range(more)
    )
    adviser.get(page_of(scan))

    with CaptureQueriesContext(connection) as asked:
        adviser.get(page_of(scan))

    assert len(asked) == PAGE_QUERIES


PAGE_QUERIES = 8
"""With the session, the account and its factors, and the record in the log."""


def test_the_slides_hold_the_prediction_and_the_comparison_where_there_are_any(adviser):
    scan = round_with()
    Department.objects.filter(pk=scan.department_id).update(contact_since=TODAY)
    for response in scan.responses.filter(group="team"):
        foreseen = dict.fromkeys(prediction_codes(core_questionnaire()), 3)
        response.answers = {**response.answers, **foreseen}
        response.save()
    result = close_round(scan_id=scan.pk, today=TODAY)
    result.benchmark = standing(group(45)).to_json()
    result.save()

    text = adviser.get(page_of(scan, "presentatie/")).content.decode()

    assert "Vergeleken met andere afdelingen" in text
    assert 'id="aannames"' in text


def test_to_leave_out_or_let_in_twice_is_in_the_log_once(ada):
    scan = listed()
    known = {"department_id": scan.department_id, "by": ada, "moment": MOMENT}

    for _ in range(2):
        keep_out_of_benchmark(reason="dubbel", **known)
    for _ in range(2):
        let_count_again(**known)

    assert recorded() == [Action.EXCLUDED, Action.INCLUDED]
