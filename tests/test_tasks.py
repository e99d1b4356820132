"""What the worker does for a page, and how it goes on when it can't."""

from itertools import pairwise

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from scans.models import OutgoingMail, ReportFile
from scans.services.mailing import MailNotSentError, queue_link_mail
from scans.tasks import MAIL_TRIES, render_report, send_mail
from tests.factories import ReportFileFactory, ResponseFactory, respondent_token
from tests.services.smtp_peer import smtp_peer

# The worker looks after its own connections, so its tests can't live in a transaction.
pytestmark = pytest.mark.django_db(transaction=True)

TO = "ik@voorbeeld.nl"


def waiting_mail():
    """The key of a mail that waits for the worker."""
    url = "http://testserver/invullen/x/"
    return str(queue_link_mail(response=ResponseFactory(), address=TO, url=url, language="nl"))


def pause_before(task):
    """How many whole minutes lie between asking for a task and its turn."""
    return round((task.run_after - task.enqueued_at).total_seconds() / 60)


def work():
    """Do everything that is due, as the worker does."""
    Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="test",
        excluded_queue_names=[],
    ).run()


@pytest.fixture
def dead_mail_server(settings):
    with smtp_peer(settings):
        pass  # from here on nobody listens on that port


def test_a_mail_that_was_asked_for_is_sent_by_the_worker(client, settings):
    response = ResponseFactory()
    link = f"/invullen/{respondent_token(response.pk)}/"

    with smtp_peer(settings) as peer:
        page = client.post(f"{link}later/", {"email": TO})
        taken_by_the_page = list(peer.taken)
        work()

    assert (page.status_code, taken_by_the_page) == (302, [])
    (taken,) = peer.taken
    assert taken.recipients == [TO]
    assert f"http://testserver{link}" in taken.message.get_body(["plain"]).get_content()


def test_a_dead_mail_server_holds_up_no_page(client, dead_mail_server):
    response = ResponseFactory()

    page = client.post(f"/invullen/{respondent_token(response.pk)}/later/", {"email": TO})

    assert page.status_code == 302
    assert DBTaskResult.objects.get().status == TaskResultStatus.READY


def test_a_dead_mail_server_is_tried_again_a_minute_later(dead_mail_server):
    key = waiting_mail()
    send_mail.enqueue(key)

    work()

    again = DBTaskResult.objects.get(status=TaskResultStatus.READY)
    assert again.args_kwargs == {"args": [key, 2], "kwargs": {}}
    assert pause_before(again) == 1


def test_the_pauses_double_for_eight_hours_and_then_the_mail_is_given_up(dead_mail_server):
    key = waiting_mail()
    pauses = []

    for tries in range(1, MAIL_TRIES):
        send_mail.call(key, tries)
        again = DBTaskResult.objects.latest("enqueued_at")
        assert again.args_kwargs["args"] == [key, tries + 1]
        pauses.append(pause_before(again))

    assert pauses[0] == 1
    assert all(later == 2 * sooner for sooner, later in pairwise(pauses))
    assert 8 * 60 <= sum(pauses) < 9 * 60
    assert OutgoingMail.objects.count() == 1
    with pytest.raises(MailNotSentError):
        send_mail.call(key, MAIL_TRIES)
    assert OutgoingMail.objects.count() == 0


def test_what_a_failed_task_leaves_behind_names_no_address(dead_mail_server):
    send_mail.enqueue(waiting_mail(), MAIL_TRIES)

    work()

    left = DBTaskResult.objects.get()
    assert left.status == TaskResultStatus.FAILED
    assert "MailNotSentError: ConnectionRefusedError" in left.traceback
    assert TO not in left.traceback


def test_the_warning_about_a_dead_mail_server_names_no_address(dead_mail_server, caplog):
    send_mail.call(waiting_mail())

    assert caplog.messages == ["A mail could not be sent (try 1); trying again in 0:01:00."]


def test_a_report_that_was_asked_for_is_made_by_the_worker():
    file = ReportFileFactory()
    render_report.enqueue(file.result_id, "nl")

    work()

    made = ReportFile.objects.get()
    assert bytes(made.content).startswith(b"%PDF-")
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL
