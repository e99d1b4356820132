"""What the adviseur does with the benchmark stands in the log, once."""

from functools import partial

import pytest
from django.db import connection

from scans.content.results_file import ResultsFileError
from scans.models import Action, AuditRecord, BenchmarkRow, Edition
from scans.services.advising import (
    TakenNameError,
    check_name,
    import_as,
    note_comparison,
    publish_as,
)
from scans.services.checked_files import checked_file, forget_checked, keep_checked
from scans.services.editions import EditionNameError, NothingToPublishError
from tests.adviser import account
from tests.desk import departments
from tests.factories import MOMENT, TODAY, DepartmentFactory
from tests.services.concurrency import at_once
from tests.services.test_importing import ROW

pytestmark = pytest.mark.django_db


def publish(by, name="2026-11"):
    return publish_as(name=name, by=by, today=TODAY, moment=MOMENT)


def log():
    fields = ("who__name", "what", "object_kind", "details")
    return list(AuditRecord.objects.order_by("pk").values_list(*fields))


def test_publishing_is_written_down_once_however_often_it_is_asked():
    ada = account()
    departments(12)

    first, again = publish(ada), publish(ada)

    assert (first[1], again[1], first[0]) == (True, False, again[0])
    assert log() == [("Ada", Action.EDITION_PUBLISHED, "edition", "2026-11")]


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_make_one_edition():
    ada, bo = account(), account(name="Bo")
    departments(12)

    outcomes = at_once(partial(publish, ada), partial(publish, bo))

    assert sorted(is_new for _edition, is_new in outcomes) == [False, True]
    assert (Edition.objects.count(), len(log())) == (1, 1)


def test_what_can_not_be_published_is_not_written_down():
    ada = account()

    with pytest.raises(NothingToPublishError):
        publish(ada)
    with pytest.raises(EditionNameError):
        publish(ada, "demo-1")

    assert (log(), Edition.objects.count()) == ([], 0)


def test_a_name_is_looked_at_before_anything_else():
    Edition.objects.create(name="2026-11", published_on=TODAY)

    for name in ("", "Herfst 2026", "-x", "x" * 21, "demo-1"):
        with pytest.raises(EditionNameError):
            check_name(name)
    with pytest.raises(TakenNameError):
        check_name("2026-11")
    check_name("2026-12")


def test_an_import_is_written_down_with_the_digest_of_its_file():
    imported = import_as(rows=[ROW], digest="ab" * 32, by=account(), today=TODAY, moment=MOMENT)

    assert (imported.added, BenchmarkRow.objects.count()) == (1, 2)
    assert log() == [("Ada", Action.RESULTS_IMPORTED, "", "abababababab: +1, ±0")]


def test_an_import_that_fails_leaves_nothing_behind():
    def rows():
        yield ROW
        raise ResultsFileError([])

    with pytest.raises(ResultsFileError):
        import_as(rows=rows(), digest="ab" * 32, by=account(), today=TODAY, moment=MOMENT)

    assert (log(), BenchmarkRow.objects.count()) == ([], 0)


def test_each_department_that_is_looked_at_is_written_down():
    looked_at = DepartmentFactory.create_batch(2)

    note_comparison(departments=looked_at, by=account(), moment=MOMENT)

    keys = AuditRecord.objects.order_by("pk").values_list("what", "object_kind", "object_id")
    assert list(keys) == [(Action.COMPARED, "department", str(one.pk)) for one in looked_at]


CONTENT = b"naam\xff;\x00\n" * 1000


def test_a_checked_file_comes_back_as_it_was_and_only_to_who_checked_it():
    ada, bo = account(), account(name="Bo")

    digest = keep_checked(CONTENT, by=ada)

    assert checked_file(digest, by=ada) == CONTENT
    assert checked_file(digest, by=bo) is None
    assert checked_file("x" * 5000, by=ada) is None
    forget_checked(digest, by=ada)
    assert checked_file(digest, by=ada) is None


def test_a_checked_file_is_kept_unreadably(settings):
    ada = account()
    digest = keep_checked(b"Gemeente Geheim" * 50, by=ada)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT cache_key, value FROM scans_cache WHERE cache_key LIKE '%%checked-file%%'", []
        )
        [(key, value)] = cursor.fetchall()
    settings.LINK_KEY = "another" * 10

    assert "Geheim" not in value
    assert digest not in key
    assert checked_file(digest, by=ada) is None
