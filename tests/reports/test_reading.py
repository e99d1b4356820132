from datetime import date

import pytest

from scans.reports.reading import own_report, report_of
from scans.services.closing import close_round
from tests.factories import ScanFactory, all_answers, round_with

TODAY = date(2026, 11, 22)


@pytest.mark.django_db
def test_a_team_member_reads_their_own_picture_while_the_round_is_open():
    scan = ScanFactory(team=True)

    made = own_report(scan, all_answers(), "nl", today=TODAY)

    assert made.intro is not None
    assert (made.solo, made.round, made.cover.closed_on) == (True, None, TODAY)
    assert made.cover.department == scan.department.name
    assert made.has_scores


@pytest.mark.django_db
def test_a_team_at_one_table_reads_its_own_picture_as_a_team():
    scan = ScanFactory(clients=True, together=True)

    made = own_report(scan, all_answers(), "nl", today=TODAY)

    assert made.intro == "Dit is jullie eigen beeld. Wie deze eigen link niet heeft, ziet het niet."
    assert made.cover.origin == "Samen ingevuld, als één antwoord"
    assert made.together


@pytest.mark.django_db
def test_a_closed_round_has_a_report():
    scan = round_with(team=7, clients=6)

    made = report_of(close_round(scan_id=scan.pk, today=TODAY), "nl")

    assert made.intro is None
    assert made.round is not None
    assert made.round.mirror is not None
    assert made.cover.origin.startswith("Ingevuld door 7 ")
