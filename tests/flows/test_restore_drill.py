"""The database is lost and comes back from a backup; what was deleted since stays deleted."""

import pytest
from django.test import Client

from scans.models import BackupRun, Owner, Response, Scan
from scans.services.closing import close_round
from scans.services.owners import delete_everything
from scans.services.rounds import withdraw_response
from tests.backups import backed_up, backups, contents_now, empty_database, run
from tests.factories import (
    TODAY,
    ClientCardFactory,
    OwnerFactory,
    ReportFileFactory,
    ResponseFactory,
    ResultFactory,
    ScanFactory,
    SubscriberFactory,
    respondent_token,
    result_token,
    round_with,
)

__all__ = ["backups"]

pytestmark = pytest.mark.django_db(transaction=True)


def filled_site():
    """Make scans of several kinds, and return those of a department that will be deleted."""
    alone = ResultFactory()
    ReportFileFactory(result=alone, made=True)
    team = round_with()
    close_round(scan_id=team.pk, today=TODAY)
    OwnerFactory(department=team.department, mailed=True)
    ScanFactory(team=True)
    SubscriberFactory()
    ClientCardFactory(department=team.department)
    gone = ResultFactory()
    OwnerFactory(department=gone.scan.department)
    return alone.scan, gone.scan


def test_what_was_there_comes_back_and_what_was_deleted_since_does_not(backups):
    kept, gone = filled_site()
    withdrawn = ResponseFactory(scan=ScanFactory(team=True), answered=True)
    owner = Owner.objects.get(department=gone.department)
    path = backed_up(backups / "backup")
    run_known = BackupRun.objects.get()
    delete_everything(owner=owner)
    withdraw_response(response_id=withdrawn.pk, today=TODAY)
    expected = contents_now()

    with empty_database():
        said = run("restore", path, "--key", backups / "key")
        found = contents_now()
        again = run("restore", "--replay")
        pages = [
            Client().get(f"/resultaat/{result_token(scan)}/").status_code for scan in (kept, gone)
        ]
        own = Client().get(f"/invullen/{respondent_token(withdrawn.pk)}/").status_code
        there = (Scan.objects.filter(pk=gone.pk).exists(), Response.objects.count())

    lines = said.splitlines()
    assert lines[0].startswith(f"{path.name} is heel: van ")
    assert lines[1:] == [
        "Journaal: 3 regels, 3 van na de backup, 2 daarvan veranderden iets.",
        "Klaar: start de site en de werkers.",
    ]
    # The run that made the backup hadn't finished yet in what it backed up.
    differing = {name for name in expected if expected[name] != found[name]}
    assert differing == {"scans_backuprun"}
    assert found["scans_deletionnote"].rows == 3
    assert again == "Journaal: 3 regels, 0 van na de backup, 0 daarvan veranderden iets.\n"
    assert pages == [200, 404]
    assert own == 404
    assert there == (False, Response.objects.count())
    assert run_known.failure == ""
