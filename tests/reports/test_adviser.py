"""What the adviseur reads of a department that may not be known."""

import pytest

from scans.models import Response, Result
from scans.reports.adviser import report_for_adviser
from scans.services.closing import close_round
from tests.factories import (
    TODAY,
    ResponseFactory,
    ScanFactory,
    all_answers,
    round_with,
    sixth_module,
)
from tests.web.test_modules import ANSWERS

pytestmark = pytest.mark.django_db


def result_of(scan):
    close_round(scan_id=scan.pk, today=TODAY)
    return Result.objects.select_related("scan__department__organisation").get(scan=scan)


def with_module_answers(scan):
    Response.objects.filter(scan=scan, group="team").update(answers=all_answers() | ANSWERS)
    return scan


def test_of_one_unknown_person_no_module_is_told():
    scan = with_module_answers(
        round_with(
            team=1, clients=0, kind="solo", expected_team=None, module_ids=[sixth_module().pk]
        )
    )

    report = report_for_adviser(result_of(scan), "nl")

    assert (report.solo, report.modules, report.role_reading) == (True, (), None)


def test_of_an_unknown_team_modules_are_told_as_the_team_sees_them():
    scan = with_module_answers(round_with(team=7, module_ids=[sixth_module().pk]))

    report = report_for_adviser(result_of(scan), "nl")

    assert [module.slug for module in report.modules] == ["zesde"]


def test_of_one_unknown_person_no_change_in_a_module_is_told():
    module = sixth_module().pk
    first = ScanFactory(module_ids=[module])
    later = ScanFactory(module_ids=[module], department=first.department, number=2)
    for scan in (first, later):
        ResponseFactory(scan=scan, answers=all_answers() | ANSWERS, sent=True)
    close_round(scan_id=first.pk, today=TODAY)

    result = result_of(later)

    assert report_for_adviser(result, "nl").trend.modules == ()
    result.scan.department.contact_since = TODAY
    assert [one.slug for one in report_for_adviser(result, "nl").trend.modules] == ["zesde"]
