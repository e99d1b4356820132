"""Migrations that change data do so on data that was there before."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from scans.models.links import LinkKind, derive_token, digest_of


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
