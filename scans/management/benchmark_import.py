"""``manage.py benchmark import``: earlier results into the benchmark."""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from django.core.management.base import BaseCommand, CommandError, OutputWrapper
from django.utils import timezone

from scans.content.results_file import ResultRow, ResultsFileError, read_results
from scans.management.core_questionnaire import core_questionnaire, sectors_of
from scans.services.import_lock import ImportRunningError
from scans.services.importing import Imported, import_results

HELP = "lees een bestand met eerdere resultaten in (CSV), heel of niet"

RUNNING = "Er loopt al een import. Probeer het over een paar minuten opnieuw."
EVERY = 10_000
"""Rows between two looks at how far it is."""


def add_arguments(parser: ArgumentParser) -> None:
    """Ask for the file."""
    parser.add_argument("file", help="CSV-bestand; docs/import.md beschrijft het")
    parser.add_argument("--dry-run", action="store_true", help="controleer, en bewaar niets")


def handle(command: BaseCommand, options: Mapping[str, object]) -> None:
    """Import it and say what that changed; exit code 2 when anything is wrong with it.

    It waits for another import to end; a dry run doesn't, and has exit code 1 then.
    """
    path, today = Path(str(options["file"])), timezone.localdate()
    dry_run = bool(options["dry_run"])
    try:
        with _opened(path) as file:
            rows = read_results(file, sectors=sectors_of(core_questionnaire()), today=today)
            shown = _with_progress(rows, file, path.stat().st_size, command.stderr)
            imported = import_results(shown, today=today, dry_run=dry_run)
    except ResultsFileError as error:
        raise CommandError(f"{path} is niet ingelezen.\n{error}", returncode=2) from error
    except ImportRunningError as error:
        raise CommandError(RUNNING) from error
    for sentence in _report(imported, dry_run=dry_run):
        command.stdout.write(sentence)


def _opened(path: Path) -> BinaryIO:
    try:
        if path.is_file():
            return path.open("rb")
        reason = "dit is geen bestand" if path.exists() else "dit bestand bestaat niet"
    except OSError as error:
        reason = f"dit bestand kan niet gelezen worden ({error.strerror})"
    raise CommandError(f"{path}: {reason}.", returncode=2)


def _with_progress(
    rows: Iterable[ResultRow], file: BinaryIO, size: int, stderr: OutputWrapper
) -> Iterator[ResultRow]:
    """Give the rows, and on a terminal show how much of a long file was read."""
    is_long = False
    try:
        for number, row in enumerate(rows, start=1):
            if number % EVERY == 0 and stderr.isatty():
                is_long = True
                _show(stderr, f"\r{100 * file.tell() // size} % gelezen, {number} regels")
            yield row
        if is_long:
            _show(stderr, "\rAlles is gelezen; nu wordt het bewaard.")
    finally:
        if is_long:
            _show(stderr, "\n")


def _show(stderr: OutputWrapper, text: str) -> None:
    stderr.write(text, style_func=str, ending="")
    stderr.flush()


def _report(imported: Imported, *, dry_run: bool) -> Iterator[str]:
    if imported.is_without_news:
        yield f"Er verandert niets: alle {imported.results} resultaten waren al ingelezen."
        return
    yield (
        f"Resultaten: {imported.added} nieuw, {imported.changed} gewijzigd, "
        f"{imported.unchanged} al ingelezen."
    )
    yield (
        f"Organisaties: {imported.organisations} nieuw. Afdelingen: {imported.departments} nieuw, "
        f"{imported.resized} met een andere grootte."
    )
    if dry_run:
        yield "Dit was een proef: er is niets bewaard."
