"""``manage.py benchmark rank``: where one score stands, as JSON."""

import json
import re
from argparse import ArgumentParser
from collections.abc import Collection, Mapping
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scans.content.results_cells import echo
from scans.engine.benchmark import ShownPeers, show
from scans.engine.distribution import TENTHS, tenths
from scans.engine.peers import HIGHEST_TENTHS, SIZES, choose, ladder, lowest_of, measures_of
from scans.management.core_questionnaire import core_questionnaire, sectors_of
from scans.management.named import organisation_by
from scans.queries.benchmark import current_edition, peers_in

HELP = "reken uit waar een score staat tussen andere afdelingen"


def add_arguments(parser: ArgumentParser) -> None:
    """Ask for the measure, the score and the group."""
    parser.add_argument("--theme", required=True, help="relevantie, timing, rol.huidig, impact …")
    parser.add_argument("--score", required=True, help="bijvoorbeeld 64.3, of --score=-3.5")
    parser.add_argument("--sector", help="waarde uit de vragenlijst, bijvoorbeeld gemeente")
    parser.add_argument("--size", help=f"grootte van de afdeling: {', '.join(SIZES)}")
    parser.add_argument("--exclude", metavar="ORGANISATION", help="sleutel of naam: telt niet mee")


def handle(command: BaseCommand, options: Mapping[str, Any]) -> None:
    """Print the group used, n, organisations, quartiles, rank and interval; or null."""
    edition = current_edition()
    if edition is None:
        raise CommandError("Er is nog geen editie gepubliceerd.", returncode=2)
    core = core_questionnaire()
    themes = measures_of(theme.key for theme in core.themes)
    theme = _known("--theme", options["theme"], dict.fromkeys((*themes, *edition.measures)))
    score = _score(options["score"], theme)
    sector, size = options["sector"], options["size"]
    steps = ladder(
        None if sector is None else _known("--sector", sector, sectors_of(core)),
        None if size is None else _known("--size", size, SIZES),
    )
    excluded = options["exclude"]
    organisation = None if excluded is None else organisation_by(excluded, "--exclude: ")
    chosen = choose(peers_in(edition, steps, organisation).get(theme, ()))
    shown = None if chosen is None else show(chosen, theme, tenths(score))
    command.stdout.write(json.dumps({"edition": edition.name, **_printed(shown)}, indent=2))


def _printed(shown: ShownPeers | None) -> dict[str, Any]:
    if shown is None:
        return dict.fromkeys(("group", "n", "organisations", "quartiles", "rank", "interval"))
    return {
        "group": asdict(shown.segment),
        "n": shown.departments,
        "organisations": shown.organisations,
        "quartiles": asdict(shown.quartiles),
        "rank": shown.rank,
        "interval": shown.interval,
    }


def _known(option: str, given: str, allowed: Collection[str]) -> str:
    if given not in allowed:
        reason = f"{option}: {echo(given)} bestaat niet; kies uit {', '.join(allowed)}."
        raise CommandError(reason, returncode=2)
    return given


def _score(given: str, theme: str) -> Fraction:
    """Return a score that is on the scale of its measure."""
    lowest, highest = lowest_of(theme) // TENTHS, HIGHEST_TENTHS // TENTHS
    found = re.fullmatch(r"(-?[0-9]{1,9})(?:[.,]([0-9]{1,9}))?", given)
    score = Fraction(".".join(filter(None, found.groups()))) if found else None
    if score is None or not lowest <= score <= highest:
        raise CommandError(
            f"--score: {echo(given)} is geen getal van {lowest} tot en met {highest}, "
            "zoals 64.3 of 64,3.",
            returncode=2,
        )
    return score
