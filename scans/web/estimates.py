"""How long filling in takes, as it is told beforehand.

The eight minutes of the core are for some 36 answers: a bit more than 13 seconds each. A module
is taken to go at that pace; the cells of a coverage question at half of it, for their answers are
the same in every row and are read once. Rounded up: nobody is told less than it is.
"""

from collections.abc import Iterable
from math import ceil

from scans.engine.module import Module
from scans.models import Group, Scan
from scans.queries.questionnaires import module_by_id

TEAM_MINUTES = 8
CLIENT_MINUTES = 4
SECONDS_PER_ANSWER = 13.0
SECONDS_PER_CELL = SECONDS_PER_ANSWER / 2
SECONDS_PER_MINUTE = 60


def minutes_for(scan: Scan, group: Group) -> int:
    """Return how many minutes a round with modules takes somebody; 0 for one that adds nothing."""
    modules = [module_by_id(version_id) for version_id in scan.module_ids]
    if group == Group.CLIENT:
        more = client_minutes_of(modules)
        return CLIENT_MINUTES + more if more else 0
    return TEAM_MINUTES + minutes_of(modules) if modules else 0


def answers_of(module: Module) -> int:
    """Return how many answers a module asks of a team member."""
    return len(module.codes)


def minutes_of(modules: Iterable[Module]) -> int:
    """Return how many minutes these modules together take a team member; 0 for none."""
    return _minutes(sum(_seconds(module) for module in modules))


def client_minutes_of(modules: Iterable[Module]) -> int:
    """Return how many minutes these modules together take an internal client; 0 for none."""
    return _minutes(sum(SECONDS_PER_ANSWER * len(one.client_statements) for one in modules))


def _seconds(module: Module) -> float:
    cells = sum(len(block.codes) for block in module.coverage)
    return SECONDS_PER_ANSWER * (len(module.codes) - cells) + SECONDS_PER_CELL * cells


def _minutes(seconds: float) -> int:
    return ceil(seconds / SECONDS_PER_MINUTE)
