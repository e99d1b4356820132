"""What was deleted since the backup is deleted again, and nothing else."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.conf import settings

from scans.models import (
    Account,
    AccountLink,
    Deleted,
    DeletionNote,
    Department,
    ListedScan,
    Organisation,
    Owner,
    PlanStep,
    Role,
    Scan,
)
from scans.services.accounts import ask_password_link, invite
from scans.services.journal import note_deletion
from scans.services.journal_files import JournalLine
from scans.services.listing import list_department
from scans.services.replaying import ACTIONS, Replayed, replay
from tests.adviser import account
from tests.factories import (
    TODAY,
    ActionPlanFactory,
    ClientCardFactory,
    DepartmentFactory,
    OwnerFactory,
    PlanStepFactory,
    ResponseFactory,
    ScanFactory,
    SubscriberFactory,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def line(kind, key, day=TODAY):
    return JournalLine(uuid4(), str(kind), str(key), day)


def test_every_kind_can_be_done_again():
    assert set(ACTIONS) == set(Deleted)


def test_every_kind_is_noted_by_what_deletes_it():
    services = settings.BASE_DIR / "scans" / "services"
    noted = {
        name
        for path in services.glob("*.py")
        for name in re.findall(r"kind=Deleted\.(\w+)", path.read_text())
    }

    assert noted == {kind.name for kind in Deleted}


@pytest.mark.parametrize(
    ("kind", "factory"),
    [
        pytest.param(Deleted.RESPONSE, ResponseFactory, id="response"),
        pytest.param(Deleted.SUBSCRIBER, SubscriberFactory, id="subscriber"),
        pytest.param(Deleted.CLIENT_CARD, ClientCardFactory, id="client-card"),
        pytest.param(Deleted.DEPARTMENT, DepartmentFactory, id="department"),
    ],
)
def test_what_was_deleted_goes_and_the_rest_stays(kind, factory):
    gone, kept = factory(), factory()

    done = replay([line(kind, gone.pk)])

    assert done == Replayed(lines=1, done=1)
    assert list(type(gone).objects.all()) == [kept]


@pytest.mark.parametrize("kind", Deleted)
def test_a_key_of_nothing_or_no_key_at_all_does_nothing(kind):
    unknown = "0" if kind == Deleted.ACCOUNT else uuid4()

    assert replay([line(kind, unknown), line(kind, "no key")]) == Replayed(lines=2, done=0)


def test_a_kind_of_another_version_does_nothing():
    assert replay([line("something-new", uuid4())]) == Replayed(lines=1, done=0)


def test_twice_is_the_same_as_once():
    first, second = ScanFactory(), ScanFactory()
    lines = [line(Deleted.SCAN, first.pk)]
    replay(lines)

    again = replay([*lines, *lines])

    assert again == Replayed(lines=0, done=0)
    assert list(Scan.objects.all()) == [second]


def test_what_was_noted_before_the_backup_is_left_alone():
    card = ClientCardFactory()
    note_deletion(kind=Deleted.CLIENT_CARD, key=card.pk)
    known = DeletionNote.objects.get()

    done = replay([JournalLine(known.pk, known.kind, known.key, TODAY)])

    assert done == Replayed(lines=0, done=0)


@pytest.mark.parametrize(
    ("days", "stays"),
    [
        pytest.param(-400, True, id="long-ago"),
        pytest.param(-2, True, id="two-days-before"),
        pytest.param(-1, False, id="the-day-before"),
        pytest.param(0, False, id="the-same-day"),
        pytest.param(1, False, id="the-day-after"),
    ],
)
def test_what_was_given_again_before_the_backup_is_not_taken_away_again(days, stays):
    """Of what is long ago the note was forgotten; clocks may differ by less than a day."""
    department = DepartmentFactory(in_benchmark_since=TODAY)
    lines = [line(Deleted.BENCHMARK_CONSENT, department.pk, TODAY + timedelta(days=days))]

    done = replay(lines, backed_up_on=TODAY)

    department.refresh_from_db()
    assert (department.in_benchmark_since is not None) is stays
    assert done == (Replayed(lines=0, done=0) if stays else Replayed(lines=1, done=1))


def test_what_is_over_stays_over_when_the_day_of_the_backup_is_not_known():
    department = DepartmentFactory(in_benchmark_since=TODAY)
    lines = [line(Deleted.BENCHMARK_CONSENT, department.pk, TODAY - timedelta(days=400))]
    replay(lines, backed_up_on=TODAY)

    again = replay(lines)

    department.refresh_from_db()
    assert again == Replayed(lines=0, done=0)
    assert department.in_benchmark_since == TODAY


def test_a_line_of_two_nodes_is_done_once():
    gone = ClientCardFactory()
    one = line(Deleted.CLIENT_CARD, gone.pk)

    assert replay([one, one]) == Replayed(lines=1, done=1)


def test_a_department_takes_its_organisation_with_it_unless_it_has_another():
    alone, of_two = DepartmentFactory(), DepartmentFactory()
    other = DepartmentFactory(organisation=of_two.organisation)

    replay([line(Deleted.DEPARTMENT, alone.pk), line(Deleted.DEPARTMENT, of_two.pk)])

    assert list(Department.objects.all()) == [other]
    assert list(Organisation.objects.all()) == [other.organisation]


def test_the_last_scan_takes_the_department_with_it():
    first = ScanFactory(number=1)
    second = ScanFactory(department=first.department, number=2)

    replay([line(Deleted.SCAN, first.pk)])
    left = list(Department.objects.all())
    replay([line(Deleted.SCAN, second.pk)])

    assert left == [first.department]
    assert Organisation.objects.count() == 0


def test_an_address_is_forgotten_with_all_mails_that_went_there():
    owner = OwnerFactory(mailed=True, again_on=TODAY)
    plan = ActionPlanFactory(remind_to=owner, remind_since=TODAY)

    done = replay([line(Deleted.ADDRESS, owner.pk)])

    kept = Owner.objects.get()
    plan.refresh_from_db()
    assert done.done == 1
    assert (kept.address_sealed, kept.address_digest, kept.again_on) == ("", None, None)
    assert (plan.remind_to, plan.remind_since) == (None, None)


def test_the_steps_after_one_that_was_removed_move_up():
    plan = ActionPlanFactory()
    steps = [PlanStepFactory(plan=plan) for _ in range(3)]

    replay([line(Deleted.PLAN_STEP, steps[1].pk)])

    left = list(PlanStep.objects.values_list("pk", "place"))
    assert left == [(steps[0].pk, 1), (steps[2].pk, 2)]


def test_mails_that_somebody_stopped_stay_stopped():
    owner = OwnerFactory(mailed=True, again_on=TODAY)
    plan = ActionPlanFactory(remind_to=owner, remind_since=TODAY)

    done = replay([line(Deleted.REMINDERS, plan.pk), line(Deleted.AGAIN, owner.pk)])

    owner.refresh_from_db()
    plan.refresh_from_db()
    assert done.done == 2
    assert (plan.remind_to, owner.again_on) == (None, None)


def test_consents_stay_withdrawn_also_in_the_list():
    department = DepartmentFactory(in_benchmark_since=TODAY, contact_since=TODAY)
    ScanFactory(department=department)
    list_department(department.pk)

    done = replay(
        [
            line(Deleted.BENCHMARK_CONSENT, department.pk),
            line(Deleted.CONTACT_CONSENT, department.pk),
        ]
    )

    department.refresh_from_db()
    listed = ListedScan.objects.get()
    assert done.done == 2
    assert (department.in_benchmark_since, department.contact_since) == (None, None)
    assert (listed.contact, listed.words) == (False, "")


def test_who_was_kept_out_stays_out():
    manager, other = account(role=Role.BEHEERDER), account(email="ander@voorbeeld.nl")
    invited = invite(email="nieuw@voorbeeld.nl", role=Role.ADVISEUR, by=manager, moment=NOW)
    ask_password_link(email=other.email, moment=NOW)

    done = replay([line(Deleted.ACCOUNT, other.pk), line(Deleted.INVITATION, invited.pk)])

    assert done.done == 2
    assert list(Account.objects.filter(is_active=True)) == [manager]
    assert AccountLink.objects.count() == 0
