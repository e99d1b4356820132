"""Publishing a questionnaire: once, and never otherwise."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scans.models import QuestionnaireVersion
from scans.queries.questionnaires import newest_version, questionnaire_by_id
from scans.services.publishing import (
    AlreadyPublishedError,
    publish_questionnaire,
    publish_shipped,
)
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


def numbered(version):
    """The core's document under another number, and so with other contents."""
    data = {**core_document().data, "version": version}
    return replace(core_document(), data=data, digest=f"{version:0>64}")


def published():
    return [str(version) for version in QuestionnaireVersion.objects.order_by("pk")]


def test_what_comes_with_the_product_is_published_once():
    shipped = [core_document(), numbered("1.1")]

    left_out = [publish_shipped(documents=shipped, moment=MOMENT) for _ in range(2)]

    assert (left_out, published()) == ([[], []], ["kern 1.0", "kern 1.1"])


def test_what_an_upgrade_adds_is_the_newest():
    publish_shipped(documents=[core_document()], moment=MOMENT)

    later = MOMENT + timedelta(days=9)
    left_out = publish_shipped(documents=[core_document(), numbered("1.1")], moment=later)

    assert (left_out, newest_version("kern").version) == ([], "1.1")


@pytest.mark.parametrize("added", ["1.1", "1.2"])
def test_an_upgrade_leaves_a_version_of_somebody_here_in_use(added):
    publish_shipped(documents=[core_document()], moment=MOMENT)
    later = MOMENT + timedelta(days=9)
    own = replace(numbered("1.1"), digest="a" * 64)
    publish_questionnaire(document=own, moment=later)

    shipped = [core_document(), numbered(added)]
    left_out = publish_shipped(documents=shipped, moment=later + timedelta(days=9))

    assert (left_out, published()) == ([numbered(added)], ["kern 1.0", "kern 1.1"])
    assert newest_version("kern").digest == "a" * 64


def test_a_number_that_is_taken_is_left_out_whatever_came_after():
    taken = replace(numbered("1.1"), digest="a" * 64)
    publish_questionnaire(document=taken, moment=MOMENT)
    later = MOMENT + timedelta(days=9)
    publish_questionnaire(document=core_document(), moment=later)

    left_out = publish_shipped(documents=[core_document(), numbered("1.1")], moment=later)

    assert left_out == [numbered("1.1")]
