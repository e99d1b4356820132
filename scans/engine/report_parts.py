"""The parts that reports of the core and of modules share, as frozen values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What goes with a finding: an explanation, a question for the team, a small step."""

    explanation: str
    card: str
    step: str


@dataclass(frozen=True, slots=True)
class ThemeSection:
    """One scored theme.

    ``interval`` is clipped to 0-100. ``basis`` says how many persons, ``certainty`` how sure;
    ``missing`` says why there is no score, and is ``None`` when there is one. ``extreme`` is
    ``"laag"`` or ``"hoog"`` when ``score`` is only the border beyond which it lies, and
    ``shown`` says that in words; else both are ``None``.
    """

    key: str
    letter: str
    title: str
    meaning: str
    score: float | None
    interval: tuple[float, float] | None
    level: str | None
    level_word: str | None
    basis: str
    certainty: str
    finding: Finding | None
    missing: str | None
    extreme: str | None = None
    shown: str | None = None


@dataclass(frozen=True, slots=True)
class RoleSection:
    """The role as two positions, 0 (maker) to 100 (meedenker); a place and never a grade.

    ``sentence`` says both positions and the way between them, or why they are missing. A place
    with an extreme (``"laag"``: the maker's end, ``"hoog"``: the meedenker's) is only the border
    beyond which it lies.
    """

    key: str
    letter: str
    title: str
    heading: str
    meaning: str
    maker: str
    meedenker: str
    now: float | None
    wanted: float | None
    gap: float | None
    sentence: str
    basis: str
    finding: Finding | None
    now_extreme: str | None = None
    wanted_extreme: str | None = None
