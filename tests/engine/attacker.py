"""Somebody who took part, knows their own answers, and draws every conclusion there is.

An answer of another person is *derived* when it is the same in every set of answers (a *world*)
that would have been published in the same way, the attacker's own answers being what they are.
Published figures don't depend on the order of persons. So as soon as two others differ on an
item, swapping them is such a world, and nobody's answer to it is derived. Where all others agree
on an item, another world has to be found: ``tests.engine.worlds`` proposes them.
"""

import random
from dataclasses import dataclass, field, replace

from scans.engine.answers import prediction_codes, scored_codes
from scans.engine.disclosure import SMALLEST_GROUP, rules_from
from scans.engine.questionnaire import NOW, WANTED
from scans.engine.round import RoundAnswers, round_figures
from tests.engine.builders import THEMES, build_questionnaire
from tests.engine.worlds import Spot, another_world

MIRRORED = [f"{prefix}{place}" for prefix in (*THEMES.values(), "rol") for place in (1, 3, 5)]
QUESTIONNAIRE = build_questionnaire(
    reverse=["rel1", "rel4", "tim3", "res2", "res6"], mirrored=MIRRORED
)
RULES = rules_from({"scores_from": 5, "whole_from": 10, "texts_from": 10})
REVERSED = {
    one.code
    for one in (*QUESTIONNAIRE.statements.values(), *QUESTIONNAIRE.clients.statements)
    if one.reversed
}
SEEN_BY_CLIENTS = {*MIRRORED, *(f"{code}.{when}" for code in MIRRORED for when in (NOW, WANTED))}
GROUPS = ("team", "clients")
AT_ONCE = 25
PATIENCE = 6_000


def _blocks(group):
    """Return the codes that are scored together, block by block."""
    before = "" if group == "team" else "k-"
    asked = scored_codes(QUESTIONNAIRE, group)
    themes = [
        [code for code in asked if code.startswith(before + prefix)] for prefix in THEMES.values()
    ]
    places = [[code for code in asked if code.endswith(f".{when}")] for when in (NOW, WANTED)]
    predictions = [[code] for code in prediction_codes(QUESTIONNAIRE)] if group == "team" else []
    return [*themes, *places, *predictions]


BLOCKS = {group: _blocks(group) for group in GROUPS}


def _about(number):
    """Return the questionnaire with nothing in it but what this block is scored by."""
    role, clients = QUESTIONNAIRE.role, QUESTIONNAIRE.clients
    if number < len(THEMES):
        return replace(
            QUESTIONNAIRE,
            themes=QUESTIONNAIRE.themes[number : number + 1],
            role=replace(role, pairs=()),
            clients=replace(clients, pairs=()),
        )
    if number < len(THEMES) + len((NOW, WANTED)):
        return replace(QUESTIONNAIRE, themes=(), clients=replace(clients, statements=()))
    return replace(
        QUESTIONNAIRE,
        themes=tuple(replace(theme, statements=()) for theme in QUESTIONNAIRE.themes),
        role=replace(role, pairs=()),
    )


ABOUT = [_about(number) for number in range(len(BLOCKS["team"]))]


@dataclass(frozen=True)
class Game:
    """A round, and the group of which the first person is the attacker."""

    answers: RoundAnswers
    attacker: str

    def persons(self, group):
        return getattr(self.answers, group)

    def others(self, group):
        """Return the places of everybody in the group but the attacker."""
        return list(range(1 if group == self.attacker else 0, len(self.persons(group))))

    def published(self, questionnaire=QUESTIONNAIRE):
        return round_figures(questionnaire, self.answers, rules=RULES)

    def changed(self, edits):
        """Return the world with these answers, given by (group, person, code)."""
        persons = {group: list(self.persons(group)) for group in GROUPS}
        for (group, place, code), value in edits.items():
            persons[group][place] = {**persons[group][place], code: value}
        return replace(self, answers=replace(self.answers, **persons))

    def unanimous(self):
        """Return by block, as (group, number), the items that all others answered alike."""
        found = {}
        for group in GROUPS:
            others = [self.persons(group)[place] for place in self.others(group)]
            for number, block in enumerate(BLOCKS[group] if others else ()):
                alike = [code for code in block if len({one.get(code) for one in others}) == 1]
                if alike:
                    found[group, number] = alike
        return found


def derived(game, seed):
    """Return the items, as (group, code), of which another person's answer is derived."""
    still = game.unanimous()
    if not still:
        return set()
    luck = random.Random(seed)  # noqa: S311  # rounds, not secrets
    seen = game.published()
    for group in GROUPS:
        if len(game.persons(group)) < SMALLEST_GROUP:
            _check_nothing_is_shown(game, group, seen, luck)
            still = {key: alike for key, alike in still.items() if key[0] != group}
    search = Search(game, seen, still, luck)
    search.try_all_blocks()
    for key in list(still):
        attempt = 0
        while key in still and attempt < PATIENCE:
            search.try_block(key, attempt)
            attempt += 1
    return {(group, code) for (group, _), alike in still.items() for code in alike}


def _check_nothing_is_shown(game, group, seen, luck):
    """Answers of too few persons don't matter at all to what is published."""
    edits = {
        (group, place, code): luck.choice((1, 2, 3, 4, 5, None))
        for place in game.others(group)
        for block in BLOCKS[group]
        for code in block
    }
    assert game.changed(edits).published() == seen


@dataclass
class Search:
    """The search for other worlds: ``still`` holds the items that none was found for."""

    game: Game
    seen: object
    still: dict
    luck: random.Random
    seen_about: dict = field(default_factory=dict)

    def try_all_blocks(self):
        """Look for worlds block by block, each on its own, and try them all together."""
        found = {key: self._likely_worlds(key) for key in self.still}
        for number in range(max(map(len, found.values()), default=0)):
            edits = {}
            for worlds in found.values():
                edits |= worlds[number] if number < len(worlds) else {}
            self._try(edits)

    def try_block(self, key, attempt):
        """Change answers in one block; strike out what turns out to be another world."""
        edits = self._proposal(key, attempt)
        if edits and self._looks_alike(key, edits):
            self._try(edits)

    def _likely_worlds(self, key):
        """Return changes that don't show in this block itself, together of all items wanted."""
        worlds, wanted = [], set(self.still[key])
        for attempt in range(AT_ONCE):
            edits = self._proposal(key, attempt)
            new = wanted & {code for _, _, code in edits}
            if new and self._looks_alike(key, edits):
                worlds.append(edits)
                wanted -= new
            if not wanted:
                break
        return worlds

    def _try(self, edits):
        """Strike out the items that have another answer in this world, if it looks the same."""
        if self.game.changed(edits).published() != self.seen:
            return
        found = {(group, code) for group, _, code in edits}
        for (group, number), alike in list(self.still.items()):
            left = [code for code in alike if (group, code) not in found]
            if left:
                self.still[group, number] = left
            else:
                del self.still[group, number]

    def _proposal(self, key, attempt):
        proposed = another_world(self._spot(*key), attempt)
        # Only what is really another answer counts.
        return {
            (group, place, code): value
            for (group, place, code), value in proposed.items()
            if value != self.game.persons(group)[place].get(code)
        }

    def _looks_alike(self, key, edits):
        """Tell, fast, whether a world with changes in one block is worth a full look."""
        about = ABOUT[key[1]]
        if key not in self.seen_about:
            self.seen_about[key] = self.game.published(about)
        return self.game.changed(edits).published(about) == self.seen_about[key]

    def _spot(self, group, number):
        return Spot(
            group=group,
            persons=self.game.persons(group),
            others=self.game.others(group),
            block=BLOCKS[group][number],
            alike=self.still[group, number],
            reversed=REVERSED,
            part=SEEN_BY_CLIENTS,
            luck=self.luck,
        )
