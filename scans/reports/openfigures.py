"""An edition in public: what the page shows of a group, and the open files of all groups.

The format of the files stands in docs/open-data.md and changes only with a new number.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from scans.engine.benchmark import ShownPeers, show
from scans.engine.peerreport import PeerMeasure, PeerView
from scans.engine.peers import IMPACT, MIRROR, ROLE_NOW, ROLE_WANTED, Peers, Segment
from scans.engine.questionnaire import Questionnaire
from scans.reports.peerwords import (
    band_sentence,
    basis_of,
    count_of,
    group_name,
    sector_labels,
    usual_count,
    whole_points,
)
from scans.reports.wording import as_title, in_sentence, joined, rounded

FORMAT = 1
PLACES = (ROLE_NOW, ROLE_WANTED)
LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
NOTE = "Zelf aangemeld, niet representatief. Self-selected, not representative."
INVENTED = "Demonstratie: verzonnen gegevens. Demonstration: made-up data."
COLUMNS = (
    "edition",
    "measure",
    "sector",
    "size",
    "departments",
    "organisations",
    "solo_percent",
    "first_month",
    "last_month",
    "p25",
    "p50",
    "p75",
    "distribution",
    "licence",
    "note",
)


def published(found: Mapping[str, Sequence[Peers]]) -> dict[str, tuple[ShownPeers, ...]]:
    """Return what everybody may see, by measure in the order of their names."""
    shown = {
        measure: tuple(one for each in found[measure] if (one := show(each, measure)) is not None)
        for measure in sorted(found)
    }
    return {measure: peers for measure, peers in shown.items() if peers}


@dataclass(frozen=True, slots=True)
class GroupShown:
    """What a group has, in the order of the report, without an own score.

    ``basis`` says how many departments that are, of when and how filled in; ``None`` where there
    is nothing.
    """

    measures: tuple[PeerMeasure, ...]
    basis: str | None


def group_shown(
    found: Mapping[str, Sequence[ShownPeers]],
    segment: Segment,
    questionnaire: Questionnaire,
    language: str,
) -> GroupShown:
    """Return the measures of a group with what is said once of them all."""
    names = measure_names(questionnaire, language)
    peers = {key: one for key in names for one in found.get(key, ()) if one.segment == segment}
    if not peers:
        return GroupShown((), None)
    group = group_name(segment, sector_labels(questionnaire, language))
    usual = usual_count(*peers.values())
    measures = tuple(
        PeerMeasure(
            key,
            *names[key],
            _view(key, one, group, usual),
            poles=_poles(questionnaire, language) if key in PLACES else None,
            note=_meaning(key, questionnaire, language),
        )
        for key, one in peers.items()
    )
    return GroupShown(measures, basis_of(*peers.values()))


def _poles(questionnaire: Questionnaire, language: str) -> tuple[str, str]:
    poles = questionnaire.role.poles
    return poles["maker"][language], poles["meedenker"][language]


def _meaning(key: str, questionnaire: Questionnaire, language: str) -> str | None:
    """Say in a line what the figure is, where its title doesn't."""
    if key in PLACES:
        maker, meedenker = (in_sentence(one) for one in _poles(questionnaire, language))
        return _("Een plek tussen {maker} (0) en {meedenker} (100), geen cijfer.").format(
            maker=maker, meedenker=meedenker
        )
    if key == IMPACT:
        return impact_in_a_line(questionnaire, language)
    return None


def impact_in_a_line(questionnaire: Questionnaire, language: str) -> str:
    """Say what the impact index is made of."""
    themes = joined([in_sentence(one.title[language]) for one in questionnaire.themes])
    return _("{themes} in één getal; een laag thema drukt het sterk.").format(
        themes=as_title(themes)
    )


def as_csv(
    edition: str, found: Mapping[str, Sequence[ShownPeers]], *, invented: bool = False
) -> str:
    """Write the file for spreadsheets and statistics, a group and measure a row.

    Every row of a demonstration says that it is ``invented``: rows get apart from their file.
    """
    same = {"edition": edition, "licence": LICENCE, "note": _note(invented=invented)}
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for row in _rows(found):
        bins = row.pop("distribution") or ()
        spread = ";".join("{low}:{high}:{count}".format_map(one) for one in bins)
        writer.writerow({**same, **row, "distribution": spread})
    return out.getvalue()


def as_json(
    edition: str,
    published_on: date,
    found: Mapping[str, Sequence[ShownPeers]],
    *,
    invented: bool = False,
) -> dict[str, Any]:
    """Return the same as plain JSON values."""
    return {
        "format": FORMAT,
        "edition": edition,
        "published_on": published_on.isoformat(),
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "note": _note(invented=invented),
        "figures": list(_rows(found)),
    }


def _note(*, invented: bool) -> str:
    return f"{INVENTED} {NOTE}" if invented else NOTE


def _rows(found: Mapping[str, Sequence[ShownPeers]]) -> Iterator[dict[str, Any]]:
    for measure, peers in found.items():
        for one in peers:
            first, last = one.period
            middle = one.quartiles.middle
            yield {
                "measure": measure,
                "sector": one.segment.sector,
                "size": one.segment.size,
                "departments": one.departments,
                "organisations": one.organisations,
                "solo_percent": int(rounded(100 * one.solo_share)),
                "first_month": f"{first:%Y-%m}",
                "last_month": f"{last:%Y-%m}",
                "p25": whole_points(one.quartiles.low),
                "p50": None if middle is None else whole_points(middle),
                "p75": whole_points(one.quartiles.high),
                "distribution": None
                if one.bins is None
                else [{"low": b.low, "high": b.high, "count": b.count} for b in one.bins],
            }


def measure_names(questionnaire: Questionnaire, language: str) -> dict[str, tuple[str, str]]:
    """Return letter and title by measure, in the order of the report."""
    themes = {one.key: (one.letter, one.title[language]) for one in questionnaire.themes}
    letter = questionnaire.role.letter
    mirror = {
        f"{MIRROR}{key}": (
            letter,
            _("Zelfbeeld min klantbeeld: {theme}").format(theme=in_sentence(title)),
        )
        for key, (letter, title) in themes.items()
    }
    return {
        **themes,
        IMPACT: ("", _("Impactindex")),
        ROLE_NOW: (letter, _("Rol nu")),
        ROLE_WANTED: (letter, _("Rol gewenst")),
        **mirror,
    }


def _view(measure: str, peers: ShownPeers, group: str, usual: str) -> PeerView:
    middle = peers.quartiles.middle
    return PeerView(
        group=group,
        basis=basis_of(peers),
        low=whole_points(peers.quartiles.low),
        middle=None if middle is None else whole_points(middle),
        high=whole_points(peers.quartiles.high),
        bins=peers.bins,
        own=None,
        own_extreme=None,
        sentence=band_sentence(peers, measure),
        standing=None,
        apart=None if count_of(peers) == usual else f"{count_of(peers)}.",
    )
