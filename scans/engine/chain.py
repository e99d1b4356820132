"""The chain of a module: each link from scores that are shown, so that it tells nothing new."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from scans.engine.figures import ScanFigures
from scans.engine.module import Module
from scans.engine.scorefigures import ScoreFigures

ENOUGH_LINKS = 3
"""From this many known links on the weakest is named: of two, one is simply the lower."""


ROLE = "rol"
"""The key that the core's role has in its document."""


@dataclass(frozen=True, slots=True)
class LinkFigures:
    """One link: the mean of the scores of its subjects as shown, 0-100, not rounded.

    ``score`` is ``None`` where that of any subject isn't shown. ``extreme`` says that a subject
    is shown as a border only, so that the link is about so much. ``weakest`` marks the lowest
    link, and every one as low; nothing is marked where all are alike, or fewer than
    ``ENOUGH_LINKS`` known.
    """

    key: str
    score: float | None
    extreme: bool
    weakest: bool


def chain_of(module: Module, figures: ScanFigures, role: str = ROLE) -> tuple[LinkFigures, ...]:
    """Return the links in order, none without a chain; ``role`` is the key of the core's role."""
    if module.chain is None:
        return ()
    shown = _shown(module, figures, role)
    links = [_link(link.key, [shown.get(key) for key in link.of]) for link in module.chain.links]
    # As the reader sees them: of two that both read 48 neither is the weaker one.
    known = [_read(link.score) for link in links if link.score is not None]
    if len(known) < ENOUGH_LINKS or min(known) == max(known):
        return tuple(links)
    return tuple(
        replace(link, weakest=link.score is not None and _read(link.score) == min(known))
        for link in links
    )


def _read(score: float) -> int:
    """Return a score as a whole number, half up."""
    return math.floor(score + 0.5)


def _shown(module: Module, figures: ScanFigures, role: str) -> Mapping[str, ScoreFigures]:
    shown = {**figures.themes, role: figures.role.now}
    for one in figures.modules:
        if one.slug == module.slug:
            shown |= {**one.themes, **one.clients}
    return shown


def _link(key: str, subjects: list[ScoreFigures | None]) -> LinkFigures:
    scores = [None if one is None else one.score for one in subjects]
    known = [score for score in scores if score is not None]
    if len(known) < len(scores):
        return LinkFigures(key, None, extreme=False, weakest=False)
    extreme = any(one is not None and one.extreme is not None for one in subjects)
    return LinkFigures(key, sum(known) / len(known), extreme=extreme, weakest=False)
