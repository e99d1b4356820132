"""Where people stop on their way through a questionnaire, told without telling of single ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from scans.engine.thresholds import SMALLEST_GROUP


@dataclass(frozen=True, slots=True)
class Stage:
    """How many persons came past one step.

    ``reached`` is never more precise than may be told: a loss of fewer than ``SMALLEST_GROUP``
    isn't told where it happens but with the next larger one. ``stopped`` is ``None`` there.
    """

    key: str
    reached: int
    stopped: int | None


def stages(started: int, passed: Sequence[tuple[str, int]]) -> tuple[Stage, ...] | None:
    """Return how far those who started came; ``None`` for fewer than ``SMALLEST_GROUP``.

    ``passed`` counts who came past each step, in the order of the steps.

    >>> stages(20, [("a", 18), ("b", 12)])[1]
    Stage(key='b', reached=12, stopped=8)
    """
    if started < SMALLEST_GROUP:
        return None
    found, told = [], started
    for key, count in passed:
        lost = told - count
        if lost < SMALLEST_GROUP or 0 < count < SMALLEST_GROUP:
            found.append(Stage(key, told, None))
        else:
            told = count
            found.append(Stage(key, told, lost))
    return tuple(found)
