"""The first page: what came in, how far people come, and whether all goes on by itself."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from scans.engine.breakoff import Stage
from scans.models import FollowUpState, OutgoingMail
from scans.queries import waiting
from scans.queries.health import health_at
from scans.queries.overview import (
    Period,
    Step,
    Totals,
    first_day_of,
    totals,
    trend,
    where_people_stop,
)
from scans.queries.waiting import Waiting
from scans.services.follow_up import follow_up
from scans.services.listing import list_department
from scans.tasks import housekeep, send_mail
from tests.adviser import account, signed_in
from tests.factories import (
    TODAY,
    ContactRequestFactory,
    DepartmentFactory,
    ResponseFactory,
    ResultFactory,
    ScanFactory,
    all_answers,
    core_questionnaire,
)
from tests.web.doors import NOW, text_of

pytestmark = pytest.mark.django_db

PAGE = "/dashboard/"
MONDAY = date(2026, 11, 16)
MOMENT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PATHS = {"housekeeping": housekeep.module_path, "mail": send_mail.module_path}


@pytest.fixture
def inside():
    return signed_in(account())


def closed(day, **fields):
    result = ResultFactory(scan=ScanFactory(closed=True, opened_on=day, closed_on=day, **fields))
    list_department(result.scan.department_id)
    return result


def test_an_empty_site_has_an_overview(inside):
    page = text_of(inside.get(PAGE))

    assert "Hier staat waar mensen stoppen" in page
    assert "Wacht op jou" not in page
    assert "het laatste etmaal niet gedaan" in page


def test_what_came_in_is_counted_by_week():
    ScanFactory(opened_on=TODAY)
    closed(MONDAY)
    closed(MONDAY - timedelta(days=1))
    closed(MONDAY - timedelta(days=7 * 11 + 1))

    found = trend(Step.WEEK, TODAY)

    assert len(found) == 12
    assert found[-1] == Period(MONDAY, TODAY, started=2, finished=1, persons=1)
    assert found[-2] == Period(
        MONDAY - timedelta(days=7), MONDAY - timedelta(days=1), started=1, finished=1, persons=1
    )
    assert sum(one.started for one in found) == 3
    assert totals() == Totals(started=4, finished=3)
    assert totals().open == 1


def test_what_came_in_is_counted_by_month():
    closed(date(2026, 10, 31))
    closed(date(2025, 12, 1))
    closed(date(2025, 11, 30))

    found = trend(Step.MONTH, TODAY)

    assert [(one.first, one.finished) for one in found if one.finished] == [
        (date(2025, 12, 1), 1),
        (date(2026, 10, 1), 1),
    ]
    assert found[0].last == date(2025, 12, 31)


def test_persons_are_the_team_members_in_the_results():
    result = closed(TODAY)
    result.figures = {**result.figures, "respondents": 7}
    result.save()
    list_department(result.scan.department_id)

    assert trend(Step.WEEK, TODAY)[-1].persons == 7


@pytest.mark.parametrize(
    ("step", "day", "first"),
    [
        (Step.WEEK, date(2026, 11, 22), MONDAY),
        (Step.WEEK, MONDAY, MONDAY),
        (Step.WEEK, date(2027, 1, 1), date(2026, 12, 28)),
        (Step.MONTH, date(2026, 11, 22), date(2026, 11, 1)),
    ],
)
def test_a_week_begins_on_monday_and_a_month_on_its_first(step, day, first):
    assert first_day_of(step, day) == first


def answered(*themes):
    codes = [
        s.code for one in core_questionnaire().themes if one.key in themes for s in one.statements
    ]
    return {code: all_answers()[code] for code in codes}


def test_where_people_stop_is_told_over_all_rounds_together(inside):
    for _number in range(3):
        scan = ScanFactory(team=True)
        ResponseFactory.create_batch(3, scan=scan, answered=True, sent=True)
        ResponseFactory.create_batch(2, scan=scan, answers=answered("relevantie"))
        ResponseFactory.create_batch(2, scan=scan)
    scan = ScanFactory(clients=True)
    ResponseFactory.create_batch(9, scan=scan, group="client")

    assert where_people_stop() == (
        21,
        (
            Stage("relevantie", 15, 6),
            Stage("timing", 9, 6),
            Stage("resultaat", 9, None),
            Stage("rol", 9, None),
            Stage("verstuurd", 9, None),
        ),
    )
    page = text_of(inside.get(PAGE))
    assert "Van 21 personen die begonnen, over alle rondes samen." in page
    assert "71%" in page
    assert "minder dan 5" in page


def test_of_four_who_started_nothing_is_told(inside):
    ResponseFactory.create_batch(4, scan=ScanFactory(team=True))

    assert where_people_stop() is None
    assert "Hier staat waar mensen stoppen" in text_of(inside.get(PAGE))


def test_what_waits_is_a_link_to_where_it_stands(inside, monkeypatch):
    def counter(_today):
        return Waiting(3, "vragen om contact", "desk_benchmark", "contact=ja")

    monkeypatch.setattr(waiting, "COUNTERS", (counter,))

    page = inside.get(PAGE).content.decode()

    assert '<a href="/dashboard/benchmark/?contact=ja">3 vragen om contact</a>' in page


def test_a_request_to_talk_waits_until_it_is_ticked_off(inside):
    ContactRequestFactory()

    page = inside.get(PAGE).content.decode()

    assert '<a href="/dashboard/aanvragen/">1 aanvraag voor een gesprek</a>' in page


def test_a_department_of_which_the_day_has_come_waits(inside):
    follow_up(
        department_id=DepartmentFactory().pk,
        state=FollowUpState.PLANNED,
        due_on=TODAY,
        by=account(name="Bo"),
        moment=MOMENT,
    )

    page = inside.get(PAGE).content.decode()

    link = '<a href="/dashboard/scans/?opvolging=te-doen">1 afdeling wacht op vervolg</a>'
    assert link in page


def task(path, status, **fields):
    made = DBTaskResult.objects.create(
        task_path=path,
        status=status,
        args_kwargs={"args": [], "kwargs": {}},
        backend_name="default",
        run_after=fields.pop("run_after", MOMENT),
        exception_class_path="",
        traceback="",
    )
    DBTaskResult.objects.filter(pk=made.pk).update(**{"enqueued_at": MOMENT, **fields})
    return made


def minutes(count):
    return timedelta(minutes=count)


def test_all_is_well_when_housekeeping_comes_and_nothing_waits_long():
    task(housekeep.module_path, TaskResultStatus.SUCCESSFUL, finished_at=MOMENT - minutes(9))
    task(housekeep.module_path, TaskResultStatus.READY, run_after=MOMENT + minutes(1))
    task(send_mail.module_path, TaskResultStatus.READY, enqueued_at=MOMENT - minutes(1))

    found = health_at(MOMENT, **PATHS)

    assert found.is_well
    assert (found.housekept_at, found.waiting) == (MOMENT - minutes(9), 1)


@pytest.mark.parametrize(
    ("path", "status", "fields", "what"),
    [
        (housekeep, TaskResultStatus.SUCCESSFUL, {"finished_at": -31}, "housekeeping_is_late"),
        (send_mail, TaskResultStatus.READY, {"enqueued_at": -11}, "is_stuck"),
        (send_mail, TaskResultStatus.FAILED, {"finished_at": -5}, "failed_mails"),
        (housekeep, TaskResultStatus.FAILED, {"finished_at": -5}, "failed"),
        (send_mail, TaskResultStatus.READY, {"run_after": 4}, "retried_mails"),
    ],
)
def test_what_is_not_well_is_told(path, status, fields, what):
    if what != "housekeeping_is_late":
        task(housekeep.module_path, TaskResultStatus.SUCCESSFUL, finished_at=MOMENT)
    times = {name: MOMENT + minutes(count) for name, count in fields.items()}
    task(path.module_path, status, **times)

    found = health_at(MOMENT, **PATHS)

    assert getattr(found, what)
    assert not found.is_well


def test_the_page_tells_what_is_not_well(inside):
    now = timezone.now()  # noqa: TID251 - the page reads the clock, and NOW may be long ago
    task(housekeep.module_path, TaskResultStatus.SUCCESSFUL, finished_at=now - minutes(40))
    task(send_mail.module_path, TaskResultStatus.FAILED, finished_at=now)
    task(send_mail.module_path, TaskResultStatus.READY, run_after=now + minutes(4))
    task(
        send_mail.module_path, TaskResultStatus.READY, run_after=now, enqueued_at=now - minutes(20)
    )
    OutgoingMail.objects.create(sealed="x")

    page = text_of(inside.get(PAGE))

    for words in (
        "Er is iets waar je naar moet laten kijken.",
        "te lang geleden",
        "1 taak wacht de oudste al sinds",
        "1 taak in het laatste etmaal, waarvan 1 mail",
        "1 mail wacht op verzending 1 is al geprobeerd",
    ):
        assert words in page


def test_the_page_says_when_all_is_well(inside):
    now = timezone.now()  # noqa: TID251 - as above
    task(housekeep.module_path, TaskResultStatus.SUCCESSFUL, finished_at=now)

    assert "Alles loopt." in text_of(inside.get(PAGE))


def test_the_trend_goes_by_week_or_by_month(inside):
    closed(NOW.date())

    week, month = (text_of(inside.get(PAGE, {"per": per})) for per in ("week", "maand"))

    assert "De laatste twaalf weken" in week
    assert "De laatste twaalf maanden" in month


def test_the_page_asks_as_many_questions_however_much_there_is(inside, django_assert_num_queries):
    counts = []
    for more in (1, 2, 40):
        for _number in range(more):
            closed(NOW.date())
            ResponseFactory(scan=ScanFactory(team=True))
        with django_assert_num_queries(999, exact=False) as seen:
            inside.get(PAGE)
        counts.append(len(seen))

    # The first time fewer than five persons started, and the names of the steps aren't needed.
    assert counts[1] == counts[2]
