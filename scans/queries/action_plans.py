"""The plan that was made of a result."""

from scans.models import ActionPlan, PlanStep


def steps_of(result_id: int) -> list[PlanStep]:
    """Return the steps in their order."""
    return list(PlanStep.objects.filter(plan__result=result_id))


def plan_of_result(result_id: int) -> ActionPlan | None:
    """Return the plan, ``None`` while nothing was chosen."""
    return ActionPlan.objects.filter(result=result_id).first()
