"""``manage.py backup``: make a backup, look how old the last one is, or make a key pair."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import Error
from django.utils import timezone

from scans.queries.backups import LATE_AFTER, last_good
from scans.services.backing_up import make_backup
from scans.services.backup_file import BackupError, first_line, new_key

NEW_KEY = """\
De geheime sleutel staat in {path}. Bewaar hem op twee plaatsen buiten deze server, en wis hem hier:
zonder deze sleutel is geen backup meer te openen. Zet de publieke in de omgeving:
BACKUP_RECIPIENTS={public}"""


class Command(BaseCommand):
    """One file of the whole database, encrypted; why there is none is one line and exit code 1."""

    help = "Maakt een versleutelde backup van de hele database, en wist de te oude."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask where to, or what else."""
        parser.add_argument("--to", type=Path, metavar="MAP", help="standaard BACKUP_DIR")
        other = parser.add_mutually_exclusive_group()
        other.add_argument(
            "--age",
            action="store_true",
            help="zeg hoe oud de laatste goede is; ouder dan 26 uur geeft exitcode 1",
        )
        other.add_argument(
            "--new-key", type=Path, metavar="BESTAND", help="maak een sleutelpaar voor backups"
        )

    def handle(
        self, *, to: Path | None, age: bool, new_key: Path | None, **options: object
    ) -> None:
        """Do the one thing that was asked."""
        try:
            if age:
                self._tell_age()
            elif new_key is not None:
                self._make_key(new_key)
            else:
                self._back_up(to or settings.BACKUP_DIR)
        except BackupError as error:
            raise CommandError(str(error)) from error
        except Error as error:
            raise CommandError(f"De database geeft een fout: {first_line(error)}") from error

    def _back_up(self, folder: Path) -> None:
        run, manifest = make_backup(folder=folder, clock=timezone.now)
        assert run.size is not None
        assert run.finished_at is not None
        rows = sum(table.rows for table in manifest.tables.values())
        seconds = (run.finished_at - run.started_at).total_seconds()
        self.stdout.write(
            f"{folder / run.file}: {run.size} bytes, {len(manifest.tables)} tabellen, "
            f"{rows} rijen, in {seconds:.1f} s."
        )

    def _tell_age(self) -> None:
        at = last_good()
        if at is None:
            raise CommandError("Er is nog geen goede backup.")
        age = timezone.now() - at
        sentence = f"De laatste goede backup is {age.total_seconds() / 3600:.1f} uur oud."
        if age > LATE_AFTER:
            raise CommandError(sentence)
        self.stdout.write(sentence)

    def _make_key(self, path: Path) -> None:
        try:
            public = new_key(path)
        except OSError as error:
            raise CommandError(f"{path} is niet te schrijven: {error.strerror}.") from error
        self.stdout.write(NEW_KEY.format(path=path, public=public))
