"""Rounds of every kind that there could be, drawn from a seed: fast, and the same each time."""

import random
from dataclasses import replace
from fractions import Fraction

from scans.engine.agreement import agreement_of, variance_but_one
from scans.engine.round import RoundAnswers
from tests.engine.attacker import BLOCKS, GROUPS, REVERSED, Game

CALM = ("scattered", "centred", "holes", "straight")
ALIKE = ("same", "end", "nearly", "some", "open", "unknown", "camps")
STYLES = ("alike", "mixed", "extreme", "calm", "tiny")
LARGEST = 40
ENDS = (1, 5)
MARGIN = Fraction(1, 50)


def draw_game(seed, style):
    """Return a round in one of ``STYLES``, with somebody in it who wants to know more."""
    luck = random.Random(f"{style}{seed}")  # noqa: S311  # rounds, not secrets
    size = _size(luck, style)
    invited = luck.random() < 0.8
    persons = {
        "team": _group(luck, "team", size, style),
        "clients": _group(luck, "clients", _size(luck, style) if invited else 0, style),
    }
    withdrawn = {group: luck.choice((0, 0, 0, 1, 2)) for group in GROUPS}
    solo = size == 1 and luck.random() < 0.5
    if solo:
        withdrawn["team"] = 0
    # Who withdraws is gone before anything is computed.
    team, clients = (
        persons[group][: max(1, len(persons[group]) - withdrawn[group])] for group in GROUPS
    )
    attacker = "clients" if clients and not solo and luck.random() < 0.3 else "team"
    answers = RoundAnswers(
        team=team,
        clients=clients,
        department_size=luck.choice((None, len(team), len(team) + luck.randint(1, 20), 3)),
        expected_team=None if solo else max(5, size),
        expected_clients=max(5, len(clients)) if invited else None,
    )
    return Game(answers, attacker)


def _size(luck, style):
    if style == "tiny":
        return luck.randint(1, 4)
    small = luck.randint(5, 9)
    return luck.choice((small, small, luck.randint(5, 14), luck.randint(1, LARGEST)))


def _group(luck, group, size, style):
    """Return the answers of a group; the first person is the one who may be the attacker."""
    persons = [{} for _ in range(size)]
    for block in BLOCKS[group]:
        kinds = {
            "calm": CALM,
            "mixed": (*CALM, *CALM, *ALIKE),
            "alike": (*ALIKE, "scattered"),
            "extreme": ("end", "nearly", "scattered", "scattered", "holes"),
            "tiny": (*CALM, *ALIKE),
        }[style]
        _answer_block(luck, persons, block, luck.choice(kinds))
    return persons


def _answer_block(luck, persons, block, kind):
    columns = {code: luck.choice((1, 2, 3, 4, 5)) for code in block}
    end = luck.choice(ENDS)
    fixed = set(luck.sample(block, luck.randint(1, len(block))))
    odd = luck.randrange(len(persons)) if persons else 0
    for place, person in enumerate(persons):
        draw = _DRAW[kind](luck, end, columns, fixed, place == odd)
        for code in block:
            value = draw(code)
            if value != "open":
                person[code] = value
    if persons:
        _answer_own(luck, persons[0], block, end)


def _answer_own(luck, person, block, end):
    """Let the one who may be the attacker answer in a way that tells most, now and then."""
    way = luck.choice(("alike", "alike", "opposite", "random", "missing"))
    for code in block:
        if way == "opposite":
            person[code] = _turned(code, 6 - end)
        elif way == "random":
            person[code] = luck.randint(1, 5)
        elif way == "missing":
            person[code] = None


def _turned(code, value):
    return 6 - value if code in REVERSED else value


def _scattered(luck, *_):
    return lambda _code: luck.randint(1, 5)


def _centred(luck, *_):
    middle = luck.randint(2, 4)
    return lambda _code: min(5, max(1, middle + luck.choice((-1, 0, 0, 1))))


def _holes(luck, *_):
    return lambda _code: luck.choice((1, 2, 3, 4, 5, 4, 4, None, "open"))


def _straight(luck, *_):
    value = luck.choice((1, 2, 3, 4, 4, 5, 5))
    return lambda _code: value


def _same(_luck, _end, columns, *_):
    return lambda code: columns[code]


def _at_the_end(_luck, end, *_):
    return lambda code: _turned(code, end)


def _nearly(luck, end, columns, _fixed, odd):
    missed = luck.choice(list(columns))
    near = 4 if end == 5 else 2
    return lambda code: _turned(code, near if odd and code == missed else end)


def _some(luck, _end, columns, fixed, _odd):
    return lambda code: columns[code] if code in fixed else luck.randint(1, 5)


def _open(luck, _end, _columns, fixed, _odd):
    return lambda code: "open" if code in fixed else luck.randint(1, 5)


def _unknown(_luck, *_):
    return lambda _code: None


def _camps(luck, _end, columns, fixed, _odd):
    side = luck.choice(ENDS)
    return lambda code: columns[code] if code in fixed else side


_DRAW = {
    "scattered": _scattered,
    "centred": _centred,
    "holes": _holes,
    "straight": _straight,
    "same": _same,
    "end": _at_the_end,
    "nearly": _nearly,
    "some": _some,
    "open": _open,
    "unknown": _unknown,
    "camps": _camps,
}


def draw_tight(seed):
    """Return a round in which one theme lies just within a step of a word or of a variance."""
    luck = random.Random(seed)  # noqa: S311  # rounds, not secrets
    while True:
        columns = _columns(luck)
        spread = sum(variance_but_one(column) for column in columns)
        word = agreement_of(list(zip(*columns, strict=True)), 5)
        near = Fraction(29, 20) <= spread <= Fraction(3, 2)
        for border in (30, 50, 70, 90):
            beside = abs(word - Fraction(border, 100)) <= Fraction(1, 200)
            near |= spread > Fraction(3, 2) and beside
        bucket = any(
            abs(variance_but_one(column) - step) <= MARGIN
            for column in columns
            for step in (Fraction(1, 2), 1, 2)
        )
        if near or (bucket and luck.random() < 0.05):
            return _tight_game(seed, luck, columns)


def _columns(luck):
    """What everybody answers to each of six statements; the first person is the one that looks."""
    persons = luck.choice((5, 6, 7, 8, 9, 10, 11, 12, 14, 20))
    calm = luck.randint(1, 5)
    others = [0] * calm + [luck.randint(1, persons // 2 + 1) for _ in range(6 - calm)]
    luck.shuffle(others)
    columns = [_column(luck, persons - 1, count) for count in others]
    own = [luck.randint(1, 5) for _ in columns]
    return [[one, *column] for one, column in zip(own, columns, strict=True)]


def _column(luck, persons, others):
    column = [luck.randint(1, 5)] * persons
    for _ in range(others):
        column[luck.randrange(persons)] = luck.randint(1, 5)
    return column


def _tight_game(seed, luck, columns):
    base = draw_game(seed, "calm")
    block, persons = BLOCKS["team"][luck.randrange(3)], len(columns[0])
    team = [
        {
            code: 6 - column[place] if code in REVERSED else column[place]
            for code, column in zip(block, columns, strict=True)
        }
        for place in range(persons)
    ]
    clients = base.answers.clients if luck.random() < 0.6 else []
    answers = replace(
        base.answers,
        team=team,
        clients=clients,
        department_size=luck.choice((None, persons, persons + 3)),
        expected_team=persons,
        expected_clients=max(5, len(clients)) if clients else None,
    )
    return Game(answers, "team")
