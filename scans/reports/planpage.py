"""The plan as a page of the PDF."""

from collections.abc import Iterable
from datetime import date

from scans.engine.afterwards import PlannedRow, PlanPage
from scans.models import MOST_STEPS, PlanStep
from scans.reports.wording import straight


def plan_page(steps: Iterable[PlanStep], today: date) -> PlanPage:
    """Return the steps as they are, and rows to fill in by hand up to the most there may be."""
    rows = tuple(
        PlannedRow(
            text=straight(step.text),
            who=straight(step.who),
            due_on=step.due_on,
            done_on=step.done_on,
        )
        for step in steps
    )
    return PlanPage(rows=rows, blank=tuple(range(len(rows) + 1, MOST_STEPS + 1)), as_of=today)
