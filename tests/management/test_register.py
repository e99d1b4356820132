"""The register holds what the database holds, no more and no less, and prints it."""

import csv
import io
import json

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from scans.reports.register import register_now
from tests.adviser import account, manager, signed_in


def printed(capsys, *arguments):
    call_command("register", *arguments)
    return capsys.readouterr().out


@pytest.mark.django_db
def test_every_column_of_the_database_has_an_entry_and_every_entry_a_column():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name || '.' || column_name FROM information_schema.columns"
            " WHERE table_schema = 'public'"
        )
        stored = {name for (name,) in cursor.fetchall()}
    known = {f"{table.name}.{one.name}" for table in register_now() for one in table.columns}

    assert {"without an entry": stored - known, "without a column": known - stored} == {
        "without an entry": set(),
        "without a column": set(),
    }


def test_the_document_is_what_the_command_prints(capsys):
    document = (settings.BASE_DIR / "docs" / "register.md").read_text()

    assert document == printed(capsys)


def test_a_file_for_a_spreadsheet_has_a_line_for_each_column(capsys):
    rows = list(csv.reader(io.StringIO(printed(capsys, "--form", "csv"))))

    assert len(rows) == 1 + sum(len(table.columns) for table in register_now())
    assert rows[0] == ["tabel", "kolom", "wat", "persoonlijk", "over wie", "doel", "hoe lang"]
    answers = next(row for row in rows if row[:2] == ["scans_response", "answers"])
    assert answers[3:5] == ["ja", "respondent"]
    assert next(row for row in rows if row[:2] == ["scans_response", "id"])[4] == "niemand"


def test_a_file_for_a_program_holds_the_same(capsys):
    found = json.loads(printed(capsys, "--form", "json"))

    assert found["format"] == 1
    assert [table["name"] for table in found["tables"]] == [one.name for one in register_now()]


@pytest.mark.django_db
def test_the_beheerder_reads_it_in_the_dashboard_and_an_adviseur_does_not():
    page = signed_in(manager()).get("/dashboard/gegevens/")

    assert page.status_code == 200
    text = page.content.decode()
    assert "Over respondenten" in text
    assert all(f"{table.name}.{table.columns[0].name}" in text for table in register_now())
    assert signed_in(account()).get("/dashboard/gegevens/").status_code in {403, 404}
