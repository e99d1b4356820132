"""What the page called saved survives `kill -9`; `python -m bench kills` does it at full length."""

from bench.kills import kill_while_filling_in
from bench.site import scratch_site


def test_no_confirmed_answer_is_lost_when_database_and_web_workers_are_killed():
    with scratch_site() as site:
        outcome = kill_while_filling_in(site, scans=6, kills=4)

    assert outcome.missing == []
    assert outcome.killed == {"PostgreSQL": 2, "web worker": 2}
    assert outcome.finished == 6
