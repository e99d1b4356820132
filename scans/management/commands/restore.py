"""``manage.py restore FILE --key KEY``: put a backup back, and delete again what was deleted."""

from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from scans.services.backup_file import BackupError, as_error, first_line, read_keys
from scans.services.journal_files import JournalLine, read_lines
from scans.services.replaying import replay
from scans.services.restoring import Checked, check_backup, refresh_statistics, restore_backup

NO_JOURNAL = (
    "{folder} is er niet: zonder het journaal komt terug wat na de backup op verzoek is "
    "verwijderd. Geef de goede map met --journal, of zeg dat het niet anders kan met "
    "--without-journal."
)
UNEXPECTED = (
    "Er ging iets mis waar dit commando niet op rekent: {error}. Meer staat hier niet, omdat er "
    "gegevens van mensen in kunnen staan."
)
HALFWAY = (
    "De backup is teruggezet, maar daarna ging het mis: {error}. Start de site niet, want wat op "
    "verzoek is verwijderd kan er weer staan. Doe eerst `manage.py migrate` en dan "
    "`manage.py restore --replay --since {day}`."
)
WITHOUT = "Zonder journaal: wat na de backup op verzoek is verwijderd, is terug."


class Command(BaseCommand):
    """Restores into an empty database only; why it can't is one line and exit code 1."""

    help = "Zet een backup terug in een lege database, en verwijdert opnieuw wat verwijderd was."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the file, the key and the journal."""
        parser.add_argument("file", nargs="?", type=Path, metavar="BESTAND")
        parser.add_argument("--key", type=Path, metavar="BESTAND", help="de geheime sleutel (age)")
        parser.add_argument(
            "--journal",
            type=Path,
            action="append",
            metavar="MAP",
            help="het journaal van verwijderingen, standaard JOURNAL_DIR; van elke node een",
        )
        parser.add_argument(
            "--without-journal", action="store_true", help="het journaal is verloren gegaan"
        )
        parser.add_argument(
            "--other-link-key",
            action="store_true",
            help="ook als links en adressen dan niet meer te lezen zijn",
        )
        parser.add_argument(
            "--since",
            type=date.fromisoformat,
            metavar="JJJJ-MM-DD",
            help="bij --replay: de dag van de backup, als het journaal ook oudere regels heeft",
        )
        only = parser.add_mutually_exclusive_group()
        only.add_argument(
            "--check", action="store_true", help="lees het bestand alleen, zonder database"
        )
        only.add_argument(
            "--replay",
            action="store_true",
            help="voer alleen het journaal uit, in de database zoals die is",
        )

    def handle(self, *, file: Path | None, key: Path | None, **options: object) -> None:
        """Do what was asked, and say what was done."""
        try:
            self._do(file, key, options)
        except CommandError:
            raise
        except BackupError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(str(as_error(error))) from error
        except Error as error:
            # The rest of what a database says may be a row.
            raise CommandError(f"De database geeft een fout: {first_line(error)}") from None
        except Exception as error:
            raise CommandError(UNEXPECTED.format(error=type(error).__name__)) from None

    def _do(self, file: Path | None, key: Path | None, options: dict[str, object]) -> None:
        if options["replay"]:
            since = options["since"]
            self._replay(self._journal(options), since if isinstance(since, date) else None)
            return
        if file is None or key is None:
            raise CommandError("Geef het bestand, en met --key de geheime sleutel.")
        keys = read_keys(key)
        if options["check"]:
            self._tell(file, check_backup(path=file, keys=keys))
            return
        # Looked for before anything changes.
        lines = self._journal(options)
        other = bool(options["other_link_key"])
        restored = restore_backup(path=file, keys=keys, other_link_key=other)
        self._tell(file, restored)
        self._catch_up(lines, restored.manifest.made_on)

    def _catch_up(self, lines: list[JournalLine] | None, backed_up_on: date) -> None:
        try:
            call_command("migrate", interactive=False, verbosity=0)
            self._replay(lines, backed_up_on)
            refresh_statistics()
        except Exception as error:
            known = {"error": type(error).__name__, "day": backed_up_on}
            raise CommandError(HALFWAY.format(**known)) from None
        self.stdout.write("Klaar: start de site en de werkers.")

    def _tell(self, file: Path, checked: Checked) -> None:
        manifest = checked.manifest
        rows = sum(table.rows for table in manifest.tables.values())
        self.stdout.write(
            f"{file.name} is heel: van {manifest.moment}, versie {manifest.version}, "
            f"{len(manifest.tables)} tabellen, {rows} rijen."
        )
        if not checked.summed:
            self.stdout.write("Er stond geen controlesom naast; de versleuteling bewees hetzelfde.")

    def _journal(self, options: dict[str, object]) -> list[JournalLine] | None:
        if options["without_journal"]:
            return None
        given = options["journal"]
        folders: Sequence[Path] = given if isinstance(given, list) else [settings.JOURNAL_DIR]
        lines = []
        for folder in folders:
            if not folder.is_dir():
                raise CommandError(NO_JOURNAL.format(folder=folder))
            found, unreadable = read_lines(folder)
            lines += found
            if unreadable:
                self.stderr.write(f"In {folder} zijn {unreadable} regels niet te lezen.")
        return lines

    def _replay(self, lines: list[JournalLine] | None, backed_up_on: date | None) -> None:
        if lines is None:
            self.stdout.write(WITHOUT)
            return
        done = replay(lines, backed_up_on=backed_up_on)
        self.stdout.write(
            f"Journaal: {len(lines)} regels, {done.lines} van na de backup, "
            f"{done.done} daarvan veranderden iets."
        )
