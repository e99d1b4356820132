"""Reads on published questionnaires."""

from datetime import timedelta

import pytest

from scans.models import QuestionnaireVersion
from scans.queries.questionnaires import newest_version, questionnaire_by_id
from tests.factories import MOMENT, QuestionnaireVersionFactory, core_questionnaire

pytestmark = pytest.mark.django_db


def test_the_newest_version_is_the_one_published_last():
    QuestionnaireVersionFactory(version="1.10", published_at=MOMENT)
    last = QuestionnaireVersionFactory(version="1.9", published_at=MOMENT + timedelta(days=1))
    QuestionnaireVersionFactory(slug="relaties", published_at=MOMENT + timedelta(days=2))

    assert newest_version("kern") == last


def test_of_two_published_in_one_moment_the_later_row_is_the_newest():
    QuestionnaireVersionFactory(version="1.0")
    last = QuestionnaireVersionFactory(version="1.1")

    assert newest_version("kern") == last


def test_there_is_no_newest_version_before_the_first_publication():
    with pytest.raises(QuestionnaireVersion.DoesNotExist):
        newest_version("kern")


def test_a_published_questionnaire_is_read_from_the_database_once(django_assert_num_queries):
    version = QuestionnaireVersionFactory()

    with django_assert_num_queries(1):
        first, second = questionnaire_by_id(version.pk), questionnaire_by_id(version.pk)

    assert first is second
    assert first == core_questionnaire()
