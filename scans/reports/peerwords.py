"""How groups of departments and their figures are put into words, for report and public page."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scans.engine.benchmark import HIGHEST, LOWEST, ShownPeers, rank_in_ten, rank_step
from scans.engine.intervals import Interval
from scans.engine.peers import Segment, is_difference
from scans.engine.questionnaire import Questionnaire
from scans.reports.wording import NO_BREAK, amount, number, rounded

SMALLEST_PERCENT = 0.5
TEN = 10
WORD_JOINER = "\u2060"
"""No line breaks here; it has no width and is seen by nobody."""


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
    return _("{range} personen").format(range=size.replace("-", f"–{WORD_JOINER}"))


def basis_of(*peers: ShownPeers) -> str:
    """Say how many departments there are, how they filled in the scan, and when.

    Of the figures of several measures it says how many there mostly are.
    """
    count = usual_count(*peers)
    if any(count_of(one) != count for one in peers):
        count = _("{count}; waar dat anders is, staat het erbij").format(count=count)
    return _("{count}. Hun rondes sloten in {period}. {solo}").format(
        count=count, period=period_of(*peers), solo=_solo([one.solo_share for one in peers])
    )


def count_of(peers: ShownPeers) -> str:
    """Say how many departments there are, of how many organisations."""
    return _("{departments} van {organisations} organisaties").format(
        departments=departments_of(peers), organisations=amount(peers.organisations)
    )


def departments_of(peers: ShownPeers) -> str:
    """Say how many departments there are."""
    return ngettext("{count} afdeling", "{count} afdelingen", peers.departments).format(
        count=amount(peers.departments)
    )


def usual_count(*peers: ShownPeers) -> str:
    """Say how many there are of most of these figures; of equally many, those of the first."""
    ((count, _times),) = Counter(map(count_of, peers)).most_common(1)
    return count


def period_of(*peers: ShownPeers) -> str:
    """Write the first and the last month."""
    first = _month(min(one.period[0] for one in peers))
    last = _month(max(one.period[1] for one in peers))
    if first == last:
        return first
    return _("{first} tot en met {last}").format(first=first, last=last)


def _month(day: date) -> str:
    return date_format(day, "F Y").replace(" ", NO_BREAK)


def middle_half(low: int, high: int) -> str:
    """Write the middle half in a table: "54–81", or "op 54" where it is one point."""
    return _("op {place}").format(place=low) if low == high else f"{low}–{high}"


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
        # Only in results of before the margin was that of the whole step.
        return _("{rank}. De marge is kleiner dan 1 op de 10.").format(rank=text)
    return _("{rank}. De marge loopt van {low} tot {high} van de 10.").format(
        rank=text, low=low, high=high
    )


def rank_in_brief(rank: float, interval: Interval, organisations: int) -> str:
    """Say the same as ``rank_sentence`` in a few words, for a table."""
    lowest, highest = rank_step(rank, organisations)
    low, high = (rank_in_ten(end) for end in interval)
    if lowest == LOWEST:
        text = _("minder dan {place} van de 10 scoren lager")
        place = math.ceil(highest / TEN)
    elif highest == HIGHEST:
        text, place = _("meer dan {place} van de 10 scoren lager"), lowest // TEN
    else:
        text, place = _("hoger dan ongeveer {place} van de 10"), rank_in_ten(rank)
    margin = (
        _("marge kleiner dan 1")
        if low == high
        else _("marge {low} tot {high}").format(low=low, high=high)
    )
    return f"{text.format(place=place)} ({margin})"


def _solo(shares: Sequence[float]) -> str:
    percents = [100 * share for share in shares]
    low, high = number(min(percents)), number(max(percents))
    if max(percents) == 0:
        return _("Elk daarvan is door meer mensen ingevuld, ieder apart.")
    if max(percents) < SMALLEST_PERCENT:
        return _(
            "Bij minder dan 1 procent is er één ingevulde scan: van één persoon, of van een team "
            "samen."
        )
    if low == high:
        text = _(
            "Bij {high} procent is er één ingevulde scan: van één persoon, of van een team samen."
        )
    else:
        text = _(
            "Bij {low} tot {high} procent is er één ingevulde scan: van één persoon, of van een "
            "team samen."
        )
    return text.format(low=low, high=high)
