"""Migrations that change data do so on data that was there before."""

import json
from importlib import import_module
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from scans.engine.figures import ScanFigures
from scans.engine.measures import measured
from scans.models import BenchmarkRow, EditionFigures, Group, Result
from scans.models.links import LinkKind, derive_token, digest_of
from scans.services.closing import close_round
from scans.services.editions import publish_edition
from tests.desk import departments
from tests.factories import (
    TODAY,
    DepartmentFactory,
    ResponseFactory,
    ScanFactory,
    all_answers,
    client_answers,
    round_with,
)

FORMS = Path(__file__).parents[1] / "engine"


@pytest.fixture
def migrated_to_the_end(transactional_db):
    yield
    # Whoever comes next expects the tables of today.
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.usefixtures("migrated_to_the_end")
def test_a_department_that_was_scanned_before_gets_an_owner_with_a_link():
    executor = MigrationExecutor(connection)
    earlier = executor.migrate([("scans", "0003_team_rounds")]).apps
    organisation = earlier.get_model("scans", "Organisation").objects.create(name="Gemeente")
    department = earlier.get_model("scans", "Department").objects.create(
        organisation=organisation, name="Communicatie"
    )

    executor = MigrationExecutor(connection)
    now = executor.migrate([("scans", "0004_owners_of_earlier_scans")]).apps

    owner = now.get_model("scans", "Owner").objects.get()
    assert owner.department_id == department.pk
    assert bytes(owner.link_digest) == digest_of(derive_token(LinkKind.OWNER, owner.pk, 1))
    assert (owner.address_sealed, owner.address_digest) == ("", None)


def rows_of_before():
    """Rows with other scores than the reports show: of a team, of one person, and imported."""
    small = ScanFactory(team=True, department_size=9)
    ResponseFactory.create_batch(5, scan=small, answers=all_answers(), sent=True)
    alone = ScanFactory(clients=True)
    ResponseFactory(scan=alone, answers=all_answers(), sent=True)
    ResponseFactory.create_batch(
        5, scan=alone, group=Group.CLIENT, answers=client_answers(), sent=True
    )
    for scan in (round_with(), small, alone):
        close_round(scan_id=scan.pk, today=TODAY)
        BenchmarkRow.objects.filter(scan=scan).update(tenths=123)
        # What no report shows, as a difference with what is beyond a border.
        BenchmarkRow.objects.create(
            department=scan.department, scan=scan, measure="x", tenths=4, n=5, period=TODAY
        )
    department = DepartmentFactory()
    for scan in (None, ScanFactory(department=department)):
        BenchmarkRow.objects.create(
            department=department, scan=scan, measure="timing", tenths=643, n=5, period=TODAY
        )


@pytest.mark.parametrize("at_once", [1, 3, 500])
@pytest.mark.usefixtures("migrated_to_the_end")
def test_rows_of_earlier_rounds_get_what_their_reports_show(monkeypatch, at_once):
    migration = import_module("scans.migrations.0017_scores_as_shown")
    monkeypatch.setattr(migration, "AT_ONCE", at_once)
    rows_of_before()

    for _ in range(2):
        MigrationExecutor(connection).migrate([("scans", "0016_backups")])
        MigrationExecutor(connection).migrate([("scans", "0017_scores_as_shown")])

    shown = {
        (result.scan_id, measure): one.tenths
        for result in Result.objects.all()
        for measure, one in measured(ScanFigures.from_json(result.figures)).items()
    }
    rows = BenchmarkRow.objects.filter(scan__result__isnull=False)
    assert {(row.scan_id, row.measure): row.tenths for row in rows} == shown
    assert len({scan for scan, _measure in shown}) == 3
    others = BenchmarkRow.objects.filter(scan__result=None)
    assert list(others.values_list("tenths", flat=True)) == [643, 643]


@pytest.mark.parametrize("form", [1, 2, 3])
def test_what_a_result_shows_is_found_in_every_form_in_which_results_were_stored(form):
    migration = import_module("scans.migrations.0017_scores_as_shown")
    stored = json.loads((FORMS / f"figures_format_{form}.json").read_text())

    found = dict(migration._shown(stored))

    assert found == {
        measure: one.tenths for measure, one in measured(ScanFigures.from_json(stored)).items()
    }
    assert "relevantie" in found


def compressed_editions():
    """Return the editions of which the database keeps fewer bytes of counts than there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT edition_id FROM scans_editionfigures"
            " WHERE pg_column_size(counts) < length(counts)"
        )
        return {number for (number,) in cursor.fetchall()}


@pytest.mark.usefixtures("migrated_to_the_end")
def test_counts_of_editions_are_kept_uncompressed_also_those_of_before():
    MigrationExecutor(connection).migrate([("scans", "0017_scores_as_shown")])
    departments(12)
    earlier = publish_edition(name="2026-10", today=TODAY)[0]
    before = compressed_editions()

    MigrationExecutor(connection).migrate([("scans", "0018_figures_as_they_are")])
    later = publish_edition(name="2026-11", today=TODAY)[0]

    assert (before, compressed_editions()) == ({earlier.pk}, set())
    assert {one.edition_id for one in EditionFigures.objects.all()} == {earlier.pk, later.pk}
