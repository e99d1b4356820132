"""A department brings to the benchmark what its report shows, and nothing that it doesn't."""

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from scans.engine.answers import scored_codes
from scans.models import BenchmarkRow, Group
from scans.reports.reading import report_of
from scans.services.closing import close_round
from scans.services.editions import publish_edition
from tests.factories import (
    TODAY,
    DepartmentFactory,
    OrganisationFactory,
    ResponseFactory,
    ScanFactory,
    all_answers,
    client_answers,
    core_questionnaire,
)

pytestmark = pytest.mark.django_db

QUESTIONNAIRE = core_questionnaire()
REVERSED = {one.code for one in QUESTIONNAIRE.statements.values() if one.reversed}
CODES = scored_codes(QUESTIONNAIRE)


def judged(value, **changes):
    """An answer to everything that judges alike, but for some statements."""
    wanted = dict.fromkeys(CODES, value) | changes
    given_answers = {code: 6 - one if code in REVERSED else one for code, one in wanted.items()}
    return all_answers() | given_answers


def close(team, clients=(), **fields):
    """Close a round with these answers, and return its frozen result."""
    scan = ScanFactory(team=True, clients=bool(clients), department_size=len(team) + 4, **fields)
    for group, persons in ((Group.TEAM, team), (Group.CLIENT, clients)):
        for answers in persons:
            ResponseFactory(scan=scan, group=group, answers=answers, sent=True)
    return close_round(scan_id=scan.pk, today=TODAY)


def rows_of(result):
    rows = BenchmarkRow.objects.filter(scan=result.scan_id)
    return set(rows.values_list("measure", "tenths", "n", "alone"))


persons = st.integers(5, 11)
changes = st.dictionaries(st.sampled_from(CODES), st.integers(1, 5), max_size=2)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(persons, st.sampled_from((1, 3, 5)), changes, st.booleans())
def test_rounds_whose_reports_are_equal_bring_the_same(number, value, changed, with_clients):
    reader, others = judged(1), [judged(value)] * (number - 2)
    clients = [client_answers()] * 5 if with_clients else []

    alike = close([reader, *others, judged(value)], clients)
    otherwise = close([reader, *others, judged(value, **changed)], clients)

    assume(alike.figures == otherwise.figures)
    assert rows_of(alike) == rows_of(otherwise)


def others(count):
    """Departments of as many organisations, all over the scale."""
    for number in range(count):
        department = DepartmentFactory(
            organisation=OrganisationFactory(name=f"Gemeente {number}", sector="zorg"),
            in_benchmark_since=TODAY,
            size_class="6-10",
        )
        for theme in QUESTIONNAIRE.themes:
            BenchmarkRow.objects.create(
                department=department,
                measure=theme.key,
                tenths=300 + 700 * number // count,
                n=8,
                period=TODAY.replace(day=1),
            )


def play(*, last):
    """Let a team of five, of which one is the reader, take part, be published and look.

    Return what the reader gets to see: the frozen figures, the figures of everybody, and a later
    report of the same department, which leaves the own organisation out. Nothing of it stays.
    """
    with transaction.atomic():
        department = DepartmentFactory(
            organisation=OrganisationFactory(name="Gemeente", sector="zorg"),
            in_benchmark_since=TODAY,
        )
        first = close([judged(1), *[judged(5)] * 3, last], department=department)
        publish_edition(name="2026-11", today=TODAY)
        public = Client().get("/benchmark/2026-11.json").json()["figures"]
        again = ScanFactory(department=department, number=2, department_size=9)
        ResponseFactory(scan=again, answers=all_answers(), sent=True)
        second = close_round(scan_id=again.pk, today=TODAY)
        report = report_of(second, "nl")
        transaction.set_rollback(True)
    return first.figures, public, second.benchmark["peers"], report.benchmark


# In the one world all four others are at the end of every theme, in the other one of them isn't: exact
# means of 80.0 and 79.2, and "hoog, 75 of meer" in both reports. As long as the benchmark held
# the means, the one stood in another bin than the other.
def test_the_own_department_subtracted_from_everybody_tells_no_more_than_the_own_report():
    others(60)

    unanimous = play(last=judged(5))
    divided = play(last=judged(5, rel3=4))

    figures, public, own, _report = unanimous
    relevance = figures["themes"]["relevantie"]
    assert (relevance["score"], relevance["extreme"]) == (75, "hoog")
    assert {one["measure"] for one in public} >= {"relevantie", "timing", "resultaat"}
    assert own["relevantie"]
    assert divided == unanimous
