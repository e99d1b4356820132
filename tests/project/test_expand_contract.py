"""Migrations only add, so the release before this one keeps working on the database after it.

What takes away (a column, a table, a name) comes one release later, when nobody asks for it any more;
it stands below then, with the release that stopped asking.
"""

import pytest
from django_migration_linter import MigrationLinter

# Made before there was a site to upgrade.
LAST_BEFORE_THE_RULE = "0013_trend"

# Migrations that take away what no running release asks for: name -> the release that stopped.
TAKES_AWAY: dict[str, str] = {}


@pytest.mark.django_db(transaction=True)
def test_no_migration_takes_away_what_the_release_before_needs():
    linter = MigrationLinter(include_apps=["scans"], no_cache=True, no_output=True)
    migrations = linter.migration_loader.disk_migrations

    refused = set()
    for app, name in migrations:
        if app == "scans" and name > LAST_BEFORE_THE_RULE:
            linter.reset_counters()
            linter.lint_migration(migrations[app, name])
            if linter.has_errors:
                refused.add(name)

    assert refused == set(TAKES_AWAY)


@pytest.mark.django_db(transaction=True)
def test_one_that_does_would_be_noticed():
    linter = MigrationLinter(include_apps=["scans"], no_cache=True, no_output=True)

    linter.lint_migration(linter.migration_loader.disk_migrations["scans", LAST_BEFORE_THE_RULE])

    assert linter.has_errors is True
