"""Load, reload, upgrade and slow visitors cost nobody an answer; no times are judged here.

`python -m bench load` does it at full length, and judges them.
"""

from bench.load import lost_scans
from bench.release import MARK
from bench.slow import slow_visitors
from bench.sustained import reload_under, served, size_of, upgrade_under

SIZE = size_of(short=True, minutes=0)


def test_reload_and_upgrade_under_load_fail_no_request_and_lose_no_answer(real_site):
    with served(real_site) as at:
        reloaded, _ = reload_under(at, SIZE)
        upgraded, _ = upgrade_under(at, SIZE)
        page = at.page("/")

    assert (reloaded.errors, upgraded.errors) == ([], [])
    assert reloaded.answers
    assert upgraded.answers
    assert lost_scans(real_site, [*reloaded.finished, *upgraded.finished]) == []
    assert MARK in page


def test_others_are_answered_while_many_visitors_are_slow(real_site):
    with (
        served(real_site) as at,
        slow_visitors(at.port, SIZE.slow) as slow,
        at.load(SIZE, share=0.3) as steady,
    ):
        steady.wait_for_answers(10)

    assert slow.most == SIZE.slow
    assert steady.measured.errors == []
