"""Whoever took part in two rounds can't tell from what changed what any other person answered.

The reader of ``tests.engine.attacker`` gets more than there is here: all answers of all persons in
the other round, of which the trend is made too.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from scans.engine.round import RoundAnswers, round_figures
from scans.engine.tally import tally_of
from scans.engine.trend import ClosedRound, trend_of
from tests.engine.attacker import QUESTIONNAIRE, RULES, Game, derived
from tests.engine.rounds import STYLES, draw_game

DAY = date(2026, 5, 1)
ROUNDS = {"alike": 120, "mixed": 120, "extreme": 200, "calm": 200, "tiny": 60}
"""How many pairs of rounds are tried of each style: the first seeds there are."""


def closed(questionnaire, answers, day):
    return ClosedRound(
        questionnaire=questionnaire,
        figures=round_figures(questionnaire, answers, rules=RULES),
        tally=tally_of(questionnaire, answers),
        closed_on=day,
        together=False,
    )


@dataclass(frozen=True)
class TrendGame(Game):
    """A round beside another one; ``other_is_first`` tells which was held first."""

    other: RoundAnswers
    other_is_first: bool

    def published(self, questionnaire=QUESTIONNAIRE):
        this = closed(questionnaire, self.answers, DAY)
        other = closed(questionnaire, self.other, DAY + timedelta(days=1))
        rounds = (other, this) if self.other_is_first else (this, other)
        return this.figures, trend_of(*rounds, rules=RULES)


def draw_pair(seed, style):
    """Return a round beside another: of the same persons a little changed, or of quite others."""
    game = draw_game(seed, style)
    if seed % 2:
        other = draw_game(seed + 10_000, "mixed").answers
    else:
        moved = [
            {code: 3 if value is None else value for code, value in one.items()}
            for one in game.answers.team
        ]
        other = replace(game.answers, team=moved)
    return TrendGame(game.answers, game.attacker, other, other_is_first=seed % 4 < 2)


@pytest.mark.usefixtures("untraced")
@pytest.mark.parametrize("style", STYLES)
def test_nobody_derives_an_answer_of_another_person_from_a_change(style):
    found = {seed: derived(draw_pair(seed, style), seed) for seed in range(ROUNDS[style])}

    assert {seed: items for seed, items in found.items() if items} == {}


@pytest.mark.parametrize("style", ["alike", "calm"])
def test_the_pairs_that_are_tried_have_changes_with_a_margin(style):
    trends = [draw_pair(seed, style).published()[1] for seed in range(30)]

    assert any(one.interval for trend in trends for one in trend.themes.values())
