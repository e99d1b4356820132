"""A machine less is no answer less; `python -m bench cluster` does it at full length."""

from bench.cluster import MARKS, kill_machines_while_filling_in, scratch_cluster


def test_no_confirmed_answer_or_report_is_lost_when_one_machine_after_another_is_killed():
    with scratch_cluster() as site:
        outcome = kill_machines_while_filling_in(site, scans=4, kills=len(MARKS) - 1)

    assert outcome.missing == []
    assert outcome.killed == dict.fromkeys(MARKS, 1)
    assert (outcome.finished, outcome.reports) == (4, 4)
