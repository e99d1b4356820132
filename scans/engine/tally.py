"""Counts of a round for comparisons over many departments; shown to nobody.

Plain JSON values, so that they can wait in the database for other departments.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from scans.engine.answers import Answers, core_codes
from scans.engine.asking import asked_of_clients
from scans.engine.intervals import ENOUGH_TO_VARY, variance
from scans.engine.items import count_items
from scans.engine.module import Module
from scans.engine.quality import is_straight
from scans.engine.questionnaire import NOW, WANTED, Questionnaire
from scans.engine.raw import RoundAnswers
from scans.engine.scoring import GroupScore, pairs_score, score_group, statements_score
from scans.engine.thresholds import SMALLEST_GROUP

FORMAT = 3
"""The form in which tallies are stored; those of form 1 don't have ``straight``, and those of
form 2 no ``modules``."""


def tally_of(questionnaire: Questionnaire, answers: RoundAnswers) -> dict[str, Any] | None:
    """Return the counts per item and the exact scores of both groups; ``None`` without either.

    A group of fewer than ``SMALLEST_GROUP`` is ``None``; the one person of a solo scan counts.
    ``items`` holds by code how often each answer was given, from 1 to 5 and then "weet ik niet".
    ``scores`` and ``positions`` hold the mean (0-100), n and the sample variance; ``modules`` does so
    by slug, for themes by key and for positions by key and moment. ``straight`` is
    of how many persons it can be told whether they answered all statements alike, and how many
    did.
    """
    enough = 1 if answers.is_solo else SMALLEST_GROUP
    clients = () if answers.expected_clients is None else answers.clients
    groups = {
        "team": _group(questionnaire, answers.team) if len(answers.team) >= enough else None,
        "clients": (
            _group(asked_of_clients(questionnaire), clients)
            if len(clients) >= SMALLEST_GROUP
            else None
        ),
    }
    return {"format": FORMAT, **groups} if any(groups.values()) else None


def _group(asked: Questionnaire, persons: Sequence[Answers]) -> dict[str, Any]:
    scores = score_group(asked, persons, None)
    items = count_items(core_codes(asked), persons)
    return {
        "n": len(persons),
        "items": {code: [*counts.counts, counts.unknown] for code, counts in items.items()},
        "scores": _moments(scores.themes),
        "positions": _moments({NOW: scores.now, WANTED: scores.wanted}),
        "modules": {module.slug: _moments(_module(module, persons)) for module in asked.modules},
        "straight": _straight(asked, persons),
    }


def _module(module: Module, persons: Sequence[Answers]) -> dict[str, GroupScore]:
    themes = {
        theme.key: statements_score(theme.statements, persons, None) for theme in module.themes
    }
    places = {
        f"{one.key}.{when}": pairs_score([pair.code for pair in one.pairs], when, persons, None)
        for one in module.positions
        for when in (NOW, WANTED)
    }
    return {**themes, **places}


def _straight(asked: Questionnaire, persons: Sequence[Answers]) -> list[int]:
    given = ([one.get(code) for code in asked.statements] for one in persons)
    rows = ([value for value in row if isinstance(value, int)] for row in given)
    judged = [straight for row in rows if (straight := is_straight(row)) is not None]
    return [len(judged), sum(judged)]


def _moments(scores: Mapping[str, GroupScore]) -> dict[str, dict[str, float | int | None]]:
    return {
        key: {
            "mean": None if one.score is None else float(one.score),
            "n": one.n,
            "variance": float(variance(one.scores)) if one.n >= ENOUGH_TO_VARY else None,
        }
        for key, one in scores.items()
    }
