"""Drafts of questionnaires: begun, uploaded, changed and published, each written down."""

from datetime import timedelta

import pytest

from scans.content.editing import parts_of
from scans.content.loader import DocumentError, read_document
from scans.content.writing import written
from scans.models import Action, AuditRecord, QuestionnaireDraft, QuestionnaireVersion
from scans.services.drafting import (
    Edit,
    FaultyDraftError,
    FaultyPartError,
    VersionTakenError,
    change_draft,
    delete_draft,
    faults_of,
    in_order,
    make_draft,
    publish_draft,
    upload_draft,
)
from scans.services.meanwhile import ChangedMeanwhileError
from tests.adviser import account
from tests.factories import MOMENT, TODAY, QuestionnaireVersionFactory, core_document, draft_of

pytestmark = pytest.mark.django_db

LATER = MOMENT + timedelta(days=2)


@pytest.fixture
def ada(db):
    return account()


def made(ada, version=None):
    version = version or QuestionnaireVersionFactory()
    return make_draft(version_id=version.pk, by=ada, moment=MOMENT)


def edit(draft, key="thema-relevantie", seen=None, **values):
    part = next(one for one in parts_of(in_order(draft.data)) if one.key == key)
    named = {name.replace("__", "."): value for name, value in values.items()}
    return Edit(draft.pk, draft.revision if seen is None else seen, part, named)


def written_down():
    return list(AuditRecord.objects.order_by("pk").values_list("what", "details"))


def test_a_draft_begins_with_the_texts_of_a_version_and_the_next_number(ada):
    first = made(ada)
    second = made(ada)

    first.refresh_from_db()
    document = read_document(first.source.encode())
    assert document.data == first.data == {**core_document().data, "version": "1.1"}
    assert (str(first), str(second), first.changed_on) == ("kern 1.1", "kern 1.2", TODAY)
    assert written_down() == [(Action.DRAFT_MADE, "kern 1.1"), (Action.DRAFT_MADE, "kern 1.2")]


def test_a_draft_is_published_and_its_version_never_changes_any_more(ada):
    draft = made(ada)

    version = publish_draft(draft_id=draft.pk, seen_revision=1, by=ada, moment=LATER)

    assert (version.slug, version.version, version.published_at) == ("kern", "1.1", LATER)
    assert version.source == draft.source
    assert version.digest == read_document(draft.source.encode()).digest
    assert QuestionnaireDraft.objects.count() == 0
    assert written_down()[-1] == (Action.QUESTIONNAIRE_PUBLISHED, "kern 1.1")


def test_what_is_filled_in_is_kept_as_a_document(ada):
    draft = made(ada)

    change_draft(
        edit=edit(draft, themes__0__statements__0__text__nl="Nieuw: <b>tekst</b>."),
        by=ada,
        moment=LATER,
    )

    draft.refresh_from_db()
    expected = {**core_document().data, "version": "1.1"}
    expected = read_document(written(expected).encode()).data
    expected["themes"][0]["statements"][0]["text"]["nl"] = "Nieuw: <b>tekst</b>."
    assert draft.data == expected
    assert read_document(draft.source.encode()).data == expected
    assert (draft.revision, draft.changed_on) == (2, TODAY + timedelta(days=2))
    assert written_down()[-1] == (Action.DRAFT_CHANGED, "kern 1.1: thema-relevantie")


def test_what_changes_nothing_is_no_change(ada):
    draft = made(ada)

    change_draft(edit=edit(draft), by=ada, moment=LATER)

    draft.refresh_from_db()
    assert (draft.revision, draft.changed_on) == (1, TODAY)
    assert len(written_down()) == 1


@pytest.mark.parametrize(
    ("key", "values", "places"),
    [
        (
            "thema-relevantie",
            {"themes__0__statements__0__text__nl": ""},
            {"themes.0.statements.0.text.nl"},
        ),
        (
            "thema-relevantie",
            {"themes__0__statements__0__text__en": "word " * 21},
            {"themes.0.statements.0.text.en"},
        ),
        (
            "thema-relevantie",
            {
                "themes__0__statements__nieuw__code": "open1",
                "themes__0__statements__nieuw__text__nl": "Nieuw.",
                "themes__0__statements__nieuw__text__en": "New.",
            },
            {None},  # the other one is on another page
        ),
        (
            "thema-relevantie",
            {
                "themes__0__statements__nieuw__code": "Rel 7",
                "themes__0__statements__nieuw__text__nl": "Nieuw.",
            },
            {"themes.0.statements.nieuw.code", "themes.0.statements.nieuw.text.en"},
        ),
        ("rol", {f"role__pairs__{n}__weg": True for n in range(6)}, {None}),
        (
            "klanten",
            {"clients__statements__nieuw__code": "k-x"},
            {
                "clients.statements.nieuw.text.nl",
                "clients.statements.nieuw.text.en",
                "clients.statements.nieuw.mirrors",
            },
        ),
    ],
)
def test_what_makes_no_good_questionnaire_is_refused_with_its_field(ada, key, values, places):
    draft = made(ada)

    with pytest.raises(FaultyPartError) as refused:
        change_draft(edit=edit(draft, key, **values), by=ada, moment=LATER)

    outcome = refused.value.outcome
    assert {outcome.field_of(fault.path) for fault in refused.value.faults} == places
    draft.refresh_from_db()
    assert draft.revision == 1


def test_a_statement_that_clients_mirror_may_go_but_then_it_can_not_be_published_yet(ada):
    draft = made(ada)
    draft = change_draft(edit=edit(draft, themes__0__statements__0__weg=True), by=ada, moment=LATER)

    (fault,) = faults_of(draft)
    with pytest.raises(FaultyDraftError):
        publish_draft(draft_id=draft.pk, seen_revision=2, by=ada, moment=LATER)

    assert fault.sentence == "er is geen stelling met de code rel1."
    place = fault.path[2]
    draft = change_draft(
        edit=edit(draft, "klanten", **{f"clients__statements__{place}__weg": True}),
        by=ada,
        moment=LATER,
    )
    assert faults_of(draft) == []
    publish_draft(draft_id=draft.pk, seen_revision=3, by=ada, moment=LATER)


def test_a_draft_that_somebody_else_changed_stays_as_they_left_it(ada):
    draft = made(ada)
    change_draft(edit=edit(draft, "algemeen", title__nl="Van een ander"), by=ada, moment=LATER)

    with pytest.raises(ChangedMeanwhileError):
        change_draft(edit=edit(draft, "algemeen", title__nl="Van mij"), by=ada, moment=LATER)
    with pytest.raises(ChangedMeanwhileError):
        publish_draft(draft_id=draft.pk, seen_revision=1, by=ada, moment=LATER)

    draft.refresh_from_db()
    assert draft.data["title"]["nl"] == "Van een ander"
    assert QuestionnaireVersion.objects.count() == 1


def test_a_draft_is_thrown_away_as_it_was_seen(ada):
    draft = made(ada)

    with pytest.raises(ChangedMeanwhileError):
        delete_draft(draft_id=draft.pk, seen_revision=2, by=ada, moment=LATER)
    delete_draft(draft_id=draft.pk, seen_revision=1, by=ada, moment=LATER)

    assert QuestionnaireDraft.objects.count() == 0
    assert written_down() == [(Action.DRAFT_MADE, "kern 1.1"), (Action.DRAFT_DELETED, "kern 1.1")]


def upload(ada, content):
    return upload_draft(content=content, name="kern.yaml", by=ada, moment=MOMENT)


def with_number(number):
    return core_document().source.replace('version: "1.0"', f'version: "{number}"').encode()


def test_a_document_becomes_a_draft_and_is_published_as_it_was_written(ada):
    QuestionnaireVersionFactory()

    draft = upload(ada, with_number("2.0"))
    version = publish_draft(draft_id=draft.pk, seen_revision=1, by=ada, moment=LATER)

    assert version.source.encode() == with_number("2.0")
    assert version.digest == read_document(with_number("2.0")).digest
    assert written_down()[0] == (Action.DRAFT_UPLOADED, "kern 2.0")


@pytest.mark.parametrize("number", ["0.9", "1.0", "1.1"])
def test_a_number_that_does_not_come_after_all_others_is_refused(ada, number):
    QuestionnaireVersionFactory()
    draft_of(core_document())

    with pytest.raises(VersionTakenError):
        upload(ada, with_number(number))

    assert QuestionnaireDraft.objects.count() == 1


def test_a_draft_whose_number_was_published_meanwhile_is_not_published(ada):
    draft = made(ada)
    QuestionnaireVersionFactory(version="1.2")

    with pytest.raises(VersionTakenError):
        publish_draft(draft_id=draft.pk, seen_revision=1, by=ada, moment=LATER)


def test_a_bad_document_is_refused_whole(ada):
    with pytest.raises(DocumentError):
        upload(ada, with_number("2.0") + b"extra: 1\n")

    assert QuestionnaireDraft.objects.count() == AuditRecord.objects.count() == 0
