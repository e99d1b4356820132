"""The chain of a module: each link from scores that are shown, so that it tells nothing new."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from scans.engine.figures import ScanFigures
from scans.engine.module import Module
from scans.engine.scorefigures import ScoreFigures
from scans.engine.thresholds import COARSE

ENOUGH_LINKS = 3
"""From this many known links on the weakest is named: of two, one is simply the lower."""

CLOSE = 5
"""Links less than so many points apart are told apart no more than scores at a border are."""

ROLE = "rol"
"""The key that the core's role has in its document."""


@dataclass(frozen=True, slots=True)
class LinkFigures:
    """One link: the mean of the scores of its subjects as shown, 0-100, not rounded.

    Of subjects in steps of ``COARSE`` it is in such steps too. ``score`` is ``None`` where that of
    any subject isn't shown. ``extreme`` says that a subject is shown as a border only, so that the
    link is about so much. ``weakest`` marks the lowest link, and every one less than ``CLOSE``
    above it; nothing is marked where that is all of them, where fewer than ``ENOUGH_LINKS`` are
    known, or where none is known that asks about the module itself.
    """

    key: str
    score: float | None
    extreme: bool
    weakest: bool


def chain_of(module: Module, figures: ScanFigures, role: str = ROLE) -> tuple[LinkFigures, ...]:
    """Return the links in order, none without a chain; ``role`` is the key of the core's role."""
    if module.chain is None:
        return ()
    own = _own(module, figures)
    shown = {**figures.themes, role: figures.role.now, **own}
    links = [_link(link.key, [shown.get(key) for key in link.of]) for link in module.chain.links]
    known = [_read(link.score) for link in links if link.score is not None]
    has_own = any(
        found.score is not None and not own.keys().isdisjoint(link.of)
        for link, found in zip(module.chain.links, links, strict=True)
    )
    if len(known) < ENOUGH_LINKS or not has_own or max(known) - min(known) < CLOSE:
        return tuple(links)
    return tuple(
        replace(link, weakest=link.score is not None and _read(link.score) - min(known) < CLOSE)
        for link in links
    )


def _read(score: float) -> int:
    """Return a score as its reader sees it: as a whole number, half up."""
    return math.floor(score + 0.5)


def _own(module: Module, figures: ScanFigures) -> Mapping[str, ScoreFigures]:
    """Return what the module itself asks about, of the team and of clients."""
    found = [one for one in figures.modules if one.slug == module.slug]
    return {key: score for one in found for key, score in {**one.themes, **one.clients}.items()}


def _link(key: str, subjects: list[ScoreFigures | None]) -> LinkFigures:
    scores = [None if one is None else one.score for one in subjects]
    known = [score for score in scores if score is not None]
    if len(known) < len(scores):
        return LinkFigures(key, None, extreme=False, weakest=False)
    extreme = any(one is not None and one.extreme is not None for one in subjects)
    mean = sum(known) / len(known)
    if all(score % COARSE == 0 for score in known):
        mean = float(COARSE * _read(mean / COARSE))
    return LinkFigures(key, mean, extreme=extreme, weakest=False)
