"""Whose middle half it is that stands beside the themes: all that is said of it on the summary."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from scans.engine.benchmark import ShownPeers
from scans.reports.peerwords import departments_of, group_name, period_of
from scans.reports.wording import in_sentence, joined


@dataclass(frozen=True, slots=True)
class ThemePeers:
    """The peers of one theme, by its title."""

    title: str
    peers: ShownPeers


def brief_of(themes: Sequence[ThemePeers], sectors: Mapping[str, str]) -> str | None:
    """Name the peers of all themes with how many they are, and when; ``None`` without any."""
    if not themes:
        return None
    groups = _alike(themes, lambda one: group_name(one.peers.segment, sectors))
    named = [f"{group} ({_counts(found)})" for group, found in groups.items()]
    if len(groups) > 1:
        by_theme = [
            _("bij {themes} {group}").format(themes=_titles(found), group=name)
            for name, found in zip(named, groups.values(), strict=True)
        ]
        named = [_("anderen: {groups}").format(groups=joined(by_theme))]
    return _(
        "Het lichte vlak onder een balk is de middelste helft van {groups}. Hun rondes sloten in "
        "{period}. Zelf aangemeld, niet representatief."
    ).format(groups=joined(named), period=period_of(*(one.peers for one in themes)))


def _counts(found: Sequence[ThemePeers]) -> str:
    """Say how many departments there are, by theme where that differs."""
    counts = _alike(found, lambda one: departments_of(one.peers))
    if len(counts) == 1:
        return next(iter(counts))
    return joined(
        [
            _("{departments} bij {themes}").format(departments=count, themes=_titles(each))
            for count, each in counts.items()
        ]
    )


def _alike(
    themes: Sequence[ThemePeers], words: Callable[[ThemePeers], str]
) -> dict[str, list[ThemePeers]]:
    found: dict[str, list[ThemePeers]] = {}
    for one in themes:
        found.setdefault(words(one), []).append(one)
    return found


def _titles(found: Sequence[ThemePeers]) -> str:
    return joined([in_sentence(one.title) for one in found])
