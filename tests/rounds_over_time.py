"""A department with more than one closed round, as closing makes them."""

from datetime import timedelta

from scans.content.files import document_path, newest_version_of
from scans.content.loader import read_document
from scans.engine.answers import scored_codes
from scans.models import Group
from scans.queries.questionnaires import questionnaire_of
from scans.services.closing import close_round
from tests.factories import (
    TODAY,
    DepartmentFactory,
    QuestionnaireVersionFactory,
    ResponseFactory,
    ScanFactory,
    core_questionnaire,
)

HALF_A_YEAR = timedelta(days=182)


MODULES = ("organisatie", "patronen", "professional", "relaties", "rollen")


def five_modules():
    """Publish the modules that come with the product; return their keys."""
    documents = [read_document(document_path(slug, newest_version_of(slug))) for slug in MODULES]
    return [
        QuestionnaireVersionFactory(
            slug=one.slug, version=one.version, digest=one.digest, source=one.source, data=one.data
        ).pk
        for one in documents
    ]


def answers_around(value, number, group="team", asked=None):
    """One person's answers: between a value and the next, a little different for each number."""
    asked = asked or core_questionnaire()
    turned = {one.code for one in statements_of(asked) if one.reversed}
    answers = {}
    for place, code in enumerate(scored_codes(asked, group)):
        given = min(5, max(1, value + (place + number) % 2))
        answers[code] = 6 - given if code in turned else given
    return answers


def statements_of(asked):
    """All statements of a questionnaire and its modules, for team and clients."""
    found = [*asked.statements.values(), *asked.clients.statements]
    for module in asked.modules:
        themes = (*module.themes, *(module.clients.themes if module.clients else ()))
        found += [one for theme in themes for one in theme.statements]
        found += module.clients.statements if module.clients else ()
    return found


def elsewhere(asked):
    """What a team member chooses who sees all that can move in another place."""
    return {
        f"{row.code}.{aspect.code}": next(
            (c for c in aspect.cells if c.moves), aspect.cells[0]
        ).value
        for module in asked.modules
        for block in module.coverage
        for row in block.rows
        for aspect in block.aspects
    }


def closed_round(department, number, value, *, team=7, clients=0, **fields):
    """Close the round of this number, half a year after the one before; return its result.

    ``chosen`` gives what the team chooses in a questionnaire beside the scale; else nothing.
    """
    chosen = fields.pop("chosen", lambda _asked: {})
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
            given_by = "team" if group == Group.TEAM else "clients"
            answers = answers_around(value, person, given_by, questionnaire_of(scan))
            if group == Group.TEAM:
                answers |= chosen(questionnaire_of(scan))
            ResponseFactory(scan=scan, group=group, answers=answers, sent=True)
    return close_round(scan_id=scan.pk, today=opened_on + timedelta(days=14))


def three_rounds(*, clients=6, **fields):
    """Results of a department that changed between the first two rounds and not after that."""
    department = DepartmentFactory()
    return [
        closed_round(department, number, value, clients=clients, **fields)
        for number, value in ((1, 2), (2, 3), (3, 3))
    ]
