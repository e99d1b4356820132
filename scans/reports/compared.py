"""What is put side by side: departments by their frozen figures, groups as they are published."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scans.engine.benchmark import ShownPeers
from scans.engine.figures import ComparisonFigures, Kind, ScanFigures, ScoreFigures
from scans.engine.peers import IMPACT, MIRROR, ROLE_NOW, ROLE_WANTED
from scans.models import Result
from scans.reports.peerwords import basis_of, departments_of, whole_points
from scans.reports.wording import NO_BREAK, as_title


@dataclass(frozen=True, slots=True)
class Spot:
    """A value on a scale with its margin; of a group the middle half with the median in it.

    ``value`` is ``None`` where only the middle half is known. ``extreme`` as in the figures.
    """

    value: float | None
    low: float | None
    high: float | None
    n: str
    extreme: str | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """A unit with all its spots by measure, as the benchmark names those."""

    name: str
    about: str
    spots: Mapping[str, Spot]
    is_group: bool = False


def compared_department(result: Result, name: str) -> Compared:
    """Return a department by its frozen figures."""
    figures = ScanFigures.from_json(result.figures)
    scan = result.scan
    by = _by(figures, together=scan.together)
    assert scan.closed_on is not None
    closed = date_format(scan.closed_on, "F Y").replace(" ", NO_BREAK)
    about = _("Ronde {number}, gesloten in {month}. {by}").format(
        number=scan.number, month=closed, by=by
    )
    return Compared(as_title(name), about, _spots(figures))


def compared_group(name: str, shown: Mapping[str, ShownPeers]) -> Compared:
    """Return a group by what the current edition publishes of it, by measure; that isn't empty."""
    spots = {measure: _group_spot(one) for measure, one in shown.items()}
    basis = basis_of(max(shown.values(), key=lambda one: one.departments))
    return Compared(as_title(name), basis, spots, is_group=True)


def _by(figures: ScanFigures, *, together: bool) -> str:
    if figures.kind is Kind.SOLO:
        return (
            _("Eén keer ingevuld, aan één tafel.") if together else _("Ingevuld door één persoon.")
        )
    return ngettext(
        "Ingevuld door {count} teamlid.", "Ingevuld door {count} teamleden.", figures.respondents
    ).format(count=figures.respondents)


def _spots(figures: ScanFigures) -> dict[str, Spot]:
    spots = {key: _spot(one) for key, one in figures.themes.items()}
    spots[ROLE_NOW] = _spot(figures.role.now)
    spots[ROLE_WANTED] = _spot(figures.role.wanted)
    spots[IMPACT] = Spot(figures.impact.index, None, None, _persons(figures.respondents))
    if figures.round is not None:
        for key, pair in figures.round.mirror.items():
            spots[f"{MIRROR}{key}"] = _difference(pair)
    return {key: one for key, one in spots.items() if one.value is not None}


def _spot(one: ScoreFigures) -> Spot:
    low, high = one.interval or (None, None)
    return Spot(one.score, low, high, _persons(one.n), one.extreme)


def _difference(pair: ComparisonFigures) -> Spot:
    low, high = pair.interval or (None, None)
    n = _("{own} en {clients}").format(
        own=_persons(pair.own.n),
        clients=ngettext("{count} klant", "{count} klanten", pair.clients.n).format(
            count=pair.clients.n
        ),
    )
    return Spot(pair.difference, low, high, n)


def _persons(count: int) -> str:
    return ngettext("{count} persoon", "{count} personen", count).format(count=count)


def _group_spot(peers: ShownPeers) -> Spot:
    middle = peers.quartiles.middle
    return Spot(
        value=None if middle is None else float(whole_points(middle)),
        low=float(whole_points(peers.quartiles.low)),
        high=float(whole_points(peers.quartiles.high)),
        n=departments_of(peers),
    )
