"""The PDF is asked for once, made once, and kept."""

from datetime import timedelta

import pytest

from scans.models import ReportFile
from scans.reports.pdf import ReportError
from scans.services.reporting import ASK_AGAIN_AFTER, make_report, request_report
from tests.factories import MOMENT, ReportFileFactory, ResultFactory
from tests.services.concurrency import at_once

SECOND = timedelta(seconds=1)


def request(result, moment=MOMENT, language="nl"):
    return request_report(result=result, language=language, moment=moment)


@pytest.mark.django_db
def test_the_first_request_says_that_it_must_be_made():
    result = ResultFactory()

    file, is_new = request(result)

    assert is_new
    assert ReportFile.objects.values().get() == {
        "id": file.pk,
        "result_id": result.pk,
        "kind": "report",
        "language": "nl",
        "content": None,
        "requested_at": MOMENT,
        "failed": False,
        "anonymous": False,
    }


@pytest.mark.django_db
def test_impatient_clicks_ask_for_the_same_file():
    result = ResultFactory()
    first, _ = request(result)

    again = [request(result, MOMENT + seconds * SECOND) for seconds in range(1, 90, 11)]

    assert again == [(first, False)] * len(again)


@pytest.mark.django_db
def test_each_language_is_a_file_of_its_own():
    result = ResultFactory()

    dutch, english = request(result), request(result, language="en")

    assert (dutch[1], english[1]) == (True, True)
    assert {file.language for file in ReportFile.objects.all()} == {"nl", "en"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("waited", "is_new"),
    [
        pytest.param(ASK_AGAIN_AFTER - SECOND, False, id="89-seconds"),
        pytest.param(ASK_AGAIN_AFTER, True, id="90-seconds"),
    ],
)
@pytest.mark.parametrize("failed", [False, True])
def test_a_request_that_was_lost_is_made_anew_after_90_seconds(waited, is_new, failed):
    file = ReportFileFactory(failed=failed)

    again = request(file.result, MOMENT + waited)

    assert again == (file, is_new)
    file.refresh_from_db()
    assert file.requested_at == (MOMENT + waited if is_new else MOMENT)
    assert file.failed == (failed and not is_new)


@pytest.mark.django_db
def test_a_file_that_was_made_is_handed_out_ever_after(django_assert_num_queries):
    file = ReportFileFactory(made=True)

    with django_assert_num_queries(3):  # one, between the two of its transaction
        kept, is_new = request(file.result, MOMENT + timedelta(days=400))

    assert (bytes(kept.content), is_new) == (file.content, False)


@pytest.mark.django_db(transaction=True)
def test_clicks_in_the_same_moment_ask_once():
    result = ResultFactory()

    outcomes = at_once(*[lambda: request(result)] * 5)

    assert sorted(is_new for _, is_new in outcomes) == [False] * 4 + [True]
    assert ReportFile.objects.count() == 1


@pytest.mark.django_db
def test_a_report_is_made_and_kept():
    file = ReportFileFactory(failed=True)

    make_report(result_id=file.result_id, language="nl")

    file.refresh_from_db()
    assert bytes(file.content).startswith(b"%PDF-")
    assert not file.failed


@pytest.mark.django_db
def test_making_it_twice_leaves_the_first_bytes():
    file = ReportFileFactory(made=True)

    make_report(result_id=file.result_id, language="nl")

    assert bytes(ReportFile.objects.get().content) == file.content


@pytest.mark.django_db
def test_a_report_of_a_scan_that_was_deleted_is_not_made():
    file = ReportFileFactory()
    file.result.scan.delete()

    make_report(result_id=file.result_id, language="nl")

    assert ReportFile.objects.count() == 0


@pytest.mark.django_db
def test_a_report_that_takes_too_much_memory_is_told_as_failed(settings):
    file = ReportFileFactory()
    settings.PDF_MEMORY_LIMIT = 1

    with pytest.raises(ReportError):
        make_report(result_id=file.result_id, language="nl")

    file.refresh_from_db()
    assert (file.content, file.failed) == (None, True)


@pytest.mark.django_db
def test_a_report_that_can_not_be_drawn_is_told_as_failed():
    file = ReportFileFactory(result__figures={"kind": "solo"})

    with pytest.raises(KeyError):
        make_report(result_id=file.result_id, language="nl")

    file.refresh_from_db()
    assert (file.content, file.failed) == (None, True)
