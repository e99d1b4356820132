"""What monitoring hears."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


@pytest.mark.django_db
def test_all_is_well_when_the_database_answers_and_nothing_waits(client):
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "migrations": "ok"}


@pytest.mark.django_db
@pytest.mark.parametrize("app", ["scans", "contenttypes"])
def test_a_migration_that_waits_is_told(client, app):
    MigrationRecorder(connection).migration_qs.filter(app=app).latest("pk").delete()

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json() == {"database": "ok", "migrations": "waiting"}


@pytest.mark.django_db(transaction=True)
def test_a_database_that_can_not_be_reached_is_told(client, monkeypatch):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json() == {"database": "unreachable"}


@pytest.mark.django_db(transaction=True)
def test_without_a_database_the_public_pages_still_stand(client, monkeypatch):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")

    assert client.get("/").status_code == 200
