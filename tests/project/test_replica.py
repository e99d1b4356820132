"""What is read from a streaming replica, and what never is; on a real one of the tests' server."""

import logging
import os

import pytest
from django.apps import apps
from django.core.exceptions import MiddlewareNotUsed
from django.db import InternalError, OperationalError, connections
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from afdelingsscan.embedded_postgres import EmbeddedPostgres
from afdelingsscan.embedded_replica import EmbeddedReplica
from afdelingsscan.environment import replica_from_url
from afdelingsscan.local import VAR
from scans.models import AuditRecord, Note, Organisation
from scans.queries.replica import (
    REPLICA,
    Router,
    primary_position,
    read_from,
    reading_alias,
    replica_position,
)
from scans.web.replica import OwnWritesMiddleware, forget, from_replica
from tests.adviser import account, signed_in
from tests.factories import TODAY
from tests.project.places import database_home, wait_until
from tests.scan_list import open_scan

LONG = 10_000
"""A lag in seconds that no test reaches."""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A replica of the server that this test run uses, with all its databases."""
    primary = EmbeddedPostgres(VAR / "test-postgres", durable=False)
    if primary.url("x").partition("?")[2] not in os.environ["DATABASE_URL"]:
        pytest.skip("only the embedded PostgreSQL of the tests can be copied")
    with database_home(tmp_path_factory.mktemp("replica")) as home:
        made = EmbeddedReplica(home, primary=primary, durable=False)
        with made.lease():
            yield made


@pytest.fixture
def know(transactional_db, django_db_blocker, settings):
    """Tell the site of a replica, as its settings do; afterwards it knows of none."""
    settings.DATABASE_REPLICA_MAX_LAG = LONG

    def tell(url):
        _forget_replica()
        default = dict(connections.settings["default"])
        found = connections.configure_settings({"default": default, **replica_from_url(url)})
        connections.settings[REPLICA] = found[REPLICA]

    # Django would refuse a database that came after the test had begun.
    with django_db_blocker.unblock():
        yield tell
        _forget_replica()


def _forget_replica():
    if REPLICA in connections:
        connections[REPLICA].close()
        del connections[REPLICA]
        del connections.settings[REPLICA]
    forget()


@pytest.fixture
def replica(know, server):
    """The address of the replica, which the site knows, and which has all that the primary has."""
    url = server.url(connections["default"].settings_dict["NAME"])
    know(url)
    catch_up()
    yield url
    know(url)
    on_replica("SELECT pg_wal_replay_resume()")


def on_primary(database=""):
    """The address of a database of the primary."""
    name = database or connections["default"].settings_dict["NAME"]
    return EmbeddedPostgres(VAR / "test-postgres", durable=False).url(name)


def on_replica(sql):
    with connections[REPLICA].cursor() as cursor:
        cursor.execute(sql)


def catch_up():
    goal = primary_position()
    wait_until(lambda: replica_position() >= goal, "the replica never caught up")


def be_seen(client):
    """Have the site look how far the primary is, and let the replica come past that.

    Otherwise what other tests write at this moment, on the same server, would put the replica behind.
    """
    catch_up()
    client.get(reverse("scans"))
    catch_up()


def hold_back(client):
    """Let the replica have all that there is now, make the site see that, and let it stop there."""
    be_seen(client)
    on_replica("SELECT pg_wal_replay_pause()")
    wait_until(is_paused, "the replica went on")


def is_paused():
    with connections[REPLICA].cursor() as cursor:
        cursor.execute("SELECT pg_get_wal_replay_pause_state()")
        return cursor.fetchone() == ("paused",)


def names(page):
    """Which of the organisations of a test a page names."""
    text = page.getvalue().decode() if page.streaming else page.content.decode()
    return {name for name in ("Eerste", "Tweede") if name in text}


def scan_of(name):
    return open_scan(department__organisation__name=name, department__contact_since=TODAY)


@pytest.fixture
def adviser(transactional_db):
    return signed_in(account())


@pytest.mark.parametrize(
    "path",
    ["/dashboard/scans/", "/dashboard/scans/export.csv", "/dashboard/scans/?sorteer=-impact"],
)
def test_lists_and_exports_are_read_from_a_replica_that_follows_closely(replica, adviser, path):
    scan_of("Eerste")
    hold_back(adviser)
    scan_of("Tweede")

    page = adviser.get(path)

    assert (names(page), reading_alias()) == ({"Eerste"}, "default")


@pytest.mark.parametrize(
    "path", ["/dashboard/", "/dashboard/kwaliteit/", "/dashboard/vergelijken/", "/benchmark/"]
)
def test_every_page_that_may_be_read_from_the_replica_works_there(replica, adviser, path):
    scan_of("Eerste")
    be_seen(adviser)

    counter = _Counter()
    with connections[REPLICA].execute_wrapper(counter):
        page = adviser.get(path)

    assert page.status_code == 200
    assert counter.questions > 1  # the first asks how far it is


class _Counter:
    questions = 0

    def __call__(self, execute, *arguments):
        self.questions += 1
        return execute(*arguments)


def test_a_visitor_sees_what_they_just_did_while_the_replica_does_not_have_it(replica, adviser):
    scan = scan_of("Eerste")
    hold_back(adviser)
    scan_of("Tweede")
    before = names(adviser.get(reverse("scans")))

    adviser.post(reverse("scan_note", args=[scan.pk]), {"text": "Bellen in maart."})
    after = names(adviser.get(reverse("scans")))

    assert (before, after) == ({"Eerste"}, {"Eerste", "Tweede"})
    assert Note.objects.using("default").count() == 1


def test_a_visitor_reads_from_the_replica_again_once_it_has_what_they_did(replica, adviser):
    scan = scan_of("Eerste")
    adviser.post(reverse("scan_note", args=[scan.pk]), {"text": "Bellen in maart."})
    hold_back(adviser)
    scan_of("Tweede")

    page = adviser.get(reverse("scans"))

    assert names(page) == {"Eerste"}


def test_a_replica_that_lags_too_far_behind_is_not_read(replica, adviser, settings):
    settings.DATABASE_REPLICA_MAX_LAG = 0
    scan_of("Eerste")
    hold_back(adviser)
    scan_of("Tweede")

    page = adviser.get(reverse("scans"))

    assert names(page) == {"Eerste", "Tweede"}


def test_what_is_noted_while_reading_from_the_replica_is_written_to_the_primary(replica, adviser):
    catch_up()

    adviser.get(reverse("scans"))

    assert AuditRecord.objects.filter(what="scans_listed").count() == 1


def test_an_object_that_came_from_the_replica_is_saved_on_the_primary(replica):
    scan_of("Eerste")
    catch_up()

    with read_from(REPLICA):
        organisation = Organisation.objects.get()
        came_from = organisation._state.db
        organisation.name = "Tweede"
        organisation.save()

    assert came_from == REPLICA
    assert Organisation.objects.get().name == "Tweede"


def test_nothing_can_be_written_to_the_replica_not_even_when_it_is_the_primary(know):
    know(on_primary())

    with pytest.raises(InternalError, match="read-only transaction"):
        on_replica("DELETE FROM scans_scan")


def test_a_server_that_follows_nobody_is_no_replica(know, adviser):
    scan_of("Eerste")
    know(on_primary("postgres"))

    page = adviser.get(reverse("scans"))

    assert names(page) == {"Eerste"}


def test_a_replica_that_is_away_costs_one_warning_and_no_page(know, adviser, caplog):
    scan_of("Eerste")
    know("postgresql:///site?host=/nowhere")

    with caplog.at_level(logging.WARNING, "scans.web.replica"):
        pages = [names(adviser.get(reverse("scans"))) for _ in range(2)]

    assert pages == [{"Eerste"}, {"Eerste"}]
    assert [record.getMessage() for record in caplog.records] == [
        "The replica failed (OperationalError); reading from the primary for 10.0 s."
    ]


def test_a_page_is_made_again_from_the_primary_when_the_replica_fails_meanwhile(replica, adviser):
    be_seen(adviser)
    read = []

    @from_replica
    def view(_request):
        read.append(reading_alias())
        if reading_alias() == REPLICA:
            on_replica("SELECT pg_terminate_backend(pg_backend_pid())")
        return HttpResponse("made")

    page = view(RequestFactory().get("/"))

    assert (page.content, read) == (b"made", [REPLICA, "default"])


def test_a_copy_that_is_followed_is_not_thrown_away(server, replica):
    server.begin_anew()

    assert replica_position() is not None


def test_an_error_of_the_primary_is_no_reason_to_try_again(transactional_db):
    @from_replica
    def view(_request):
        raise OperationalError

    with pytest.raises(OperationalError):
        view(RequestFactory().get("/"))


def test_without_a_replica_nobody_looks_how_far_the_primary_is():
    with pytest.raises(MiddlewareNotUsed):
        OwnWritesMiddleware(HttpResponse)


@pytest.mark.parametrize(
    ("model", "alias"),
    [
        pytest.param("scans.Scan", REPLICA, id="a scan"),
        pytest.param("scans.Account", "default", id="who may sign in"),
        pytest.param("scans.AuditRecord", "default", id="what they did"),
        pytest.param("sessions.Session", "default", id="a session"),
        pytest.param("mfa.Authenticator", "default", id="a second factor"),
        pytest.param("django_tasks_database.DBTaskResult", "default", id="the queue"),
    ],
)
def test_which_rows_are_read_from_the_replica_within_its_scope(model, alias):
    with read_from(REPLICA):
        found = Router().db_for_read(apps.get_model(model))

    assert found == alias


def test_the_replica_has_no_schema_of_its_own_and_its_rows_may_refer_to_the_primary():
    router = Router()

    assert router.allow_migrate(REPLICA, "scans") is False
    assert router.allow_migrate("default", "scans") is None
    assert router.allow_relation() is True
