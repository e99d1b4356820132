"""Versions, drafts and previews of questionnaires, as an adviser meets them."""

import copy
import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from scans.content.loader import read_document
from scans.content.writing import written
from scans.models import (
    Action,
    AuditRecord,
    QuestionnaireDraft,
    QuestionnaireVersion,
    Response,
    Scan,
)
from tests.adviser import account, signed_in
from tests.factories import (
    QuestionnaireVersionFactory,
    ScanFactory,
    core_document,
    draft_of,
    start_fields,
)
from tests.web.test_dashboard_quality import text_of
from tests.web.uploading import LIST, upload

pytestmark = pytest.mark.django_db

XSS = "</textarea><script>alert(1)</script><img src=x onerror=alert(2)>\"'&"


@pytest.fixture
def client(db):
    QuestionnaireVersionFactory()
    return signed_in(account())


def test_what_is_downloaded_is_what_was_published_and_can_be_read_again(client):
    version = QuestionnaireVersion.objects.get()
    draft = draft_of(core_document())

    published = client.get(f"{LIST}{version.pk}/download/")
    begun = client.get(f"{LIST}concept/{draft.pk}/download/")

    assert published.content.decode() == core_document().source
    assert published.headers["Content-Disposition"] == 'attachment; filename="kern-1.0.yaml"'
    assert read_document(begun.content).data == {**core_document().data, "version": "1.1"}
    taken = AuditRecord.objects.filter(what=Action.QUESTIONNAIRE_DOWNLOADED)
    assert list(taken.values_list("details", flat=True)) == ["kern 1.1", "kern 1.0"]


def fields_of(page):
    """What a form would post as it stands."""
    content = page.content.decode()
    form = content[content.index('class="draft-part"') :]
    posted = {}
    for name, text in re.findall(r'<textarea name="([^"]+)"[^>]*>\s?(.*?)</textarea>', form, re.S):
        posted[name] = html.unescape(text).lstrip("\n")
    for tag in re.findall(r"<input [^>]+>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and 'type="checkbox"' not in tag:
            posted[name[1]] = html.unescape(value[1]) if value else ""
        elif name and "checked" in tag:
            posted[name[1]] = "on"
    return posted


PARTS = ["algemeen", "thema-relevantie", "rol", "profielen", "tussen", "vragen", "klanten"]


@pytest.mark.parametrize("key", PARTS)
def test_every_part_is_saved_as_it_stands_without_a_change(client, key):
    draft = draft_of(core_document())
    address = f"{LIST}concept/{draft.pk}/deel/{key}/"

    page = client.post(address, fields_of(client.get(address)))

    assert page.status_code == 302
    draft.refresh_from_db()
    assert (draft.revision, draft.data) == (1, {**core_document().data, "version": "1.1"})


def test_a_statement_is_changed_moved_and_added_and_the_draft_says_what_changed(client):
    draft = draft_of(core_document())
    address = f"{LIST}concept/{draft.pk}/deel/thema-relevantie/"
    posted = fields_of(client.get(address)) | {
        "themes.0.statements.0.text.nl": "Wij kiezen\r\nwat telt.",
        "themes.0.statements.5.plek": "1",
        "themes.0.statements.nieuw.code": "rel7",
        "themes.0.statements.nieuw.text.nl": "Wij durven nee te zeggen.",
        "themes.0.statements.nieuw.text.en": "We dare to say no.",
    }

    page = client.post(address, posted, follow=True)

    words = text_of(page)
    assert "Bewaard." in words
    assert "Thema · relevantie · Stelling · rel7 · Tekst · Nederlands nieuw" in words
    assert "<ins>Wij durven nee te zeggen.</ins>" in page.content.decode()
    assert "Thema · relevantie · Stelling andere volgorde rel6, rel1, rel2" in words
    draft.refresh_from_db()
    assert draft.data["themes"][0]["statements"][1]["text"]["nl"] == "Wij kiezen\nwat telt."


def test_a_statement_that_is_taken_away_is_gone_from_the_draft_and_told(client):
    draft = draft_of(core_document())
    address = f"{LIST}concept/{draft.pk}/deel/thema-relevantie/"
    posted = fields_of(client.get(address)) | {"themes.0.statements.5.weg": "on"}

    page = client.post(address, posted, follow=True)

    assert "Thema · relevantie · Stelling · rel6 · Tekst · Nederlands vervallen" in text_of(page)


def test_the_code_of_a_statement_is_no_field(client):
    draft = draft_of(core_document())

    page = client.get(f"{LIST}concept/{draft.pk}/deel/thema-relevantie/")

    names = {name for name in fields_of(page) if name.endswith("code")}
    assert names == {"themes.0.statements.nieuw.code"}


def test_what_is_wrong_is_told_at_its_field_and_everything_stays_filled_in(client):
    draft = draft_of(core_document())
    address = f"{LIST}concept/{draft.pk}/deel/thema-relevantie/"
    posted = fields_of(client.get(address)) | {
        "themes.0.statements.0.text.nl": "",
        "themes.0.statements.1.text.nl": "Dit blijft staan.",
        "themes.0.statements.2.plek": "eerst",
    }
    first = client.post(address, posted)
    second = client.post(address, posted | {"themes.0.statements.2.plek": "3"})

    assert (first.status_code, second.status_code) == (422, 422)
    assert "Dit blijft staan." in second.content.decode()
    assert 'href="#id_themes.0.statements.0.text.nl"' in second.content.decode()
    assert "Deze tekst is leeg." in text_of(second)
    draft.refresh_from_db()
    assert draft.revision == 1


def test_what_is_wrong_elsewhere_is_told_above_the_form(client):
    draft = draft_of(core_document())
    address = f"{LIST}concept/{draft.pk}/deel/thema-relevantie/"
    posted = fields_of(client.get(address)) | {
        "themes.0.statements.nieuw.code": "open1",
        "themes.0.statements.nieuw.text.nl": "Nieuw.",
        "themes.0.statements.nieuw.text.en": "New.",
    }

    page = client.post(address, posted)

    assert "Open vraag · 0 · Code: deze code komt al eerder voor: open1." in text_of(page)


def test_a_part_that_is_not_there_is_not_found(client):
    draft = draft_of(core_document())

    assert client.get(f"{LIST}concept/{draft.pk}/deel/thema-x/").status_code == 404


@pytest.mark.parametrize("action", ["publiceren/", "weggooien/", "deel/algemeen/"])
def test_who_looked_before_somebody_else_changed_it_sees_how_it_is_now(client, action):
    draft = draft_of(core_document())
    QuestionnaireDraft.objects.update(revision=2)

    page = client.post(f"{LIST}concept/{draft.pk}/{action}", {"revisie": "1", "title.nl": "x"})

    assert page.status_code == 409
    assert "Iemand anders heeft dit concept intussen veranderd." in text_of(page)
    assert QuestionnaireDraft.objects.count() == 1


def test_a_draft_is_published_and_new_scans_are_on_it_while_open_ones_stay(client):
    scan = ScanFactory()
    draft = draft_of(core_document())

    page = client.post(f"{LIST}concept/{draft.pk}/publiceren/", {"revisie": "1"}, follow=True)
    Client().post("/start/", start_fields())

    assert "Gepubliceerd. Nieuwe scans gebruiken vanaf nu deze versie" in text_of(page)
    assert "Er is niets veranderd." in text_of(page)
    scan.refresh_from_db()
    newer = Scan.objects.exclude(pk=scan.pk).get()
    assert (str(scan.questionnaire), str(newer.questionnaire)) == ("kern 1.0", "kern 1.1")


def test_a_draft_with_a_fault_has_no_button_and_is_not_published(client):
    data = copy.deepcopy(core_document().data)
    data["clients"]["statements"][0]["mirrors"] = "rel99"
    draft = draft_of(core_document())
    QuestionnaireDraft.objects.update(
        data={**data, "version": "1.1"}, source=written({**data, "version": "1.1"})
    )

    shown = client.get(f"{LIST}concept/{draft.pk}/")
    page = client.post(f"{LIST}concept/{draft.pk}/publiceren/", {"revisie": "1"})

    assert "er is geen stelling met de code rel99." in text_of(shown)
    assert "publiceren/" not in shown.content.decode()
    assert page.status_code == 422
    assert "Er klopt nog iets niet." in text_of(page)
    assert QuestionnaireVersion.objects.count() == 1


def test_a_draft_whose_number_was_taken_is_not_published(client):
    draft = draft_of(core_document())
    QuestionnaireVersionFactory(version="1.1")

    page = client.post(f"{LIST}concept/{draft.pk}/publiceren/", {"revisie": "1"})

    assert page.status_code == 409
    assert "Begin een nieuw concept." in text_of(page)


def test_pressing_twice_publishes_one_version(client):
    draft = draft_of(core_document())
    address = f"{LIST}concept/{draft.pk}/publiceren/"

    first = client.post(address, {"revisie": "1"})
    second = client.post(address, {"revisie": "1"})

    assert (first.status_code, second.status_code) == (302, 404)
    assert QuestionnaireVersion.objects.count() == 2


def test_a_draft_is_thrown_away(client):
    draft = draft_of(core_document())

    page = client.post(f"{LIST}concept/{draft.pk}/weggooien/", {"revisie": "1"}, follow=True)

    assert "Het concept is weggegooid." in text_of(page)
    assert QuestionnaireDraft.objects.count() == 0


def test_a_first_draft_of_its_kind_has_nothing_to_be_compared_with(client):
    QuestionnaireDraft.objects.create(
        slug="nieuw",
        version="1.0",
        source="",
        data={**core_document().data, "slug": "nieuw"},
        changed_on="2026-11-22",
    )
    draft = QuestionnaireDraft.objects.get()

    assert "Wat er verandert sinds" not in text_of(client.get(f"{LIST}concept/{draft.pk}/"))


def test_a_version_shows_what_it_changed_and_a_draft_begins_there(client):
    data = copy.deepcopy(core_document().data)
    data["open"][0]["label"]["nl"] = "Wat moet anders?"
    version = QuestionnaireVersionFactory(version="1.1", data=data)

    page = client.get(f"{LIST}{version.pk}/")
    begun = client.post(f"{LIST}{version.pk}/concept/", follow=True)

    assert "Wat er veranderde sinds kern 1.0" in text_of(page)
    assert "<ins>" in page.content.decode()
    assert "Concept kern 1.2" in text_of(begun)


PREVIEWED = [
    (audience, key)
    for audience, keys in {
        "team": ["relevantie", "timing", "resultaat", "rol", "aannametoets", "afronding"],
        "klanten": ["relevantie", "timing", "resultaat", "rol"],
    }.items()
    for key in keys
]


@pytest.mark.parametrize(("audience", "key"), PREVIEWED)
def test_every_page_is_previewed_in_both_languages_without_a_form(client, audience, key):
    version = QuestionnaireVersion.objects.get()
    address = f"{LIST}{version.pk}/voorbeeld/{audience}/{key}/"

    dutch, english = client.get(address), client.get(f"{address}?taal=en")

    assert dutch.headers["Content-Language"] == "nl"
    assert english.headers["Content-Language"] == "en"
    assert '<html lang="en">' in english.content.decode()
    for page in (dutch, english):
        assert page.status_code == 200
        assert "<form" not in page.content.decode()
        assert 'name="' in page.content.decode()
    assert Response.objects.count() == Scan.objects.count() == 0


def test_a_preview_shows_the_statements_as_respondents_see_them(client):
    version = QuestionnaireVersion.objects.get()

    page = client.get(f"{LIST}{version.pk}/voorbeeld/team/timing/?taal=en").content.decode()

    for statement in core_document().data["themes"][1]["statements"]:
        assert html.escape(statement["text"]["en"]) in page


@pytest.mark.parametrize("path", ["team/x/", "klanten/afronding/", "iemand/timing/"])
def test_a_preview_of_what_is_not_asked_is_not_found(client, path):
    version = QuestionnaireVersion.objects.get()

    assert client.get(f"{LIST}{version.pk}/voorbeeld/{path}").status_code == 404


def texts_in(node):
    if isinstance(node, dict):
        if set(node) == {"nl", "en"}:
            node.update(nl=XSS, en=XSS)
        else:
            for below in node.values():
                texts_in(below)
    elif isinstance(node, list):
        for below in node:
            texts_in(below)


def test_no_text_of_a_questionnaire_becomes_markup_anywhere(client):
    data = copy.deepcopy(core_document().data)
    texts_in(data)
    draft = draft_of(core_document())
    QuestionnaireDraft.objects.update(data={**data, "version": "1.1"})
    version = QuestionnaireVersionFactory(version="1.5", data=data)
    addresses = [
        f"{LIST}concept/{draft.pk}/",
        *(f"{LIST}concept/{draft.pk}/deel/{key}/" for key in PARTS),
        f"{LIST}{version.pk}/",
        *(f"{LIST}{version.pk}/voorbeeld/{who}/{key}/" for who, key in PREVIEWED),
        *(f"{LIST}concept/{draft.pk}/voorbeeld/{who}/{key}/" for who, key in PREVIEWED),
    ]
    pages = {address: client.get(address) for address in addresses}

    posted = fields_of(pages[f"{LIST}concept/{draft.pk}/deel/thema-relevantie/"])
    pages["posted"] = client.post(
        f"{LIST}concept/{draft.pk}/deel/thema-relevantie/",
        posted | {"themes.0.statements.nieuw.code": XSS, "themes.0.statements.0.text.nl": ""},
    )
    pages["uploaded"] = upload(
        client, f"\"{html.escape(XSS)}\": 1\n'<script>alert(1)</script>': 2\n"
    )
    for address, page in pages.items():
        content = page.content.decode()
        assert page.status_code in (200, 422), address
        assert "<script>alert" not in content, address
        assert "<img src=x" not in content, address


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_list_asks_as_much_for_one_version_as_for_three_hundred(client):
    draft_of(core_document())
    client.get(LIST)
    asked = [queries(client, LIST)]
    for number in range(2, 301):
        version = QuestionnaireVersionFactory(version=f"1.{number}")
        draft_of(core_document(), f"2.{number}")
        if number in (3, 300):
            ScanFactory(questionnaire=version)
            asked.append(queries(client, LIST))

    assert len(set(asked)) == 1


def test_the_list_counts_open_and_closed_scans(client):
    ScanFactory()
    ScanFactory(closed=True)
    ScanFactory(closed=True)

    assert "kern 1.0 22 november 2026 1 2" in text_of(client.get(LIST)).replace(
        "\N{NO-BREAK SPACE}", " "
    )


def test_without_drafts_and_versions_the_list_says_so(db):
    page = text_of(signed_in(account()).get(LIST))

    assert "Er is geen concept." in page
    assert "Er is nog geen vragenlijst gepubliceerd." in page
