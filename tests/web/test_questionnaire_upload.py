"""Documents of questionnaires that an adviser uploads: a draft, or refused whole with reasons."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from scans.models import (
    Action,
    AuditRecord,
    QuestionnaireDraft,
)
from tests.adviser import account, signed_in
from tests.factories import (
    QuestionnaireVersionFactory,
    core_document,
)
from tests.web.test_dashboard_quality import text_of
from tests.web.uploading import LIST, UPLOAD, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(db):
    QuestionnaireVersionFactory()
    return signed_in(account())


def source(number="2.0"):
    return core_document().source.replace('version: "1.0"', f'version: "{number}"')


def line_of(text, needle):
    return text[: text.index(needle)].count("\n") + 1


def test_an_upload_becomes_a_draft(client):
    page = upload(client, source())

    draft = QuestionnaireDraft.objects.get()
    assert page.headers["Location"] == reverse("draft", kwargs={"draft_id": draft.pk})
    assert (str(draft), draft.source) == ("kern 2.0", source())
    assert client.get(page.headers["Location"]).status_code == 200


BAD = {
    "nothing": ("", 1, "velden met een naam"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", 3, "NUL-teken"),
    "no UTF-8": (source().encode().replace("é".encode(), b"\xe9"), None, "geen UTF-8"),
    "no YAML": (source() + "{\n", None, "geen geldige YAML"),
    "a reference": ("a: &x 1\nb: *x\n", 1, "ankers"),
    "a tag": ("a: !!python/object/apply:os.system [echo]\n", 1, "tags"),
    "two documents": (source() + "---\na: 1\n", None, "één document"),
    "too deep": ("[" * 40 + "]" * 40, 1, "te diep"),
    "a field too many": (
        source() + "extra: 1\n",
        line_of(source() + "extra: 1\n", "extra"),
        "dit veld is onbekend",
    ),
    "a field too few": (
        source().replace("slug: kern\n", ""),
        line_of(source(), "format: 1"),
        "dit veld ontbreekt",
    ),
    "a code twice": (
        source().replace("code: rel2\n", "code: rel1\n", 1),
        None,
        "deze code komt al eerder voor: rel1",
    ),
    "a mirror of nothing": (
        source().replace("mirrors: rel1\n", "mirrors: rel99\n"),
        None,
        "er is geen stelling met de code rel99",
    ),
    "half a language": (
        re.sub(r"\n +en: [^\n]+", "", source(), count=1),
        None,
        "dit veld ontbreekt",
    ),
    "larger than a megabyte": ("# " + "x" * 1_000_001, 1, "groter dan 1 MB"),
    "much larger": ("# " + "x" * 3_000_000, 1, "groter dan 1 MB"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_document_is_refused_whole_with_line_and_reason(client, name):
    content, line, reason = BAD[name]

    page = upload(client, content)

    assert page.status_code == 422
    words = text_of(page)
    assert "Dit bestand is geen goede vragenlijst. Er is niets bewaard." in words
    assert reason.lower() in words.lower()
    told = {
        int(found)
        for found in re.findall(
            r'<td class="number">\s*(\d+)\s*</td>\s*<td>\s*[^<\s]', page.content.decode()
        )
    }
    assert told
    assert line is None or line in told
    assert QuestionnaireDraft.objects.count() == 0
    assert not AuditRecord.objects.filter(what=Action.DRAFT_UPLOADED).exists()


def test_a_file_far_larger_than_that_is_not_even_read(client):
    page = client.post(
        UPLOAD,
        b"x",
        content_type="multipart/form-data; boundary=y",
        CONTENT_LENGTH=20 * 1_000_001 + 1,
    )

    assert page.status_code == 413
    assert QuestionnaireDraft.objects.count() == 0


def test_a_document_full_of_faults_shows_a_hundred_of_them(client):
    page = upload(client, "\n".join(f"extra{n}: 1" for n in range(300)))

    assert page.content.decode().count("dit veld is onbekend.".capitalize()) <= 100
    assert re.search(r"En nog \d+ andere\.", text_of(page))


@pytest.mark.parametrize("number", ["0.1", "1.0"])
def test_a_number_that_was_published_is_refused(client, number):
    page = upload(client, source(number))

    assert page.status_code == 422
    assert "Geef het bestand een hoger nummer." in text_of(page)


def test_an_upload_without_a_file_says_so(client):
    page = client.post(UPLOAD, {})

    assert page.status_code == 422
    assert "Kies eerst een bestand." in text_of(page)


def test_an_upload_from_another_site_is_refused():
    QuestionnaireVersionFactory()
    strict = signed_in(account())
    strict.handler.enforce_csrf_checks = True

    page = upload(strict, source())

    assert page.status_code == 403
    assert QuestionnaireDraft.objects.count() == 0


def test_an_upload_with_proof_of_origin_is_taken():
    QuestionnaireVersionFactory()
    strict = signed_in(account())
    strict.handler.enforce_csrf_checks = True
    form = strict.get(LIST).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)[1]

    page = upload(strict, source(), csrfmiddlewaretoken=token)

    assert page.status_code == 302


def test_nobody_uploads_without_being_signed_in():
    page = upload(Client(), source())

    assert page.headers["Location"] == "/dashboard/inloggen/"
    assert QuestionnaireDraft.objects.count() == 0
