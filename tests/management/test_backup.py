"""``manage.py backup``: what it says, how old the last one is, and a new pair of keys."""

from datetime import timedelta

import pytest
from django.utils import timezone

from scans.models import BackupRun
from scans.services.backup_file import read_keys
from tests.backups import backups, run

__all__ = ["backups"]


@pytest.mark.django_db(transaction=True)
def test_a_backup_says_where_it_is_and_what_is_in_it(backups, settings):
    said = run("backup")

    made = BackupRun.objects.get()
    assert str(made) == made.file
    assert str(BackupRun(pk=7)) == "backup 7"
    assert said.startswith(f"{settings.BACKUP_DIR / made.file}: {made.size} bytes, ")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hours", "failure", "said"),
    [
        pytest.param(25, "", "De laatste goede backup is 25.0 uur oud.\n", id="fresh"),
        pytest.param(27, "", "refused: De laatste goede backup is 27.0 uur oud.", id="late"),
        pytest.param(1, "vol", "refused: Er is nog geen goede backup.", id="failed"),
    ],
)
def test_the_age_of_the_last_good_one_is_told(hours, failure, said):
    at = timezone.now() - timedelta(hours=hours)  # noqa: TID251 - the command reads the clock
    BackupRun.objects.create(started_at=at, finished_at=at, failure=failure)

    assert run("backup", "--age") == said


def test_a_new_key_is_kept_private_and_never_written_over(tmp_path):
    path = tmp_path / "key"

    said = run("backup", "--new-key", path)
    again = run("backup", "--new-key", path)

    [key] = read_keys(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert said.splitlines()[-1] == f"BACKUP_RECIPIENTS={key.to_public()}"
    assert again == f"refused: {path} bestaat al, en is niet overschreven."


def test_a_key_that_cannot_be_written_is_told(tmp_path):
    said = run("backup", "--new-key", tmp_path / "nowhere" / "key")

    assert said.startswith(f"refused: {tmp_path / 'nowhere' / 'key'} is niet te schrijven: ")
