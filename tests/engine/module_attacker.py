"""Somebody who took part in a module with themes as small as they come, and draws conclusions.

As in ``tests.engine.attacker``: an answer of another person is derived when it is the same in every
world that would have been published in the same way. What all others answered alike is what a
world is looked for with.
"""

import random
from dataclasses import dataclass, replace

from scans.engine.disclosure import rules_from
from scans.engine.module import Module
from scans.engine.moduledisclosure import shown_module
from scans.engine.raw import RoundAnswers
from scans.engine.rawmodules import raw_module
from tests.engine.builders import build_module

RULES = rules_from({"scores_from": 5, "whole_from": 10, "texts_from": 10})
ANSWERS = (1, 2, 3, 4, 5, None)
STEPS = (-1, 1, -2, 2, -3, 3, -4, 4)
PATIENCE = 4_000
MOVES = 4


@dataclass(frozen=True)
class Game:
    """A round about one theme; the first person of ``group`` is the reader, if ``takes_part``."""

    module: Module
    answers: RoundAnswers
    group: str
    takes_part: bool

    @property
    def others(self):
        persons = getattr(self.answers, self.group)
        return range(1 if self.takes_part else 0, len(persons))

    @property
    def parts(self):
        """The codes that are scored together: the mirrored ones, and the others."""
        if self.group == "clients":
            return [list(self.module.client_statements)]
        codes = list(self.module.statements)
        faces = [statement.mirrors for statement in self.module.clients.statements]
        return [faces, [code for code in codes if code not in faces]]

    def published(self):
        return shown_module(self.module, raw_module(self.module, self.answers), RULES)

    def changed(self, edits):
        persons = [dict(one) for one in getattr(self.answers, self.group)]
        for (place, code), value in edits.items():
            persons[place][code] = value
        return replace(self, answers=replace(self.answers, **{self.group: persons}))

    def given(self, place, code):
        return getattr(self.answers, self.group)[place][code]

    def unanimous(self):
        codes = [code for part in self.parts for code in part]
        return [
            code for code in codes if len({self.given(place, code) for place in self.others}) == 1
        ]


def draw_module_game(seed):
    """Return a round about a theme of one to four statements, many of them answered alike."""
    luck = random.Random(f"module{seed}")  # noqa: S311  # rounds, not secrets
    codes = [f"a{place}" for place in range(1, luck.randint(1, 4) + 1)]
    mirrored = codes[: luck.randint(0, len(codes))]
    module = replace(
        build_module(themes={"a": codes}, mirrored=mirrored, own=() if mirrored else ("e1",)),
        positions=(),
        choices=(),
        coverage=(),
    )
    n = luck.choice((5, 5, 6, 7, 9, 10, 12))
    team = _group(luck, list(module.statements), n)
    clients = _group(luck, list(module.client_statements), luck.choice((5, 7, 10)))
    answers = RoundAnswers(team, clients, luck.choice((None, None, n, n + 3)), 12, 12)
    return Game(module, answers, luck.choice(("team", "team", "clients")), luck.random() < 0.8)


def _group(luck, codes, n):
    alike = {code: luck.choice(ANSWERS) for code in codes if luck.random() < 0.8}
    persons = [{code: alike.get(code, luck.choice(ANSWERS)) for code in codes} for _ in range(n)]
    persons[0] = {code: luck.choice(ANSWERS) for code in codes}
    return persons


def derived_of(game, seed):
    """Return the codes of which another person's answer is derived."""
    luck = random.Random(seed)  # noqa: S311  # rounds, not secrets
    seen, left = game.published(), game.unanimous()
    for attempt in range(PATIENCE):
        if not left:
            break
        edits = _proposal(game, luck, luck.choice(left), attempt)
        real = {key: v for key, v in edits.items() if v != game.given(*key)}
        new = {code for _, code in real} & set(left)
        if new and game.changed(real).published() == seen:
            left = [code for code in left if code not in new]
    return left


def _proposal(game, luck, code, attempt):
    """Return other answers: moved within a part or between persons, exchanged, or any."""
    part = next(part for part in game.parts if code in part)
    place, other = luck.choice(game.others), luck.choice(game.others)
    if attempt % 8 == 7:
        return _elsewhere(game, luck)
    near, step = luck.choice(part), luck.choice(STEPS[: 2 + 6 * (attempt % 2)])
    way = luck.randrange(4)
    if way == 0:
        return _moved(game, [(place, code, step), (place, near, -step)])
    if way == 1:
        return _moved(game, [(place, code, step), (other, near, -step)])
    if way == 2:
        return {(place, code): game.given(place, near), (place, near): game.given(place, code)}
    edits = {(place, code): luck.choice(ANSWERS)}
    for _ in range(luck.randrange(MOVES)):
        one, item = luck.choice(game.others), luck.choice([c for p in game.parts for c in p])
        edits[one, item] = luck.choice(ANSWERS)
    return edits


def _elsewhere(game, luck):
    """Let all others have meant something else, nearly alike, at some statements."""
    edits = {}
    for code in (code for part in game.parts for code in part if luck.random() < 0.8):
        base, more = luck.randint(1, 5), luck.randint(0, len(game.others))
        for number, place in enumerate(game.others):
            edits[place, code] = min(5, base + (number < more))
    return edits


def _moved(game, moves):
    edits = {}
    for place, code, step in moves:
        now = edits.get((place, code), game.given(place, code))
        if now is None or now + step not in ANSWERS:
            return {}
        edits[place, code] = now + step
    return edits
