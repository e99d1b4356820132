"""Leaving a department out of the benchmark: a test, a double, misuse."""

from uuid import UUID

from django.db import transaction

from scans.models import Department

LONGEST_REASON = 200


class ExclusionReasonError(ValueError):
    """A reason that is missing or too long."""


@transaction.atomic
def exclude_department(*, department: UUID, reason: str) -> bool:
    """Leave a department out of every next edition, and tell whether that is news.

    ``reason`` is one line of at most 200 characters; another reason than before takes its place
    and is news as well. What was published stays as it is. ``ExclusionReasonError`` for a reason
    that isn't one, ``Department.DoesNotExist`` for a key of no department.
    """
    line = " ".join(reason.split())
    if not line or len(line) > LONGEST_REASON or not line.isprintable():
        raise ExclusionReasonError(reason)
    return _keep(department, line)


@transaction.atomic
def include_department(*, department: UUID) -> bool:
    """Let a department that was left out count again, and tell whether that is news.

    It does so as far as its aanvrager agreed. ``Department.DoesNotExist`` for a key of none.
    """
    return _keep(department, "")


def _keep(department: UUID, reason: str) -> bool:
    kept = Department.objects.select_for_update().get(pk=department)
    if kept.excluded_because == reason:
        return False
    kept.excluded_because = reason
    kept.save(update_fields=["excluded_because"])
    return True
