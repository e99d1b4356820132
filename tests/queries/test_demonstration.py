"""A demonstration is never served as the real thing, nor the other way round."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from scans.models import Edition, Organisation
from scans.queries.demonstration import EDITION, MADE_UP, REAL, refusal_of
from tests.factories import TODAY, OrganisationFactory

pytestmark = pytest.mark.django_db


def made_up():
    OrganisationFactory()
    Edition.objects.create(name=EDITION, published_on=TODAY)


def real():
    OrganisationFactory()
    Edition.objects.create(name="2026-11", published_on=TODAY)


def edition_only():
    real()
    Organisation.objects.all().delete()


def empty():
    """Leave the database as a test gets it."""


@pytest.mark.parametrize(
    ("filled", "demonstration", "reason"),
    [
        (made_up, False, MADE_UP),
        (made_up, True, None),
        (real, False, None),
        (real, True, REAL),
        (edition_only, True, REAL),
        (empty, False, None),
        (empty, True, None),
    ],
)
def test_a_site_works_with_its_own_kind_of_database(settings, filled, demonstration, reason):
    settings.DEMONSTRATION = demonstration
    filled()

    assert refusal_of() == reason


@pytest.mark.parametrize("demonstration", [False, True])
def test_a_database_without_tables_is_of_either_kind(settings, demonstration):
    settings.DEMONSTRATION = demonstration
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA empty")
        cursor.execute("SET LOCAL search_path = empty")

    assert refusal_of() is None


@pytest.mark.parametrize(
    ("filled", "demonstration", "reason"), [(made_up, False, MADE_UP), (real, True, REAL)]
)
def test_migrating_and_checking_refuse(settings, filled, demonstration, reason):
    settings.DEMONSTRATION = demonstration
    filled()

    with pytest.raises(SystemCheckError) as migrating:
        call_command("migrate", skip_checks=False)
    with pytest.raises(SystemCheckError) as checking:
        call_command("check", "--tag", "database", "--database", "default")

    said = f"(scans.E001) {reason}"
    assert [said in str(one.value) for one in (migrating, checking)] == [True, True]


@pytest.mark.parametrize(("filled", "demonstration"), [(made_up, True), (real, False)])
def test_the_right_kind_passes_the_check(settings, filled, demonstration):
    settings.DEMONSTRATION = demonstration
    filled()

    call_command("check", "--tag", "database", "--database", "default", stdout=StringIO())


def test_a_check_that_leaves_the_database_alone_does_not_look(settings):
    settings.DEMONSTRATION = True
    real()

    call_command("check", "--tag", "database", stdout=StringIO())
