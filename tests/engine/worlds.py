"""Other answers that may well be published in the same way: proposals, to be tried.

A proposal is a mapping from (group, person, code) to an answer. None of them has to be right:
whoever asks compares what is published.
"""

import random
from dataclasses import dataclass, field

IN_CLASS = {1: 2, 2: 1, 4: 5, 5: 4}
MOSTLY = 0.7


@dataclass
class Spot:
    """Items that are scored together, and those of them that all others answered alike.

    ``part`` holds the items that have a score of their own besides.
    """

    group: str
    persons: list
    others: list
    block: list
    alike: list
    reversed: set
    part: set
    luck: random.Random

    def given(self, place, code):
        return self.persons[place].get(code)

    def known(self, code):
        """Return by place what the others answered, as far as they did."""
        given = {place: self.given(place, code) for place in self.others}
        return {place: value for place, value in given.items() if value is not None}

    def key(self, place, code):
        return (self.group, place, code)

    def turned(self, code, step):
        return -step if code in self.reversed else step

    def one(self):
        return self.luck.choice(self.others)

    def few(self, count):
        return self.luck.sample(self.others, min(count, len(self.others)))


def another_world(spot, attempt):
    """Return a proposal; the first ones change as many items, and as little, as they can."""
    if attempt == 0:
        return _balanced(spot, spot.alike, [spot.one()], (1, -1))
    if attempt == 1:
        return _balanced(spot, spot.alike[:1], spot.few(2), (1, -1))
    propose = spot.luck.choice(PROPOSALS)
    return propose(spot)


@dataclass
class _Draft:
    """A proposal in the making."""

    spot: Spot
    edits: dict = field(default_factory=dict)

    def value(self, place, code):
        return self.edits.get(self.spot.key(place, code), self.spot.given(place, code))

    def move(self, place, code, step):
        """Change an answer by what counts as this many points; tell whether that can be."""
        now = self.value(place, code)
        after = None if now is None else now + self.spot.turned(code, step)
        if after is None or not 1 <= after <= 5:
            return False
        self.edits[self.spot.key(place, code)] = after
        return True

    def shift(self, place, code, picked, step):
        """Move one answer, and another of the same kind the other way; tell whether it went."""
        if not self.move(place, code, step):
            return False
        if any(self.move(place, other, -step) for other in self.partners(code, picked)):
            return True
        if any(one != place and self.move(one, code, -step) for one in picked):
            return True
        del self.edits[self.spot.key(place, code)]
        return False

    def partners(self, code, picked):
        """Return the other items, first those of the same part that nothing was done to."""
        part, key = self.spot.part, self.spot.key
        return sorted(
            (other for other in self.spot.block if other != code),
            key=lambda other: (
                (other in part) != (code in part),
                any(key(one, other) in self.edits for one in picked),
            ),
        )


def _balanced(spot, wanted, picked, steps):
    """Raise one answer and lower another, within a person where it goes."""
    draft = _Draft(spot)
    for code in wanted:
        if any(spot.key(place, code) in draft.edits for place in picked):
            continue
        place = picked[0]
        if draft.value(place, code) is None:
            draft.edits[spot.key(place, code)] = _likely(spot, place)
        elif not any(draft.shift(place, code, picked, step) for step in steps):
            any(draft.move(place, code, step) for step in steps)
    return draft.edits


def _swayed(spot):
    """Move one item by any number of points, and another the other way."""
    steps = spot.luck.sample((-3, -2, -1, 1, 2, 3), 4)
    picked = spot.few(spot.luck.choice((1, 2, 2, 3)))
    return _balanced(spot, [spot.luck.choice(spot.alike)], picked, steps)


def _shifted(spot):
    """Move points within a person, and within some others, so that all scores stay."""
    draft = _Draft(spot)
    codes = [
        spot.luck.choice(spot.alike),
        *spot.luck.choices(spot.block, k=spot.luck.randint(1, 3)),
    ]
    for code in codes:
        place = spot.one()
        draft.shift(place, code, [place], spot.luck.choice((-2, -1, -1, 1, 1, 2)))
    return draft.edits


def _answered(spot):
    """Let one or two persons answer what nobody did, and some others move a little."""
    draft = _Draft(spot)
    code = spot.luck.choice(spot.alike)
    for place in spot.few(spot.luck.choice((1, 1, 2))):
        if draft.value(place, code) is not None:
            return _shifted(spot)
        draft.edits[spot.key(place, code)] = spot.luck.randint(1, 5)
    for _ in range(spot.luck.randint(0, 3)):
        place, other = spot.one(), spot.luck.choice(spot.block)
        now = draft.value(place, other)
        if now in IN_CLASS and spot.luck.random() < MOSTLY:
            draft.edits[spot.key(place, other)] = IN_CLASS[now]
        else:
            draft.shift(place, other, [place], spot.luck.choice((-1, 1)))
    return draft.edits


def _calmed(spot):
    """Move one item, and bring two others a step nearer to each other at some items."""
    edits = {}
    for code in spot.luck.sample(spot.block, spot.luck.randint(1, min(3, len(spot.block)))):
        known = [place for place in spot.others if spot.given(place, code) is not None]
        spot.luck.shuffle(known)
        known.sort(key=lambda place: spot.given(place, code))
        if known and spot.given(known[-1], code) - spot.given(known[0], code) > 1:
            both = [(known[0], 1), (known[-1], -1)]
            for place, step in spot.luck.choice((both, both[:1], both[1:])):
                edits[spot.key(place, code)] = spot.given(place, code) + step
    return edits | _balanced(spot, [spot.luck.choice(spot.alike)], [spot.one()], (1, -1, 2, -2))


def _gathered(spot):
    """Move one item a step, and any number of others nearer to each other at one other item.

    What the first adds to how far apart answers are, the second takes away: where a word depends
    on the sum over all items, two others a step nearer may not be enough.
    """
    draft = _Draft(spot)
    draft.move(spot.one(), spot.luck.choice(spot.alike), spot.luck.choice((-1, 1)))
    divided = [code for code in spot.block if len(set(spot.known(code).values())) > 1]
    if divided:
        code = spot.luck.choice(divided)
        known = spot.known(code)
        middle = sum(known.values()) / len(known)
        for place in spot.luck.sample(list(known), spot.luck.randint(1, len(known))):
            now = known[place]
            draft.edits[spot.key(place, code)] = now + (now < middle) - (now > middle)
    return draft.edits


def _loose(spot):
    """Change one wanted answer at random, and up to three more."""
    edits = {}
    for _ in range(spot.luck.randint(0, 3)):
        place, code = spot.one(), spot.luck.choice(spot.block)
        now = spot.given(place, code)
        if now is not None:
            edits[spot.key(place, code)] = _within(now + spot.luck.choice((-2, -1, 1, 2)))
    wanted = spot.key(spot.one(), spot.luck.choice(spot.alike))
    return edits | {wanted: spot.luck.randint(1, 5)}


def _quiet(spot):
    """Change one wanted answer, and some others without leaving their class."""
    edits = {}
    for _ in range(spot.luck.randint(0, 5)):
        place, code = spot.one(), spot.luck.choice(spot.block)
        now = spot.given(place, code)
        if now in IN_CLASS:
            edits[spot.key(place, code)] = IN_CLASS[now]
    place, code = spot.one(), spot.luck.choice(spot.alike)
    now = spot.given(place, code)
    near = (1, 2, 3, 4, 5) if now is None else (_within(now + 1), _within(now - 1))
    return edits | {spot.key(place, code): spot.luck.choice(near)}


def _even(spot):
    """Change up to six answers of one to three persons, such that the sums stay what they are."""
    for _ in range(100):
        few = spot.few(spot.luck.choice((1, 1, 2, 3)))
        keys = {spot.key(few[0], spot.luck.choice(spot.alike))}
        for _ in range(spot.luck.randint(1, 5)):
            keys.add(spot.key(spot.luck.choice(few), spot.luck.choice(spot.block)))
        edits, sums = {}, [0, 0]
        for key in sorted(keys):
            _, place, code = key
            now = spot.given(place, code)
            if now is None:
                edits[key] = spot.luck.randint(1, 5)
            else:
                edits[key] = _within(now + spot.luck.choice((-2, -1, -1, 1, 1, 2)))
                sums[code in spot.part] += spot.turned(code, edits[key] - now)
        if sums == [0, 0]:
            return edits
    return {}


def _moved(spot):
    """Let everybody have meant something else: points go from some items to others."""
    return _moved_by(spot, spot.others, 4)


def _joined(spot):
    """Let any number of others give points of one item to another, so that all scores stay."""
    return _moved_by(spot, spot.few(spot.luck.randint(2, max(2, len(spot.others)))), 1)


def _moved_by(spot, picked, count):
    codes = [spot.luck.choice(spot.alike), *spot.luck.choices(spot.block, k=2 * count - 1)]
    steps = spot.luck.choices((-2, -1, 1, 2), k=count)
    moves = list(zip(codes[::2], codes[1::2], steps, strict=True))
    draft = _Draft(spot)
    for place in picked:
        for code, other, step in moves:
            before = draft.value(place, code)
            moved = code != other and draft.move(place, code, step)
            if moved and not draft.move(place, other, -step):
                draft.edits[spot.key(place, code)] = before
    return draft.edits


def _elsewhere(spot):
    """Let each of the others have the sum that they have from quite other answers."""
    pattern = {code: spot.luck.randint(1, 5) for code in spot.block}
    draft = _Draft(spot)
    for place in spot.others:
        known = [code for code in spot.block if spot.given(place, code) is not None]
        draft.edits |= {spot.key(place, code): pattern[code] for code in known}
        left = sum(spot.turned(code, spot.given(place, code) - pattern[code]) for code in known)
        for code in known * 4:
            step = (left > 0) - (left < 0)
            if step and draft.move(place, code, step):
                left -= step
    return draft.edits


def _likely(spot, place):
    """Return the answer nearest to the other answers of a person who gave none here."""
    given = [value for code in spot.block if (value := spot.given(place, code)) is not None]
    return round(sum(given) / len(given)) if given else 3


def _within(value):
    return min(5, max(1, value))


PROPOSALS = (
    *(_answered, _answered, _answered, _shifted, _swayed, _swayed, _calmed),
    *(_loose, _quiet, _even, _moved, _elsewhere, _gathered, _joined),
)
