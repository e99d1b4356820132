"""``manage.py benchmark import``: what it says, on which stream, and with which exit code."""

import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from scans.management.benchmark_import import EVERY, RUNNING
from scans.models import BenchmarkRow, Department
from scans.services.import_lock import hold_alone
from tests.factories import core_questionnaire
from tests.services.concurrency import meanwhile

MANAGE = Path(__file__).parents[2] / "manage.py"
HEADER = "organisatie,sector,grootteklasse,periode,aantal,timing\n"
GOOD = f"{HEADER}Gemeente Voorbeeld,gemeente,6-10,2025-11,8,64.3\nHuis,zorg,51+,2025-11,9,50\n"
pytestmark = pytest.mark.django_db


class Terminal(StringIO):
    """A stream that says that a person is looking."""

    def isatty(self):
        return True


@pytest.fixture
def file(tmp_path):
    """Return a function that writes a file and returns its path."""

    def write(content):
        path = tmp_path / "resultaten.csv"
        path.write_text(content, encoding="utf-8")
        return path

    return write


def run(path, *options, stderr=None):
    """Import a file; return what was said on stdout and stderr."""
    out, errors = StringIO(), StringIO() if stderr is None else stderr
    call_command("benchmark", "import", str(path), *options, stdout=out, stderr=errors)
    return out.getvalue(), errors.getvalue()


def refusal_of(path):
    """Import what must be refused; return the exit code and the message."""
    out = StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("benchmark", "import", str(path), stdout=out)
    assert (out.getvalue(), BenchmarkRow.objects.count()) == ("", 0)
    return refusal.value.returncode, str(refusal.value)


IMPORTED = (
    "Resultaten: 2 nieuw, 0 gewijzigd, 0 al ingelezen.\n"
    "Organisaties: 2 nieuw. Afdelingen: 2 nieuw, 0 met een andere grootte.\n"
)


def test_a_good_file_is_imported_and_told_of(file):
    assert run(file(GOOD)) == (IMPORTED, "")

    assert sorted(BenchmarkRow.objects.values_list("department__organisation__name", "tenths")) == [
        ("Gemeente Voorbeeld", 643),
        ("Huis", 500),
    ]


def test_the_same_file_again_says_that_nothing_changes(file):
    run(file(GOOD))

    assert run(file(GOOD)) == ("Er verandert niets: alle 2 resultaten waren al ingelezen.\n", "")


def test_a_trial_says_so_and_keeps_nothing(file):
    assert run(file(GOOD), "--dry-run") == (
        f"{IMPORTED}Dit was een proef: er is niets bewaard.\n",
        "",
    )

    assert Department.objects.count() == 0


def test_a_bad_file_is_refused_whole_with_line_and_reason(file):
    path = file(f"{GOOD}Huis,sport,51+,2025-10,9,101\n")
    [asked] = [one for one in core_questionnaire().context if one.code == "sector"]
    sectors = ", ".join(option.value for option in asked.options)

    code, message = refusal_of(path)

    assert (code, message.split("\n")) == (
        2,
        [
            f"{path} is niet ingelezen.",
            f"regel 4: sector: ‘sport’ bestaat niet; kies uit {sectors}.",
            "regel 4: timing: ‘101’ ligt niet tussen 0 en 100.",
        ],
    )


def test_a_period_that_is_yet_to_come_is_refused(file):
    code, message = refusal_of(file(GOOD.replace("2025-11", "9999-01")))

    assert (code, message.count("periode: 9999-01 ligt niet tussen 2000-01 en ")) == (2, 2)


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    missing, too_long = tmp_path / "weg.csv", tmp_path / ("x" * 300)

    assert [refusal_of(path) for path in (missing, tmp_path, too_long)] == [
        (2, f"{missing}: dit bestand bestaat niet."),
        (2, f"{tmp_path}: dit is geen bestand."),
        (2, f"{too_long}: dit bestand kan niet gelezen worden (File name too long)."),
    ]


@pytest.fixture
def long_file(file):
    """Return a file that is long enough to be waited for, with this as its last line."""

    def write(last):
        lines = (f"Huis {place},zorg,51+,2025-11,9,50\n" for place in range(EVERY))
        return file(HEADER + "".join(lines) + last)

    return write


READ = f"\r100 % gelezen, {EVERY} regels"


def test_on_a_terminal_a_long_file_shows_how_far_it_is(long_file):
    _, errors = run(long_file(""), "--dry-run", stderr=Terminal())

    assert errors == f"{READ}\rAlles is gelezen; nu wordt het bewaard.\n"


def test_the_progress_of_a_file_that_is_refused_ends_its_line(long_file):
    errors = Terminal()

    with pytest.raises(CommandError, match=rf"regel {EVERY + 2}: hier staan 1 velden"):
        run(long_file("Huis"), stderr=errors)

    assert errors.getvalue() == f"{READ}\n"


def test_elsewhere_a_long_file_shows_no_progress(long_file):
    assert run(long_file(""), "--dry-run")[1] == ""


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["import", "weg.csv"], "CommandError: weg.csv: dit bestand bestaat niet.\n"),
        (["import"], "manage.py benchmark import: error: "),
        ([], "manage.py benchmark: error: "),
    ],
)
def test_on_the_command_line_bad_input_ends_with_exit_code_2(arguments, complaint, tmp_path):
    result = subprocess.run(
        [sys.executable, MANAGE, "benchmark", *arguments],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (result.returncode, result.stdout) == (2, "")
    assert complaint in result.stderr


@pytest.mark.django_db(transaction=True)
def test_a_trial_does_not_wait_for_another_import(file):
    path = file(GOOD)

    told = meanwhile(lambda: hold_alone(may_wait=False), lambda: run(path, "--dry-run"))

    assert (told.returncode, str(told)) == (1, RUNNING)
