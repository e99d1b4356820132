"""The section that holds the department against others, by the edition of its day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from scans.engine.benchmark import ShownPeers
from scans.engine.peerreport import PeerMeasure, PeersSection, PeerView
from scans.engine.peers import IMPACT, ROLE_NOW, ROLE_WANTED
from scans.engine.standing import Standing
from scans.reports.peerwords import (
    band_sentence,
    basis_of,
    group_name,
    rank_sentence,
    sector_labels,
    whole_points,
)
from scans.reports.source import Source
from scans.reports.wording import as_title, figure, in_sentence, joined, rounded

PLACES = (ROLE_NOW, ROLE_WANTED)


@dataclass(frozen=True, slots=True)
class Own:
    """A figure of the department as its report shows it; ``ranked`` unless it is a place."""

    key: str
    letter: str
    title: str
    score: float | None
    extreme: str | None
    ranked: bool = True


def peers_section(source: Source, standing: Standing | None) -> PeersSection | None:
    """Return the comparison; ``None`` without an edition and for one member's own picture."""
    if standing is None or source.facts.own_picture:
        return None
    sectors = sector_labels(source.questionnaire, source.language)
    compared = {
        one.key: _measure(one, standing.peers[one.key], sectors)
        for one in _own(source)
        if one.key in standing.peers
    }
    role = tuple(compared[key] for key in PLACES if key in compared)
    group, basis = _shared(compared.values())
    return PeersSection(
        edition=standing.edition,
        published_on=standing.published_on,
        scores=tuple(one for one in compared.values() if one not in role),
        role=role,
        role_sentence=_role_sentence(role),
        missing=_missing([one for one in _own(source) if one.key not in compared], compared),
        group=group,
        basis=basis,
        caveat=_(
            "Zelf aangemeld, niet representatief: deze afdelingen kozen er zelf voor om mee te "
            "doen. De vergelijking is context, geen doel. Hoger dan anderen is niet altijd "
            "beter voor jullie organisatie."
        ),
    )


def other_groups(section: PeersSection) -> tuple[PeersSection, ...]:
    """Return the comparison once for each group that wasn't chosen, the narrowest first."""
    names = dict.fromkeys(view.group for one in section.measures for view in one.others)
    return tuple(_beside(section, name) for name in names)


def _beside(section: PeersSection, group: str) -> PeersSection:
    beside = [
        PeerMeasure(one.key, one.letter, one.title, view, ())
        for one in section.measures
        for view in one.others
        if view.group == group
    ]
    role = tuple(one for one in beside if one.key in PLACES)
    return replace(
        section,
        scores=tuple(one for one in beside if one not in role),
        role=role,
        role_sentence=_role_sentence(role),
        missing=None,
        group=group,
        basis=_shared(beside)[1],
    )


def _shared(measures: Iterable[PeerMeasure]) -> tuple[str | None, str | None]:
    """Return group and basis where they are the same for all measures."""
    found = {(one.chosen.group, one.chosen.basis) for one in measures}
    return found.pop() if len(found) == 1 else (None, None)


def _own(source: Source) -> tuple[Own, ...]:
    figures, say = source.figures, source.say
    themes = (
        Own(
            theme.key,
            theme.letter,
            say(theme.title),
            figures.themes[theme.key].score,
            figures.themes[theme.key].extreme,
        )
        for theme in source.questionnaire.themes
    )
    role, letter = figures.role, source.questionnaire.role.letter
    return (
        *themes,
        Own(IMPACT, "", _("Impactindex"), figures.impact.index, None),
        Own(ROLE_NOW, letter, _("Rol nu"), role.now.score, role.now.extreme, ranked=False),
        Own(
            ROLE_WANTED,
            letter,
            _("Rol gewenst"),
            role.wanted.score,
            role.wanted.extreme,
            ranked=False,
        ),
    )


def _measure(own: Own, found: Sequence[ShownPeers], sectors: Mapping[str, str]) -> PeerMeasure:
    chosen, *others = (_view(own, peers, group_name(peers.segment, sectors)) for peers in found)
    return PeerMeasure(own.key, own.letter, own.title, chosen, tuple(others))


def _view(own: Own, peers: ShownPeers, group: str) -> PeerView:
    middle = peers.quartiles.middle
    return PeerView(
        group=group,
        basis=f"{basis_of(peers)} {_own_in(peers)}",
        low=whole_points(peers.quartiles.low),
        middle=None if middle is None else whole_points(middle),
        high=whole_points(peers.quartiles.high),
        bins=peers.bins if own.ranked and own.extreme is None else None,
        own=own.score,
        own_extreme=own.extreme,
        sentence=band_sentence(peers, own.key),
        standing=_standing(own, peers),
    )


def _own_in(peers: ShownPeers) -> str:
    """Say whether the own organisation is one of the peers."""
    if peers.counts_own:
        return _("De eigen organisatie telt mee in deze groep.")
    return _("De eigen organisatie telt niet mee.")


def _standing(own: Own, peers: ShownPeers) -> str | None:
    """Say where the department stands; of a border that isn't known, and a place is no rank."""
    if own.score is None or own.extreme is not None or not own.ranked:
        return None
    if peers.rank is not None and peers.interval is not None:
        return rank_sentence(peers.rank, peers.interval, peers.organisations)
    shown = rounded(own.score)
    if shown > whole_points(peers.quartiles.high):
        return _("De afdeling staat boven de middelste helft.")
    if shown < whole_points(peers.quartiles.low):
        return _("De afdeling staat onder de middelste helft.")
    return _("De afdeling staat in de middelste helft.")


def _role_sentence(role: Sequence[PeerMeasure]) -> str | None:
    """Say from where to where the peers want to go; only of the same departments."""
    if len({one.chosen.group for one in role}) != 1 or len(role) == 1:
        return None
    now, wanted = (one.chosen for one in role)
    if now.middle is None or wanted.middle is None:
        text = _(
            "Van maker (0) naar meedenker (100) staat de middelste helft van de anderen nu "
            "tussen {now_low} en {now_high}; gewenst is tussen {low} en {high}."
        ).format(now_low=now.low, now_high=now.high, low=wanted.low, high=wanted.high)
    else:
        text = _(
            "Van maker (0) naar meedenker (100) staat de middelste afdeling nu op {now}; "
            "gewenst is {wanted}."
        ).format(now=now.middle, wanted=wanted.middle)
    if now.own is None or wanted.own is None:
        return text
    mine = _("De eigen afdeling: nu {now}, gewenst {wanted}.").format(
        now=figure(now.own, now.own_extreme), wanted=figure(wanted.own, wanted.own_extreme)
    )
    return f"{text} {mine}"


def _missing(without: Sequence[Own], compared: Mapping[str, PeerMeasure]) -> str | None:
    """Say once for what there are too few departments."""
    if not without:
        return None
    if not compared:
        return _(
            "Er doen nog te weinig afdelingen mee om jullie mee te vergelijken: dat kan pas vanaf "
            "tien organisaties, waarvan er geen meer dan een kwart "
            "van de afdelingen heeft. Zijn die er bij jullie volgende ronde wel, dan staat de "
            "vergelijking in dat rapport."
        )
    names = as_title(joined([in_sentence(one.title) for one in without]))
    return _("{names}: nog te weinig afdelingen om mee te vergelijken.").format(names=names)
