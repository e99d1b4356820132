"""Departments and groups side by side: what each scores, how sure that is, and what may be said.

It reads frozen figures and published groups only, so that it holds no more than their reports do.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scans.engine.peers import IMPACT, MIRROR, ROLE_NOW, ROLE_WANTED
from scans.reports.charts import Palette, palette_of, percent, stripes
from scans.reports.compared import Compared, Spot
from scans.reports.wording import figure, joined, number, rounded, signed

Titles = Mapping[str, tuple[str, str]]
Writer = Callable[[float], str]
LOWEST, HIGHEST = 0.0, 100.0


@dataclass(frozen=True, slots=True)
class Unit:
    """A department or a group: the letter by which the tables name it, and what it is."""

    letter: str
    name: str
    about: str
    is_group: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A spot as it is drawn, in percent of the width."""

    at: str | None
    low: str | None
    high: str | None
    width: str | None
    open: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Cell:
    """What one unit has of a measure; ``mark`` and ``wanted`` are ``None`` without it."""

    unit: Unit
    shown: str
    margin: str
    n: str
    mark: Mark | None
    wanted: Mark | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure over all units; ``sentence`` says what the differences are worth.

    ``theme`` is the key of the theme that it is about. ``ends`` are those of the scale, ``zero`` is where nought is on one that doesn't start there.
    """

    key: str
    theme: str
    title: str
    letter: str
    palette: Palette
    cells: tuple[Cell, ...]
    sentence: str
    ends: tuple[str, str]
    zero: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """All of it: who, the themes with the index, the role, and self-image minus client image."""

    units: tuple[Unit, ...]
    scores: tuple[Measure, ...]
    role: Measure
    mirror: tuple[Measure, ...]


def side_by_side(found: Sequence[Compared], titles: Titles) -> Comparison:
    """Put these next to each other, measure by measure."""
    units = tuple(
        Unit(letter, one.name, one.about, one.is_group)
        for letter, one in zip(ascii_uppercase, found, strict=False)
    )
    pairs = list(zip(units, (one.spots for one in found), strict=True))
    themes = [key for key in titles if "." not in key]
    mirror = [key for key in titles if key.startswith(MIRROR)]
    return Comparison(
        units=units,
        scores=tuple(_measure(key, titles[key], pairs) for key in themes),
        role=_role(titles, pairs),
        mirror=tuple(
            _measure(key, titles[key], pairs)
            for key in mirror
            if any(key in spots for _unit, spots in pairs)
        ),
    )


Pairs = Sequence[tuple[Unit, Mapping[str, Spot]]]


def _measure(key: str, title: tuple[str, str], pairs: Pairs) -> Measure:
    is_difference = key.startswith(MIRROR)
    lowest = -HIGHEST if is_difference else LOWEST
    theme = key.removeprefix(MIRROR)
    return Measure(
        key=key,
        theme=theme,
        title=title[1],
        letter=title[0],
        palette=palette_of(theme),
        cells=tuple(_cell(unit, spots.get(key), lowest) for unit, spots in pairs),
        sentence=(
            _("Van de impactindex berekenen we geen marge: hij volgt uit de drie thema’s.")
            if key == IMPACT
            else _worth([(unit, spots[key]) for unit, spots in pairs if key in spots])
        ),
        ends=(number(lowest), number(HIGHEST)),
        zero=is_difference,
    )


def _cell(unit: Unit, spot: Spot | None, lowest: float) -> Cell:
    if spot is None:
        return Cell(unit, "–", _("niet bekend"), "", None)
    write = signed if lowest < 0 else number
    return Cell(
        unit, _written(spot, write), _margin(unit, spot, write), spot.n, _mark(spot, lowest)
    )


def _written(spot: Spot, write: Writer) -> str:
    if spot.value is None:
        return "–"
    return figure(spot.value, spot.extreme) if spot.extreme else write(spot.value)


def _margin(unit: Unit, spot: Spot, write: Writer) -> str:
    if spot.low is None or spot.high is None:
        return _("zonder marge")
    low, high = write(spot.low), write(spot.high)
    if unit.is_group:
        return _("middelste helft {low} tot {high}").format(low=low, high=high)
    return _("marge {low} tot {high}").format(low=low, high=high)


def _mark(spot: Spot, lowest: float) -> Mark:
    def share(value: float | None) -> float | None:
        return None if value is None else HIGHEST * (value - lowest) / (HIGHEST - lowest)

    def drawn(value: float | None) -> str | None:
        return None if value is None else percent(value)

    at, low, high = share(spot.value), share(spot.low), share(spot.high)
    inside = (
        (max(low, LOWEST), min(high, HIGHEST)) if low is not None and high is not None else None
    )
    return Mark(
        at=drawn(at),
        low=drawn(low),
        high=drawn(high),
        width=None if inside is None else percent(max(inside[1] - inside[0], 1.0)),
        open=None if at is None else stripes(at, spot.extreme),
    )


def _role(titles: Titles, pairs: Pairs) -> Measure:
    cells = []
    for unit, spots in pairs:
        now, wanted = spots.get(ROLE_NOW), spots.get(ROLE_WANTED)
        cells.append(
            Cell(
                unit=unit,
                shown=f"{_place(now)} → {_place(wanted)}",
                margin=_margins(unit, now, wanted),
                n=(now or wanted or Spot(None, None, None, "")).n,
                mark=None if now is None else _mark(now, LOWEST),
                wanted=None if wanted is None else _mark(wanted, LOWEST),
            )
        )
    return Measure(
        key="rol",
        theme="rol",
        title=_("Rol: huidig → gewenst"),
        letter=titles[ROLE_NOW][0],
        palette=palette_of("rol"),
        cells=tuple(cells),
        sentence=_worth([(unit, spots[ROLE_NOW]) for unit, spots in pairs if ROLE_NOW in spots]),
        ends=(_("maker"), _("meedenker")),
    )


def _place(spot: Spot | None) -> str:
    return "–" if spot is None else _written(spot, number)


def _margins(unit: Unit, now: Spot | None, wanted: Spot | None) -> str:
    said = [
        f"{when} {_margin(unit, one, number)}"
        for when, one in ((_("nu"), now), (_("gewenst"), wanted))
        if one is not None
    ]
    return "; ".join(said) or _("niet bekend")


def _worth(found: Sequence[tuple[Unit, Spot]]) -> str:
    """Say what the difference between the highest and the lowest department is worth."""
    mine = [(unit, one) for unit, one in found if not unit.is_group and one.value is not None]
    sure = [(unit, one) for unit, one in mine if one.low is not None and one.high is not None]
    unsure = [unit.letter for unit, one in mine if one.low is None]
    said = []
    if len(sure) > 1:
        lowest = min(sure, key=lambda pair: pair[1].value or 0.0)
        highest = max(sure, key=lambda pair: pair[1].value or 0.0)
        said.append(_between(lowest, highest))
    if unsure:
        said.append(
            ngettext(
                "Van {letters} kennen we geen marge: dat verschil kan toeval zijn.",
                "Van {letters} kennen we geen marge: die verschillen kunnen toeval zijn.",
                len(unsure),
            ).format(letters=joined(unsure))
        )
    return " ".join(said)


def _between(lowest: tuple[Unit, Spot], highest: tuple[Unit, Spot]) -> str:
    (low_unit, low), (high_unit, high) = lowest, highest
    letters = {"high": high_unit.letter, "low": low_unit.letter}
    if rounded(high.value or 0.0) == rounded(low.value or 0.0):
        return _("De afdelingen met een marge scoren hetzelfde.")
    if (high.low or 0.0) > (low.high or 0.0):
        return _(
            "{high} staat hoger dan {low}, ook als je de marges meetelt: dat is waarschijnlijk "
            "een echt verschil."
        ).format_map(letters)
    return _(
        "De marges van {high} en {low} overlappen: met deze aantallen weten we niet zeker of er "
        "verschil is."
    ).format_map(letters)
