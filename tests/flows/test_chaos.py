"""What was called saved survives whatever breaks; `python -m bench chaos` does it at full length."""

from bench.chaos import break_while_filling_in
from bench.site import scratch_site


def test_no_acknowledged_answer_is_lost_whatever_breaks():
    with scratch_site(on_small_disk=True) as site:
        outcome = break_while_filling_in(site, answers=300, breaks=5, limit=240)
        could_fill = site.disk is not None

    assert outcome.lost == []
    assert outcome.broken == {
        "web -9": 1,
        "PostgreSQL immediate": 1,
        "reload": 1,
        "connections cut": 1,
        "full disk": int(could_fill),
    }
    assert outcome.acknowledged >= 200
    assert outcome.finished == outcome.scans
