"""Doing the same to many rows, a few at a time: nothing is locked for long, no fault stops it all."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.db import models, transaction

AT_ONCE = 1000
"""Rows in one transaction: far below a second, so that whoever waits for one of them hardly does."""

Key = TypeVar("Key")


def delete_in_batches(found: models.QuerySet[Any]) -> int:
    """Delete the rows of a query, ``AT_ONCE`` in a transaction; return how many there were.

    What hangs on them is deleted too, and not counted.
    """
    deleted = 0
    while keys := list(found.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            counts = found.filter(pk__in=keys).delete()[1]
        deleted += counts.get(found.model._meta.label, 0)  # noqa: SLF001 - the documented way in
    return deleted


def one_by_one(keys: Iterable[Key], act: Callable[[Key], bool]) -> int:
    """Do something for each key; return for how many it was done.

    ``act`` says whether it did anything, and is a transaction of its own. One that fails doesn't
    hold up the others: what went wrong first is raised when all have had their turn.
    """
    done = 0
    failures: list[Exception] = []
    for key in keys:
        try:
            done += act(key)
        except Exception as error:  # raised below, after the others
            failures.append(error)
    if failures:
        raise failures[0]
    return done
