"""Publishing a questionnaire: once, and never otherwise."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scans.models import QuestionnaireVersion
from scans.queries.questionnaires import questionnaire_by_id
from scans.services.publishing import AlreadyPublishedError, publish_questionnaire
from tests.factories import MOMENT, core_document, core_questionnaire

pytestmark = pytest.mark.django_db


def test_a_document_is_published_as_it_was_written():
    version, is_new = publish_questionnaire(document=core_document(), moment=MOMENT)

    assert is_new
    assert QuestionnaireVersion.objects.values().get() == {
        "id": version.pk,
        "slug": "kern",
        "version": "1.0",
        "digest": core_document().digest,
        "source": core_document().source,
        "data": core_document().data,
        "published_at": MOMENT,
    }
    assert questionnaire_by_id(version.pk) == core_questionnaire()


def test_the_same_document_again_changes_nothing():
    first, _ = publish_questionnaire(document=core_document(), moment=MOMENT)

    again = publish_questionnaire(document=core_document(), moment=MOMENT + timedelta(days=9))

    assert again == (first, False)
    assert QuestionnaireVersion.objects.get().published_at == MOMENT


def test_the_same_version_with_other_contents_is_refused():
    publish_questionnaire(document=core_document(), moment=MOMENT)
    changed = replace(core_document(), source="anders", digest="0" * 64)

    with pytest.raises(AlreadyPublishedError, match=r"kern 1\.0"):
        publish_questionnaire(document=changed, moment=MOMENT)

    assert QuestionnaireVersion.objects.get().digest == core_document().digest


def test_another_version_stands_beside_the_first():
    publish_questionnaire(document=core_document(), moment=MOMENT)
    data = {**core_document().data, "version": "1.1"}
    next_document = replace(core_document(), data=data, digest="1" * 64)

    _, is_new = publish_questionnaire(document=next_document, moment=MOMENT)

    assert is_new
    assert [str(version) for version in QuestionnaireVersion.objects.all()] == [
        "kern 1.0",
        "kern 1.1",
    ]
