"""The import page: a file is looked at first, then imported whole or not at all."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from scans.models import Action, AuditRecord, BenchmarkRow
from scans.services.checked_files import keep_checked
from scans.services.import_lock import hold_alone
from scans.web.adviser.importing import LARGEST
from scans.web.adviser.receiving import TIMES
from tests.adviser import account, signed_in
from tests.desk import GOOD, HEADER
from tests.factories import QuestionnaireVersionFactory
from tests.services.concurrency import meanwhile
from tests.web.doors import text_of
from tests.web.plain_browser import read

pytestmark = pytest.mark.django_db

PAGE = "/dashboard/benchmark/inlezen/"
CONFIRM = f"{PAGE}bevestigen/"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10


@pytest.fixture
def ada():
    QuestionnaireVersionFactory()
    return account()


@pytest.fixture
def inside(ada):
    return signed_in(ada)


def upload(client, content, name="resultaten.csv"):
    if isinstance(content, str):
        content = content.encode()
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content, "text/csv")})


def imports():
    return AuditRecord.objects.filter(what=Action.RESULTS_IMPORTED)


def digest_in(answer):
    return answer.context["digest"]


def test_thousands_of_results_are_counted_with_the_sign_of_the_language(inside):
    rows = (f"Gemeente {number},gemeente,6-10,2025-11,8,50\n" for number in range(1001))
    file = HEADER + "".join(rows)
    shown = upload(inside, file)
    done = inside.post(CONFIRM, {"bestand": digest_in(shown)}, follow=True)
    inside.cookies["django_language"] = "en"
    again = upload(inside, file)

    assert "Nieuwe resultaten 1.001" in text_of(shown)
    assert "Ingelezen: 1.001 nieuw, 0 gewijzigd" in text_of(done)
    assert "all 1,001 results were imported before" in text_of(again)


def test_a_good_file_is_shown_first_and_imported_after_a_yes(inside):
    shown = upload(inside, GOOD)
    kept = BenchmarkRow.objects.count()
    done = inside.post(CONFIRM, {"bestand": digest_in(shown)}, follow=True)

    assert "Er is nog niets bewaard" in text_of(shown)
    assert "Nieuwe resultaten 2" in text_of(shown)
    assert kept == 0
    assert BenchmarkRow.objects.count() == 2
    assert "Ingelezen: 2 nieuw, 0 gewijzigd, 0 was er al." in text_of(done)
    assert imports().get().details.endswith(": +2, ±0")


def test_the_same_file_again_would_change_nothing_and_has_no_button(inside):
    inside.post(CONFIRM, {"bestand": digest_in(upload(inside, GOOD))})

    again = upload(inside, GOOD)

    assert "Er zou niets veranderen: alle 2 resultaten waren al ingelezen." in text_of(again)
    assert "Lees dit bestand in" not in text_of(again)


def test_a_yes_twice_imports_once(inside):
    digest = digest_in(upload(inside, GOOD))
    inside.post(CONFIRM, {"bestand": digest})

    again = inside.post(CONFIRM, {"bestand": digest})

    assert again.status_code == 422
    assert "Dit bestand hebben we niet meer" in text_of(again)
    assert (BenchmarkRow.objects.count(), imports().count()) == (2, 1)


def test_a_yes_to_a_file_of_a_colleague_imports_nothing(inside):
    digest = digest_in(upload(inside, GOOD))

    answer = signed_in(account(name="Bo")).post(CONFIRM, {"bestand": digest})

    assert (answer.status_code, BenchmarkRow.objects.count()) == (422, 0)


def test_a_file_that_is_wrong_by_now_is_refused_at_the_second_step_too(inside, ada):
    digest = keep_checked(GOOD.replace("zorg", "maan").encode(), by=ada)

    answer = inside.post(CONFIRM, {"bestand": digest})

    assert (answer.status_code, BenchmarkRow.objects.count()) == (422, 0)
    assert "sector" in text_of(answer)


def while_another_goes_on(ask):
    return meanwhile(lambda: hold_alone(may_wait=False), ask)


@pytest.mark.django_db(transaction=True)
def test_while_another_import_goes_on_the_page_says_so_and_the_file_stays_chosen(inside):
    busy = while_another_goes_on(lambda: upload(inside, GOOD))
    again = while_another_goes_on(lambda: send(inside, busy))
    checked = send(inside, again)
    busy_too = while_another_goes_on(lambda: inside.post(CONFIRM, {"bestand": digest_in(checked)}))
    kept = BenchmarkRow.objects.count()
    done = send(inside, busy_too)

    for answer in (busy, again, busy_too):
        assert answer.status_code == 409
        assert "Er loopt al een import. Probeer het over een paar minuten opnieuw." in text_of(
            answer
        )
    assert "Nieuwe resultaten 2" in text_of(checked)
    assert (kept, BenchmarkRow.objects.count()) == (0, 2)
    assert done.headers["Location"].endswith("?gelukt=2-0-0")


def send(client, answer):
    [form] = [one for one in read(answer) if "bestand" in dict(one.fields)]
    return client.post(form.action, dict(form.fields))


@pytest.mark.django_db(transaction=True)
def test_what_is_wrong_with_a_file_is_told_while_another_import_goes_on_too(inside):
    answer = while_another_goes_on(lambda: upload(inside, GOOD.replace("zorg", "maan")))

    assert answer.status_code == 422
    assert "sector:" in text_of(answer)


def test_a_file_that_waited_too_long_is_chosen_again(inside):
    answer = inside.post(PAGE, {"bestand": "0" * 64})

    assert answer.status_code == 422
    assert "Dit bestand hebben we niet meer" in text_of(answer)


BAD = {
    "nothing chosen": (None, "Kies een bestand."),
    "empty": ("", "het bestand is leeg."),
    "only white": (" \n\n", "het bestand is leeg."),
    "only a heading": (HEADER, "onder de kop staat geen enkele regel."),
    "png": (PNG, "Dit is een afbeelding (PNG), geen CSV-bestand."),
    "jpeg": (b"\xff\xd8\xff\xe0" + PNG, "Dit is een afbeelding (JPEG), geen CSV-bestand."),
    "xlsx": (b"PK\x03\x04" + PNG, "Dit is een Excel-bestand of een zip."),
    "xls": (b"\xd0\xcf\x11\xe0" + PNG, "Dit is een oud Excel-bestand."),
    "pdf": (b"%PDF-1.7\n", "Dit is een PDF, geen CSV-bestand."),
    "utf-16": (GOOD.encode("utf-16"), "hier staat een NUL-teken"),
    "mark of utf-8 before something else": (
        b"\xef\xbb\xbf" + GOOD.replace("Huis", "Hu\xefs").encode("cp1252"),
        "hier staat een teken dat geen UTF-8 is",
    ),
    "no encoding at all": (GOOD.encode() + b"\x81\x8d", "geen UTF-8 is en geen Windows-1252"),
    "two encodings": (
        GOOD.replace("Huis", "Súdwest-Fryslân").encode() + b"Priv\xe9;",
        "4 dit bestand staat deels in UTF-8",
    ),
    "a thousand": (GOOD.replace("64.3", "1.000"), "kan 1 zijn en ook 1000"),
    "html": ("<html><body>inloggen</body></html>", "de kolom"),
    "other columns": ("naam;score\nA;3\n", "de kolom ‘naam’ is onbekend."),
    "formula": (GOOD.replace("Huis", "=Huis"), "organisatie:"),
    "markup": (GOOD.replace("zorg", "<script>alert(1)</script>"), "sector:"),
    "score out of range": (GOOD.replace("64.3", "101"), "timing:"),
    "few persons": (GOOD.replace(",8,", ",3,"), "aantal:"),
    "too large": (GOOD.encode() + b" " * 2 * LARGEST, "Dit bestand is te groot: hoogstens 2 MB."),
    "no text": (b"\x00" * 100, "hier staat een NUL-teken"),
}


@pytest.mark.parametrize("which", BAD)
def test_a_bad_file_is_refused_whole_with_a_reason(inside, which):
    content, reason = BAD[which]

    answer = inside.post(PAGE) if content is None else upload(inside, content)

    assert answer.status_code == 422
    assert reason in text_of(answer)
    assert "<script>alert" not in answer.content.decode()
    assert BenchmarkRow.objects.count() == 0


def test_a_mark_of_utf_8_and_other_ends_of_line_are_read(inside):
    content = b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()

    assert "Nieuwe resultaten 2" in text_of(upload(inside, content))


def test_all_problems_are_listed_by_line(inside):
    rows = "Huis,zorg,51+,2025-11,3,50\n" * 25

    page = text_of(upload(inside, HEADER + rows))

    assert "2 aantal:" in page
    assert "21 aantal:" in page
    assert "En nog 5 andere." in page


def test_a_file_of_exactly_the_limit_is_read_and_one_byte_more_is_not(inside):
    def padded(size):
        return GOOD.encode() + b"\n" * (size - len(GOOD))

    assert upload(inside, padded(LARGEST)).status_code == 200
    assert upload(inside, padded(LARGEST + 1)).status_code == 422


def test_what_is_far_too_large_is_not_read_at_all(inside):
    answer = inside.post(
        PAGE,
        b"x",
        content_type="multipart/form-data; boundary=y",
        CONTENT_LENGTH=TIMES * LARGEST + 1,
    )

    assert answer.status_code == 413


def test_a_second_file_takes_the_place_of_the_first(inside):
    files = [SimpleUploadedFile("a.csv", PNG * 9), SimpleUploadedFile("b.csv", GOOD.encode())]

    answer = inside.post(PAGE, {"file": files})

    assert "Nieuwe resultaten 2" in text_of(answer)


def test_a_file_from_another_site_is_refused(ada):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in(ada).cookies

    answer = upload(strict, GOOD)

    assert answer.status_code == 403


def test_the_other_pages_still_take_no_file(inside):
    file = SimpleUploadedFile("naam.csv", b"x")

    answer = inside.post("/dashboard/benchmark/publiceren/", {"name": file})

    assert "Vul een naam in." in text_of(answer)


@pytest.mark.parametrize("told", ["1-2", "a-b-c", "1-2-9999999999"])
def test_an_address_that_tells_nonsense_says_nothing(inside, told):
    assert "Ingelezen" not in text_of(inside.get(f"{PAGE}?gelukt={told}"))
