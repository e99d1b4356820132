"""Asking for the PDF: it is being made, it is there, or it could not be made."""

import pytest
from django_tasks_db.models import DBTaskResult

from scans.models import ReportFile
from tests.factories import ReportFileFactory, ResultFactory, result_token

pytestmark = pytest.mark.django_db

JSON = {"Accept": "application/json"}


def address_of(result):
    return f"/resultaat/{result_token(result.scan)}/rapport.pdf"


def asked_just_now(client, **state):
    """A result whose report was asked for a moment ago, and what has come of it since."""
    result = ResultFactory()
    client.get(address_of(result))
    DBTaskResult.objects.all().delete()
    ReportFile.objects.update(**state)
    return result


def test_the_first_request_makes_one_task_and_says_that_it_is_being_made(client):
    result = ResultFactory()

    pages = [client.get(address_of(result)) for _ in range(3)]

    assert [page.status_code for page in pages] == [202, 202, 202]
    assert DBTaskResult.objects.get().args_kwargs == {"args": [result.pk, "nl"], "kwargs": {}}
    assert result_token(result.scan) in pages[0].content.decode()


def test_each_language_is_asked_for_by_itself(client):
    result = ResultFactory()
    client.get(address_of(result))

    client.cookies["django_language"] = "en"
    client.get(address_of(result))

    asked = [task.args_kwargs["args"] for task in DBTaskResult.objects.order_by("enqueued_at")]
    assert asked == [[result.pk, "nl"], [result.pk, "en"]]


def test_a_report_that_was_made_is_handed_out_as_it_is(client):
    file = ReportFileFactory(made=True)

    answer = client.get(address_of(file.result))

    assert (answer.status_code, answer.content) == (200, file.content)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="afdelingsscan-communicatie-2026-11-22.pdf"'
    )
    assert DBTaskResult.objects.count() == 0


def test_a_report_that_could_not_be_made_says_so(client):
    result = asked_just_now(client, failed=True)

    page = client.get(address_of(result))

    assert page.status_code == 503
    assert f'href="/resultaat/{result_token(result.scan)}/"' in page.content.decode()
    assert DBTaskResult.objects.count() == 0


def test_a_report_that_failed_a_while_ago_is_tried_again(client):
    file = ReportFileFactory(failed=True)

    page = client.get(address_of(file.result))

    assert page.status_code == 202
    assert (DBTaskResult.objects.count(), ReportFile.objects.get().failed) == (1, False)


@pytest.mark.parametrize(
    ("state", "status", "ready"),
    [
        ({"content": b"%PDF"}, 200, True),
        ({"failed": False}, 202, False),
        ({"failed": True}, 503, False),
    ],
)
def test_a_script_hears_how_far_it_is(client, state, status, ready):
    result = asked_just_now(client, **state)

    answer = client.get(address_of(result), headers=JSON)

    assert (answer.status_code, answer.json()) == (status, {"ready": ready})
