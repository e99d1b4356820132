"""Starting a scan creates its rows, and no others."""

import pytest

from scans.engine.figures import Kind
from scans.models import (
    Department,
    Group,
    LinkKind,
    Organisation,
    QuestionnaireVersion,
    Response,
    Result,
    Scan,
    ScanLink,
    ScanStatus,
)
from scans.models.links import digest_of
from scans.services.starting import ScanRequest, start_scan
from tests.factories import TODAY, QuestionnaireVersionFactory, respondent_token, result_token

pytestmark = pytest.mark.django_db

REQUEST = ScanRequest(
    organisation="Waterschap Voorbeeld",
    department="Communicatie en Marketing",
    department_size=12,
    context={"sector": "waterschap", "organisatiegrootte": "250-999", "plaats": "directie"},
)


def test_a_solo_scan_is_one_row_of_everything():
    version = QuestionnaireVersionFactory()

    started = start_scan(request=REQUEST, questionnaire=version, today=TODAY)

    organisation = Organisation.objects.get()
    assert (organisation.name, organisation.sector, organisation.size_class) == (
        "Waterschap Voorbeeld",
        "waterschap",
        "250-999",
    )
    department = Department.objects.get()
    assert (department.organisation, department.name) == (
        organisation,
        "Communicatie en Marketing",
    )
    scan = Scan.objects.get()
    assert started.scan == scan
    assert Scan.objects.values().get() == {
        "id": scan.pk,
        "department_id": department.pk,
        "number": 1,
        "questionnaire_id": version.pk,
        "module_ids": [],
        "kind": Kind.SOLO,
        "together": False,
        "durations": {},
        "department_size": 12,
        "context": dict(REQUEST.context),
        "status": ScanStatus.OPEN,
        "expected_team": None,
        "expected_clients": None,
        "team_limit": 0,
        "clients_limit": 0,
        "doubles_team": 0,
        "doubles_clients": 0,
        "opened_on": TODAY,
        "closes_on": None,
        "closed_on": None,
    }


def test_a_solo_scan_has_one_respondent_and_a_results_link():
    version = QuestionnaireVersionFactory()

    started = start_scan(request=REQUEST, questionnaire=version, today=TODAY)

    response = Response.objects.get()
    assert Response.objects.values().get() == {
        "id": response.pk,
        "scan_id": started.scan.pk,
        "group": Group.TEAM,
        "answers": {},
        "sent": False,
        "link_generation": 1,
        "link_digest": response.link_digest,
        "mails_sent": 0,
    }
    assert started.respondent_token == respondent_token(response.pk)
    assert bytes(response.link_digest) == digest_of(started.respondent_token)
    link = ScanLink.objects.get()
    assert (link.scan, link.kind, link.generation) == (started.scan, LinkKind.RESULT, 1)
    assert bytes(link.digest) == digest_of(result_token(started.scan))
    assert link.token == result_token(started.scan)
    assert Result.objects.count() == 0


def test_context_that_was_not_asked_is_left_empty():
    bare = ScanRequest(organisation="X", department="Y", department_size=1, context={})

    start_scan(request=bare, questionnaire=QuestionnaireVersionFactory(), today=TODAY)

    organisation = Organisation.objects.get()
    assert (organisation.sector, organisation.size_class) == ("", "")
    assert Scan.objects.get().context == {}


def test_each_start_is_a_scan_of_its_own():
    version = QuestionnaireVersionFactory()

    first = start_scan(request=REQUEST, questionnaire=version, today=TODAY)
    second = start_scan(request=REQUEST, questionnaire=version, today=TODAY)

    assert first.scan != second.scan
    assert first.respondent_token != second.respondent_token
    assert QuestionnaireVersion.objects.count() == 1
    assert Scan.objects.count() == 2
