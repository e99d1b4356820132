"""Deletions on request are noted with the deletion, and copied outside the database."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from scans.models import BackupRun, Deleted, DeletionNote, Role, Subscriber
from scans.services.accounts import disable_account, invite, withdraw_invitation
from scans.services.action_plans import remove_step, set_reminders, stop_reminders
from scans.services.again import stop_asking
from scans.services.benchmarking import set_benchmark_consent
from scans.services.client_cards import delete_card
from scans.services.consenting import set_contact_consent
from scans.services.journal import (
    AT_ONCE,
    JournalError,
    keep_journal,
    note_deletion,
    note_deletions,
)
from scans.services.journal_files import JournalLine, append_lines, read_lines
from scans.services.newsletter import unsubscribe
from scans.services.owners import delete_everything, forget_address
from scans.services.rounds import withdraw_response
from scans.tasks import keep_house
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
NOTE = UUID("00000000-0000-0000-0000-000000000001")
LINE = JournalLine(NOTE, "scan", "a-key", TODAY)


@pytest.fixture(autouse=True)
def journal(tmp_path, settings):
    settings.JOURNAL_DIR = tmp_path / "journal"
    return settings.JOURNAL_DIR


def noted():
    """What was noted, and of what."""
    return sorted(DeletionNote.objects.values_list("kind", "key"))


def test_deleting_everything_notes_the_department_and_each_round():
    owner = OwnerFactory()
    scans = [ScanFactory(department=owner.department, number=number) for number in (1, 2)]

    delete_everything(owner=owner)

    assert noted() == [
        ("department", str(owner.department_id)),
        *sorted(("scan", str(scan.pk)) for scan in scans),
    ]


def test_deleting_everything_twice_notes_nothing_more():
    owner = OwnerFactory()
    delete_everything(owner=owner)

    delete_everything(owner=owner)

    assert noted() == [("department", str(owner.department_id))]


def test_withdrawing_is_noted_once():
    response = ResponseFactory(scan=ScanFactory(team=True))

    for _ in range(2):
        withdraw_response(response_id=response.pk, today=TODAY)

    assert noted() == [("response", str(response.pk))]


def test_an_address_that_is_forgotten_is_noted():
    owner = OwnerFactory(mailed=True)

    forget_address(owner=owner)

    assert noted() == [("address", str(owner.pk))]


def test_who_leaves_the_newsletter_is_noted_once():
    subscriber = SubscriberFactory()

    for _ in range(2):
        unsubscribe(token=subscriber.unsubscribe_token)

    assert noted() == [("subscriber", str(subscriber.pk))]
    assert Subscriber.objects.count() == 0


def test_a_client_card_that_is_deleted_is_noted():
    card = ClientCardFactory()

    delete_card(department_id=card.department_id, card_id=card.pk, seen=1)

    assert noted() == [("client-card", str(card.pk))]


def test_a_step_that_is_removed_is_noted():
    step = PlanStepFactory()

    remove_step(result_id=step.plan.result_id, step_id=step.pk, seen=1)

    assert noted() == [("plan-step", str(step.pk))]


def test_reminders_that_are_stopped_are_noted():
    plan = ActionPlanFactory()
    owner = OwnerFactory(department=plan.result.scan.department, mailed=True)

    set_reminders(result_id=plan.result_id, owner=owner, wanted=False, today=TODAY)
    stop_reminders(plan_id=plan.pk)
    stop_asking(owner=owner)

    assert noted() == [
        ("again", str(owner.pk)),
        ("reminders", str(plan.pk)),
        ("reminders", str(plan.pk)),
    ]


def test_consents_that_are_withdrawn_are_noted_and_those_never_given_are_not():
    agreed = DepartmentFactory(in_benchmark_since=TODAY, contact_since=TODAY)
    never = DepartmentFactory()

    for department in (agreed, never):
        set_benchmark_consent(department=department, agreed=False, today=TODAY)
        set_contact_consent(department_id=department.pk, agreed=False, today=TODAY)

    assert noted() == [
        ("benchmark-consent", str(agreed.pk)),
        ("contact-consent", str(agreed.pk)),
    ]


def test_accounts_that_are_disabled_and_invitations_that_are_withdrawn_are_noted():
    manager, other = account(role=Role.BEHEERDER), account(email="ander@voorbeeld.nl")
    link = invite(email="nieuw@voorbeeld.nl", role=Role.ADVISEUR, by=manager, moment=NOW)

    disable_account(account_id=other.pk, by=manager, moment=NOW)
    withdraw_invitation(link_id=link.pk, by=manager, moment=NOW)

    assert noted() == [("account", str(other.pk)), ("invitation", str(link.pk))]


@pytest.mark.django_db(transaction=True)
def test_a_note_stands_in_the_journal_when_the_deletion_is_committed(journal):
    note_deletion(kind=Deleted.SCAN, key="a-key", moment=NOW)

    [note] = DeletionNote.objects.all()
    lines, unreadable = read_lines(journal)
    assert (lines, unreadable) == ([JournalLine(note.pk, "scan", "a-key", TODAY)], 0)
    assert note.shipped
    assert str(note) == "scan a-key"
    [file] = journal.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.name.endswith("-2026-11.jsonl")


@pytest.mark.django_db(transaction=True)
def test_a_deletion_that_is_rolled_back_is_not_noted(journal):
    with transaction.atomic():
        note_deletion(kind=Deleted.SCAN, key="a-key")
        transaction.set_rollback(True)

    assert noted() == []
    assert not journal.exists()


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_written_waits_for_the_housekeeping(journal, caplog):
    journal.write_text("a file, not a folder")
    note_deletion(kind=Deleted.SCAN, key="a-key")
    waiting = DeletionNote.objects.filter(shipped=False).count()
    journal.unlink()

    keep_journal(moment=NOW)

    assert waiting == 1
    assert "can't be written (File exists)" in caplog.text
    assert DeletionNote.objects.filter(shipped=False).count() == 0
    assert [line.key for line in read_lines(journal)[0]] == ["a-key"]


@pytest.mark.django_db(transaction=True)
def test_a_journal_that_cannot_be_written_fails_the_housekeeping_and_no_deletion(journal, caplog):
    journal.write_text("a file, not a folder")
    long_ago = NOW - timedelta(days=200)
    DeletionNote.objects.create(kind="scan", key="old", noted_on=long_ago.date(), shipped=True)
    subscriber = SubscriberFactory()
    unsubscribe(token=subscriber.unsubscribe_token)

    with pytest.raises(JournalError, match=r"^The deletion journal can't be written \(File exists"):
        keep_house(today=TODAY, moment=NOW)

    assert Subscriber.objects.count() == 0
    assert noted() == [("subscriber", str(subscriber.pk))]
    assert caplog.messages[-1] == "Housekeeping: journal failed (JournalError)."


@pytest.mark.django_db(transaction=True)
def test_a_journal_that_cannot_be_written_is_no_fault_as_long_as_nothing_waits(journal):
    journal.write_text("a file, not a folder")

    keep_journal(moment=NOW)

    assert noted() == []


def test_more_than_one_batch_is_copied(journal):
    note_deletions(kind=Deleted.SCAN, keys=range(AT_ONCE + 1))

    keep_journal(moment=NOW)

    assert len(read_lines(journal)[0]) == AT_ONCE + 1


def test_months_that_no_backup_needs_are_forgotten_in_table_and_files_alike(journal, settings):
    settings.BACKUP_KEEP_DAYS = 30
    # 61 days before is 22 September.
    for day in ("2026-08-31", "2026-09-01", "2026-09-21", "2026-10-24"):
        moment = datetime.fromisoformat(f"{day}T12:00:00+00:00")
        note_deletion(kind=Deleted.SCAN, key=day, moment=moment)
    journal.mkdir()
    (journal / "deletions-something-else.jsonl").write_text("")
    append_lines(journal, [JournalLine(uuid4(), "scan", "older", TODAY - timedelta(days=100))])

    keep_journal(moment=NOW)

    kept = ["2026-09-01", "2026-09-21", "2026-10-24"]
    assert noted() == [("scan", day) for day in kept]
    assert [line.key for line in read_lines(journal)[0]] == kept
    assert (journal / "deletions-something-else.jsonl").exists()


def test_as_long_as_there_is_no_newer_backup_what_the_last_needs_is_kept(journal, settings):
    settings.BACKUP_KEEP_DAYS = 30
    at = NOW - timedelta(days=100)  # 14 August, and 31 days before is 14 July
    BackupRun.objects.create(started_at=at, finished_at=at)
    for day in ("2026-06-30", "2026-07-01"):
        moment = datetime.fromisoformat(f"{day}T12:00:00+00:00")
        note_deletion(kind=Deleted.SCAN, key=day, moment=moment)

    keep_journal(moment=NOW)

    assert noted() == [("scan", "2026-07-01")]
    assert [line.key for line in read_lines(journal)[0]] == ["2026-07-01"]


def test_half_a_line_of_a_process_that_died_spoils_no_other(journal):
    append_lines(journal, [LINE])
    [file] = journal.iterdir()
    with file.open("ab") as torn:
        torn.write(b'{"note": "')

    append_lines(journal, [JournalLine(uuid4(), "scan", "next", TODAY + timedelta(days=1))])

    lines, unreadable = read_lines(journal)
    assert ([line.key for line in lines], unreadable) == (["a-key", "next"], 1)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[]", id="no-object"),
        pytest.param("{}", id="nothing-in-it"),
        pytest.param(json.dumps({"note": 1, "kind": "", "key": "", "day": ""}), id="nonsense"),
        pytest.param('{"note": 1, "day": "2026-11-22", "kind": ""}', id="part"),
        pytest.param(
            '{"note": 1, "day": "2026-11-22", "kind": "", "key": ""}',
            id="no-key",
        ),
    ],
)
def test_a_line_that_is_not_one_is_counted(journal, text):
    append_lines(journal, [LINE])
    [file] = journal.iterdir()
    file.write_text(f"{text}\n")
    (journal / "notes.txt").write_text("not a journal\n")

    assert read_lines(journal) == ([], 1)


def test_a_line_that_was_written_twice_is_read_once(journal):
    append_lines(journal, [LINE])
    append_lines(journal, [LINE])

    assert read_lines(journal) == ([LINE], 0)
