"""How groups of departments and their figures are put into words, for report and public page."""

import math
from collections.abc import Mapping

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scans.engine.benchmark import HIGHEST, LOWEST, ShownPeers, rank_in_ten, rank_step
from scans.engine.intervals import Interval
from scans.engine.peers import Segment, is_difference
from scans.engine.questionnaire import Questionnaire
from scans.reports.wording import NO_BREAK, number, rounded

SMALLEST_PERCENT = 0.5
TEN = 10


def whole_points(value: float) -> int:
    """Round a quartile: exact ones would say more of single departments than is needed."""
    return int(rounded(value))


def sector_labels(questionnaire: Questionnaire, language: str) -> dict[str, str]:
    """Return what the sectors are called, by the value that is stored."""
    options = (one.options or () for one in questionnaire.context if one.code == "sector")
    return {each.value: each.text[language] for found in options for each in found}


def group_name(segment: Segment, sectors: Mapping[str, str]) -> str:
    """Name the departments of a segment, as words within a sentence."""
    size = None if segment.size is None else size_name(segment.size)
    sector = None if segment.sector is None else sectors.get(segment.sector, segment.sector)
    if sector is None:
        if size is None:
            return _("alle afdelingen die meedoen")
        return _("afdelingen met {size}").format(size=size)
    if size is None:
        return _("afdelingen in de sector ‘{sector}’").format(sector=sector)
    return _("afdelingen in de sector ‘{sector}’ met {size}").format(sector=sector, size=size)


def size_name(size: str) -> str:
    """Write a size class: "6–10 personen"."""
    if size.endswith("+"):
        return _("{least} of meer personen").format(least=size.removesuffix("+"))
    return _("{range} personen").format(range=size.replace("-", "–"))


def basis_of(peers: ShownPeers) -> str:
    """Say how many departments there are, how they filled in the scan, and when."""
    departments = ngettext("{count} afdeling", "{count} afdelingen", peers.departments).format(
        count=peers.departments
    )
    return _(
        "{departments} van {organisations} organisaties. Hun rondes sloten in {period}. {solo}"
    ).format(
        departments=departments,
        organisations=peers.organisations,
        period=period_of(peers),
        solo=_solo(peers.solo_share),
    )


def period_of(peers: ShownPeers) -> str:
    """Write the first and the last month."""
    first, last = (date_format(one, "F Y").replace(" ", NO_BREAK) for one in peers.period)
    if first == last:
        return first
    return _("{first} tot en met {last}").format(first=first, last=last)


def band_sentence(peers: ShownPeers, measure: str) -> str:
    """Say where the middle half stands and, where it is shown, the middle department."""
    middle = peers.quartiles.middle
    low, high = (
        points(one, measure)
        for one in (whole_points(peers.quartiles.low), whole_points(peers.quartiles.high))
    )
    known = {"low": low, "high": high}
    if middle is None:
        if low == high:
            return _("De middelste helft staat op {low}.").format_map(known)
        return _("De middelste helft staat tussen {low} en {high}.").format_map(known)
    known["middle"] = points(whole_points(middle), measure)
    if low == high:
        text = _("De middelste helft staat op {low}, de middelste afdeling op {middle}.")
    else:
        text = _(
            "De middelste helft staat tussen {low} en {high}, de middelste afdeling op {middle}."
        )
    return text.format_map(known)


def points(value: int, measure: str) -> str:
    """Write whole points; a difference between two images carries its sign."""
    return f"+{value}" if is_difference(measure) and value > 0 else number(value)


def rank_sentence(rank: float, interval: Interval, organisations: int) -> str:
    """Say a rank in steps and its margin as so many out of ten."""
    lowest, highest = rank_step(rank, organisations)
    if lowest == LOWEST:
        text = _("Minder dan {most} van de 10 afdelingen scoren lager").format(
            most=math.ceil(highest / TEN)
        )
    elif highest == HIGHEST:
        text = _("Meer dan {fewest} van de 10 afdelingen scoren lager").format(fewest=lowest // TEN)
    else:
        text = _("De afdeling scoort hoger dan ongeveer {place} van de 10 afdelingen").format(
            place=rank_in_ten(rank)
        )
    low, high = (rank_in_ten(end) for end in interval)
    if low == high:
        return _("{rank}. De marge is kleiner dan 1 op de 10.").format(rank=text)
    return _("{rank}. De marge loopt van {low} tot {high} van de 10.").format(
        rank=text, low=low, high=high
    )


def _solo(share: float) -> str:
    percent = 100 * share
    if share == 0:
        return _("Geen daarvan is één keer ingevuld.")
    if percent < SMALLEST_PERCENT:
        return _("Minder dan 1 procent is één keer ingevuld, door één persoon of samen.")
    return _("{percent} procent is één keer ingevuld, door één persoon of samen.").format(
        percent=number(percent)
    )
