"""What the worker does for a page, and how it goes on when it can't."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from scans.models import OutgoingMail, ReportFile, Response, Result, ScanStatus
from scans.services.mailing import MailNotSentError, queue_link_mail
from scans.services.queue import WITH_ADDRESS
from scans.services.sealing import seal
from scans.tasks import (
    MAIL_TRIES,
    housekeep,
    keep_house,
    plan_housekeeping,
    render_report,
    send_lost_links,
    send_mail,
    send_newsletter_confirmation,
    send_password_link,
)
from tests.factories import (
    ADDRESS,
    MOMENT,
    OwnerFactory,
    ReportFileFactory,
    ResponseFactory,
    respondent_token,
    round_with,
)
from tests.project.places import wait_until
from tests.services.concurrency import at_once
from tests.services.smtp_peer import smtp_peer
from tests.turns import Machines, forget_turns, locks

# The worker looks after its own connections, so its tests can't live in a transaction.
pytestmark = pytest.mark.django_db(transaction=True)

TO = "ik@voorbeeld.nl"
LONG_AGO = date(2026, 1, 31)


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


def test_a_mail_whose_own_address_is_refused_is_tried_again_too_and_the_queue_says_why(settings):
    key = waiting_mail()
    with smtp_peer(settings) as peer:
        peer.refuses, peer.refusal = TO, "450 mailbox {} is busy"
        send_mail.enqueue(key)
        work()

    again = DBTaskResult.objects.get(status=TaskResultStatus.READY)
    assert again.args_kwargs == {"args": [key, 2], "kwargs": {"refused": True}}
    with smtp_peer(settings) as peer:
        send_mail.call(*again.args_kwargs["args"], **again.args_kwargs["kwargs"])
    assert (len(peer.taken), OutgoingMail.objects.count()) == (1, 0)


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


def test_a_lost_link_is_mailed_by_the_worker_to_who_has_one(settings):
    owner = OwnerFactory(mailed=True)
    for address in (ADDRESS, "niemand@voorbeeld.nl"):
        send_lost_links.enqueue(seal(address), "nl")

    with smtp_peer(settings) as peer:
        work()

    (taken,) = peer.taken
    owner.refresh_from_db()
    assert taken.recipients == [ADDRESS]
    assert f"/scan/{owner.token}/" in taken.message.get_body(["plain"]).get_content()
    assert owner.link_generation == 2


def test_what_waits_for_a_lost_link_names_no_address():
    send_lost_links.enqueue(seal(ADDRESS), "nl")

    assert ADDRESS not in str(DBTaskResult.objects.get().args_kwargs)


def test_housekeeping_closes_what_is_due_tells_the_aanvrager_and_plans_the_next(settings):
    scan = round_with(opened_on=LONG_AGO, closes_on=LONG_AGO)
    OwnerFactory(department=scan.department, mailed=True)
    plan_housekeeping(timedelta())

    with smtp_peer(settings) as peer:
        work()

    (taken,) = peer.taken
    assert taken.recipients == [ADDRESS]
    assert Result.objects.get().scan == scan
    following = DBTaskResult.objects.get(status=TaskResultStatus.READY)
    assert (following.task_path, pause_before(following)) == (housekeep.module_path, 10)


def test_the_next_housekeeping_is_planned_also_when_this_one_fails():
    scan = round_with(opened_on=LONG_AGO, closes_on=LONG_AGO)
    Response.objects.filter(scan=scan).update(answers=["broken"])
    plan_housekeeping(timedelta())

    work()

    assert DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).count() == 1
    assert DBTaskResult.objects.filter(status=TaskResultStatus.READY).count() == 1
    scan.refresh_from_db()
    assert scan.status == ScanStatus.OPEN


def test_what_was_done_is_forgotten_after_a_day_and_a_lost_link_at_once():
    send_lost_links.enqueue(seal("niemand@voorbeeld.nl"), "nl")
    old, recent = (render_report.enqueue(ReportFileFactory().result_id, "nl").id for _ in "12")
    work()
    DBTaskResult.objects.filter(pk=old).update(finished_at=MOMENT - timedelta(days=2))
    DBTaskResult.objects.filter(pk=recent).update(finished_at=MOMENT - timedelta(hours=2))

    keep_house(today=MOMENT.date(), moment=MOMENT)

    assert [str(task.pk) for task in DBTaskResult.objects.all()] == [recent]


def test_every_task_that_takes_an_address_is_known_to_hold_one():
    sealed = [send_lost_links, send_newsletter_confirmation, send_password_link]

    assert sorted(WITH_ADDRESS) == [task.module_path for task in sealed]


def test_housekeeping_is_planned_once_however_many_workers_start():
    at_once(*[lambda: plan_housekeeping(timedelta())] * 4)

    assert DBTaskResult.objects.count() == 1


def test_a_report_that_was_asked_for_is_made_by_the_worker():
    file = ReportFileFactory()
    render_report.enqueue(file.result_id, "nl")

    work()

    made = ReportFile.objects.get()
    assert bytes(made.content).startswith(b"%PDF-")
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL


@pytest.mark.parametrize("busy", ["of this result", "of two others"])
def test_a_report_waits_for_those_that_others_are_making(busy):
    forget_turns()
    result = ReportFileFactory().result
    with Machines() as machines:
        machines.take("pdf", str(result.pk) if busy == "of this result" else "x", 0)
        machines.take("pdf", "y", 1)

        render_report.call(result.pk, "nl", kind="report")

        assert locks() == 4
    again = DBTaskResult.objects.get()
    assert ReportFile.objects.get().content is None
    assert 1 < (again.run_after - again.enqueued_at).total_seconds() < 3
    wait_until(lambda: locks() == 0, "the others should be gone")

    again.task.call(*again.args_kwargs["args"], **again.args_kwargs["kwargs"])

    assert bytes(ReportFile.objects.get().content).startswith(b"%PDF-")
    assert locks() == 0
