"""Modules among the questionnaires, as an adviser meets them."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from scans.content.editing import parts_of
from scans.models import QuestionnaireDraft, QuestionnaireVersion
from tests.adviser import account, signed_in
from tests.factories import (
    QuestionnaireVersionFactory,
    ScanFactory,
    draft_of,
    sixth_document,
    sixth_module,
)
from tests.web.plain_browser import read
from tests.web.rounds import words_of

pytestmark = pytest.mark.django_db

LIST = "/dashboard/vragenlijsten/"


@pytest.fixture
def client(db):
    QuestionnaireVersionFactory()
    return signed_in(account())


def text_of(page):
    return html.unescape(words_of(page))


def test_a_module_is_uploaded_looked_at_and_published(client):
    file = SimpleUploadedFile("zesde.yaml", sixth_document().source.encode())

    page = client.post(f"{LIST}uploaden/", {"document": file}, follow=True)
    draft = QuestionnaireDraft.objects.get()
    client.post(f"{LIST}concept/{draft.pk}/publiceren/", {"revisie": draft.revision})

    assert page.status_code == 200
    version = QuestionnaireVersion.objects.get(slug="zesde")
    assert version.data == sixth_document().data
    assert version.is_module
    assert client.get(f"{LIST}{version.pk}/").status_code == 200
    assert "zesde 1.0" in text_of(client.get(LIST))


def test_the_scans_that_ask_a_module_are_counted_at_its_version(client):
    older, newer = sixth_module(), sixth_module(version="1.1")
    ScanFactory.create_batch(2, module_ids=[older.pk])
    ScanFactory(module_ids=[older.pk], closed=True)

    pages = [text_of(client.get(f"{LIST}{one.pk}/")) for one in (older, newer)]
    rows = re.findall(r"zesde 1\.\d \S+ \S+ \S+ (\d+) (\d+)", text_of(client.get(LIST)))

    assert "Scans op deze versie: 2 open, 1 gesloten." in pages[0]
    assert "Scans op deze versie: 0 open, 0 gesloten." in pages[1]
    assert rows == [("0", "0"), ("2", "1")]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    ("audience", "path"),
    [("team", ("themes", 0)), ("klanten", ("clients", "themes", 0))],
)
def test_a_module_is_looked_at_as_its_respondents_meet_it(client, language, audience, path):
    version = sixth_module()
    said = sixth_document().data
    for step in path:
        said = said[step]

    page = client.get(f"{LIST}{version.pk}/voorbeeld/{audience}/zesde/?taal={language}")

    text = text_of(page)
    assert said["statements"][0]["text"][language] in text
    assert sixth_document().data["title"][language] in text


def test_a_module_without_questions_for_clients_is_not_shown_as_theirs(client):
    version = sixth_module(clients=None)

    page = client.get(f"{LIST}{version.pk}/voorbeeld/team/zesde/").content.decode()

    assert page.count("/voorbeeld/klanten/") == 0
    assert client.get(f"{LIST}{version.pk}/voorbeeld/klanten/zesde/").status_code == 404
    assert "voorbeeld/klanten" not in client.get(f"{LIST}{version.pk}/").content.decode()


def test_a_module_shows_no_other_page_than_its_own(client):
    version = sixth_module()

    assert client.get(f"{LIST}{version.pk}/voorbeeld/team/relevantie/").status_code == 404


def test_a_module_is_not_looked_at_before_there_is_a_core():
    visitor = signed_in(account())
    version = sixth_module()

    assert visitor.get(f"{LIST}{version.pk}/voorbeeld/team/zesde/").status_code == 404


def test_every_part_of_a_module_is_edited(client):
    draft = draft_of(sixth_document())
    parts = [part.key for part in parts_of(draft.data)]

    titles = []
    for key in parts:
        page = client.get(f"{LIST}concept/{draft.pk}/deel/{key}/")
        form = read(page)[-1]
        # Nothing was changed, so nothing is wrong and nothing is new.
        answer = client.post(f"{LIST}concept/{draft.pk}/deel/{key}/", dict(form.filled()))
        assert answer.status_code == 302, (key, text_of(answer))
        titles.append(re.search(r"<h1>(.*?)</h1>", page.content.decode(), re.S).group(1).strip())

    draft.refresh_from_db()
    assert (draft.revision, draft.data) == (1, {**sixth_document().data, "version": "1.1"})
    assert parts == [
        "algemeen",
        "thema-zesde-kennen",
        "thema-zesde-overzicht",
        "positie-zesde-werk",
        "keuze-zesde-vorm",
        "dekking-zesde-dekking",
        "klanten",
        "klantthema-zesde-moreel",
        "keten",
    ]
    assert titles == [
        "Algemeen",
        "Thema Kennen",
        "Thema Overzicht",
        "Positie: Waar zit het werk?",
        "Keuzevraag: Vorm",
        "Dekking: Wie doet wat",
        "Interne klanten",
        "Thema: Moreel vertrouwen",
        "Keten",
    ]


@pytest.mark.parametrize(
    ("key", "changes", "path", "value"),
    [
        ("algemeen", {"summary.nl": "Korter."}, ("summary", "nl"), "Korter."),
        (
            "positie-zesde-werk",
            {
                "positions.0.pairs.nieuw.code": "zesde-werk3",
                **{
                    f"positions.0.pairs.nieuw.{name}.{language}": "Nieuw"
                    for name in ("topic", "low", "high")
                    for language in ("nl", "en")
                },
            },
            ("positions", 0, "pairs", 2, "code"),
            "zesde-werk3",
        ),
        (
            "keuze-zesde-vorm",
            {"choices.0.alternatives.2.plek": "1"},
            ("choices", 0, "alternatives", 0, "value"),
            "iedereen",
        ),
        (
            "dekking-zesde-dekking",
            {"coverage.0.aspects.0.cells.0.moves": "on"},
            ("coverage", 0, "aspects", 0, "cells", 0, "moves"),
            True,
        ),
        (
            "klantthema-zesde-moreel",
            {"clients.themes.0.statements.0.text.nl": "Zij is eerlijk."},
            ("clients", "themes", 0, "statements", 0, "text", "nl"),
            "Zij is eerlijk.",
        ),
        (
            "keten",
            {"chain.links.1.title.nl": "Effect"},
            ("chain", "links", 1, "title", "nl"),
            "Effect",
        ),
    ],
)
def test_a_part_of_a_module_is_changed(client, key, changes, path, value):
    draft = draft_of(sixth_document())
    address = f"{LIST}concept/{draft.pk}/deel/{key}/"

    answer = client.post(address, dict(read(client.get(address))[-1].filled(changes)))

    assert answer.status_code == 302, text_of(answer)
    draft.refresh_from_db()
    found = draft.data
    for step in path:
        found = found[step]
    assert found == value


def test_the_quality_of_questions_is_that_of_the_core(client):
    sixth_module()

    assert "zesde" not in text_of(client.get("/dashboard/kwaliteit/"))
