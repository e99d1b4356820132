"""Scans in the list of the dashboard, as the tests need them."""

import copy

from scans.engine.solo import solo_figures
from scans.services.listing import list_department
from tests.factories import (
    DepartmentFactory,
    OrganisationFactory,
    ResultFactory,
    ScanFactory,
    core_questionnaire,
)
from tests.factories import all_answers as _answers


def figures(**scores):
    """The figures of one person, with these scores of themes put in."""
    made = copy.deepcopy(solo_figures(core_questionnaire(), _answers(), 8).to_json())
    for key, score in scores.items():
        made["themes"][key]["score"] = score
    return made


def listed(*, name="Gemeente Voorbeeld", department="Communicatie", sector="gemeente", **fields):
    """A closed scan that is in the list; ``scores`` of themes, ``contact`` since a day."""
    scores = fields.pop("scores", {})
    contact = fields.pop("contact", None)
    organisation = OrganisationFactory(name=name, sector=sector)
    made = DepartmentFactory(
        organisation=organisation, name=department, contact_since=contact, size_class="6-10"
    )
    result = ResultFactory(
        scan=ScanFactory(department=made, closed=True, **fields), figures=figures(**scores)
    )
    list_department(made.pk)
    return result.scan


def open_scan(**fields):
    """A scan that is in the list and has no result yet."""
    scan = ScanFactory(**fields)
    list_department(scan.department_id)
    return scan


def page_of(scan, rest=""):
    """The address of a scan in the dashboard."""
    return f"/dashboard/scans/{scan.pk}/{rest}"
