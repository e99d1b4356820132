"""What changed since an earlier round: computed once, when the later one is closed."""

from collections.abc import Mapping
from typing import Any

from scans.engine.disclosure import Rules
from scans.engine.figures import ScanFigures
from scans.engine.trend import ClosedRound, trend_of
from scans.engine.trendfigures import TrendFigures
from scans.models import Result, Scan
from scans.queries.questionnaires import questionnaire_of


def trend_since_earlier(
    *, scan: Scan, figures: ScanFigures, tally: Mapping[str, Any] | None, rules: Rules
) -> TrendFigures | None:
    """Return what changed since the latest round that this one can be compared with.

    When no earlier round can, it is the latest of all, and says why not; ``None`` without an
    earlier round. The scan's day of closing is known.
    """
    after = _closed(scan, figures, tally)
    earlier = (
        Result.objects.filter(scan__department=scan.department_id, scan__number__lt=scan.number)
        .select_related("scan")
        .order_by("-scan__number")
    )
    rounds = (_closed(one.scan, ScanFigures.from_json(one.figures), one.tally) for one in earlier)
    latest = None
    for one in rounds:
        latest = latest or one
        if one.manner == after.manner and one.shows_something:
            return trend_of(one, after, rules=rules)
    return None if latest is None else trend_of(latest, after, rules=rules)


def _closed(scan: Scan, figures: ScanFigures, tally: Mapping[str, Any] | None) -> ClosedRound:
    assert scan.closed_on is not None
    return ClosedRound(
        questionnaire=questionnaire_of(scan),
        figures=figures,
        tally=tally,
        closed_on=scan.closed_on,
        together=scan.together,
        number=scan.number,
    )
