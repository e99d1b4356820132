"""A department with more than one closed round, as closing makes them."""

from datetime import timedelta

from scans.engine.answers import scored_codes
from scans.models import Group
from scans.services.closing import close_round
from tests.factories import (
    TODAY,
    DepartmentFactory,
    ResponseFactory,
    ScanFactory,
    core_questionnaire,
)

HALF_A_YEAR = timedelta(days=182)


def answers_around(value, number, group="team"):
    """One person's answers: between a value and the next, a little different for each number."""
    asked = core_questionnaire()
    turned = {
        one.code for one in (*asked.statements.values(), *asked.clients.statements) if one.reversed
    }
    answers = {}
    for place, code in enumerate(scored_codes(asked, group)):
        given = min(5, max(1, value + (place + number) % 2))
        answers[code] = 6 - given if code in turned else given
    return answers


def closed_round(department, number, value, *, team=7, clients=0, **fields):
    """Close the round of this number, half a year after the one before; return its result."""
    opened_on = TODAY + (number - 1) * HALF_A_YEAR
    invited = {"clients": True} if clients else {}
    scan = ScanFactory(
        department=department,
        number=number,
        team=team > 1,
        department_size=20,
        opened_on=opened_on,
        **invited,
        **fields,
    )
    for group, size in ((Group.TEAM, team), (Group.CLIENT, clients)):
        for person in range(size):
            answers = answers_around(value, person, "team" if group == Group.TEAM else "clients")
            ResponseFactory(scan=scan, group=group, answers=answers, sent=True)
    return close_round(scan_id=scan.pk, today=opened_on + timedelta(days=14))


def three_rounds(*, clients=6):
    """Results of a department that changed between the first two rounds and not after that."""
    department = DepartmentFactory()
    return [
        closed_round(department, number, value, clients=clients)
        for number, value in ((1, 2), (2, 3), (3, 3))
    ]
