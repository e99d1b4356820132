"""Computing how good the questions are, once in a while, for pages that only show it."""

from datetime import date
from typing import Any

from django.db import transaction

from scans.engine.itemquality import Gathered, figures_of, gather
from scans.engine.quality import SHOWN_FROM
from scans.engine.questionnaire import Questionnaire
from scans.engine.stopping import DURATIONS, stops_of
from scans.models import Group, QualitySnapshot, QuestionnaireVersion
from scans.queries.quality import counted, latest_tallies, new_tallies
from scans.queries.questionnaires import asked_by_id
from scans.services.quality_counts import STEP, TIME


def refresh_all_quality(*, today: date) -> None:
    """Compute anew what can be, of every version: at most once a day."""
    for version_id in QuestionnaireVersion.objects.values_list("pk", flat=True):
        for group in Group:
            checked = QualitySnapshot.objects.filter(
                questionnaire_id=version_id, group=group, checked_on__gte=today
            )
            if not checked.exists():
                refresh_quality(version_id=version_id, group=group, today=today)


@transaction.atomic
def refresh_quality(*, version_id: int, group: Group, today: date) -> QualitySnapshot:
    """Compute the figures of a version for a group anew, when enough departments are new.

    Each figure must be of ``SHOWN_FROM`` departments more than the one before, or it stays: else
    what one department said would be the difference between two figures.
    """
    QualitySnapshot.objects.get_or_create(
        questionnaire_id=version_id, group=group.value, defaults={"checked_on": today}
    )
    # Two workers at once: the second finds the figures of the first.
    kept = QualitySnapshot.objects.select_for_update().get(
        questionnaire_id=version_id, group=group.value
    )
    kept.checked_on = today
    if _may_be_due(kept):
        _compute(kept, today)
    kept.save()
    return kept


def _may_be_due(kept: QualitySnapshot) -> bool:
    group = Group(kept.group)
    new = new_tallies(kept.questionnaire_id, group, after=kept.newest_result, most=SHOWN_FROM)
    return new >= SHOWN_FROM


def _compute(kept: QualitySnapshot, today: date) -> None:
    group = Group(kept.group)
    asked = asked_by_id(kept.questionnaire_id, group)
    everything, new = gather(asked, ()), gather(asked, ())
    newest = kept.newest_result
    for result_id, tally in latest_tallies(kept.questionnaire_id, group):
        everything.add(tally)
        if result_id > kept.newest_result:
            new.add(tally)
        newest = max(newest, result_id)
    figures = figures_of(asked, everything)
    if figures is None or not _enough(new):
        return
    kept.figures = {**figures, **_counts(kept.questionnaire_id, group, asked)}
    kept.computed_on = today
    kept.newest_result = newest


def _enough(new: Gathered) -> bool:
    return new.departments >= SHOWN_FROM and new.fewest() >= SHOWN_FROM


def _counts(version_id: int, group: Group, asked: Questionnaire) -> dict[str, Any]:
    found = counted(version_id, group)
    return {
        "steps": {key: found.get(f"{STEP}{key}", 0) for key in stops_of(asked)},
        "times": {key: found.get(f"{TIME}{key}", 0) for key in DURATIONS},
    }
