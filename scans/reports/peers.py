"""The section that holds the department against others, by the edition of its day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from scans.engine.benchmark import ShownPeers
from scans.engine.peerreport import PeerMeasure, PeersSection, PeerView
from scans.engine.peers import IMPACT, ROLE_NOW, ROLE_WANTED, Segment
from scans.engine.standing import Standing
from scans.reports.peerbrief import ThemePeers, brief_of
from scans.reports.peerwords import (
    band_sentence,
    basis_of,
    count_of,
    group_name,
    rank_in_brief,
    rank_sentence,
    sector_labels,
    usual_count,
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


@dataclass(frozen=True, slots=True)
class Beside:
    """A figure of the department and the peers that it is held against."""

    own: Own
    peers: ShownPeers


def peers_section(source: Source, standing: Standing | None) -> PeersSection | None:
    """Return the comparison; ``None`` for one member's own picture."""
    if source.facts.own_picture:
        return None
    if standing is None:
        return PeersSection(edition=None, published_on=None, missing=_nothing_yet())
    own, sectors = _own(source), sector_labels(source.questionnaire, source.language)
    chosen, others = _groups(own, standing)
    group = PeersSection(
        edition=standing.edition,
        published_on=standing.published_on,
        missing=_missing([one for one in own if one.key not in standing.peers], chosen),
        brief=brief_of(_themes(chosen, source), sectors),
        caveat=_(
            "Zelf aangemeld, niet representatief: deze afdelingen kozen er zelf voor om mee te "
            "doen. De vergelijking is context, geen doel. Hoger dan anderen is niet altijd "
            "beter voor jullie organisatie."
        ),
    )
    empty = replace(group, missing=None, brief=None)
    beside = tuple(_filled(empty, found, sectors) for found in others)
    return replace(_filled(group, chosen, sectors), others=beside, elsewhere=_elsewhere(beside))


def _elsewhere(others: Sequence[PeersSection]) -> str | None:
    names = [one.group for one in others if one.group is not None]
    if not names:
        return None
    return _("Achterin staat de afdeling ook naast {groups}.").format(groups=joined(names))


def _groups(own: Sequence[Own], standing: Standing) -> tuple[list[Beside], list[list[Beside]]]:
    """Return what was chosen for each figure, and what there is beside each other group."""
    chosen: list[Beside] = []
    others: dict[Segment, list[Beside]] = {}
    for one in own:
        for place, peers in enumerate(standing.peers.get(one.key, ())):
            found = others.setdefault(peers.segment, []) if place else chosen
            found.append(Beside(one, peers))
    narrowest_first = sorted(others, key=lambda one: (one.sector is None, one.size is None))
    return chosen, [others[one] for one in narrowest_first]


def _themes(chosen: Sequence[Beside], source: Source) -> list[ThemePeers]:
    themes = source.figures.themes
    return [ThemePeers(one.own.title, one.peers) for one in chosen if one.own.key in themes]


def _filled(
    section: PeersSection, found: Sequence[Beside], sectors: Mapping[str, str]
) -> PeersSection:
    """Return the section with these figures in it."""
    together = found if len({one.peers.segment for one in found}) == 1 else ()
    measures = [_measure(one, together, sectors) for one in found]
    role = tuple(one for one in measures if one.key in PLACES)
    places = [one for one in found if one.own.key in PLACES]
    return replace(
        section,
        scores=tuple(one for one in measures if one not in role),
        role=role,
        role_sentence=_role_sentence(role),
        role_basis=_role_basis(places, together, sectors),
        group=measures[0].chosen.group if together else None,
        basis=_basis(together) if together else None,
    )


def _basis(found: Sequence[Beside]) -> str:
    return f"{basis_of(*_peers(found))} {_own_in(_fullest(found))}"


def _peers(found: Sequence[Beside]) -> list[ShownPeers]:
    return [one.peers for one in found]


def _fullest(found: Sequence[Beside]) -> ShownPeers:
    """Return the peers of which is told whether the own organisation is among them all."""
    return max(_peers(found), key=lambda one: one.counts_own)


def _apart(peers: ShownPeers, together: Sequence[Beside]) -> str | None:
    """Say what differs from what is said of all these figures together."""
    if not together:
        return None
    count, found = count_of(peers), []
    if count != usual_count(*_peers(together)):
        found.append(f"{count}.")
    if peers.counts_own != _fullest(together).counts_own:
        found.append(_own_in(peers))
    return in_sentence(" ".join(found)) or None


def _role_basis(
    places: Sequence[Beside], together: Sequence[Beside], sectors: Mapping[str, str]
) -> str | None:
    """Say of both places how many others there are, if that wasn't said of all figures."""
    if len({one.peers.segment for one in places}) != 1:
        return None
    said = []
    if not together:
        said.append(
            _("Naast {group}: {basis}").format(
                group=group_name(places[0].peers.segment, sectors), basis=_basis(places)
            )
        )
    apart = [_apart(one.peers, together or places) for one in places]
    if len(set(apart)) == 1:
        said += [_("Hier: {basis}").format(basis=one) for one in apart[:1] if one]
    else:
        said += [
            f"{name}: {one}"
            for name, one in zip((_("Nu"), _("Gewenst")), apart, strict=True)
            if one
        ]
    return " ".join(said) or None


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


def _measure(one: Beside, together: Sequence[Beside], sectors: Mapping[str, str]) -> PeerMeasure:
    own = one.own
    view = _view(own, one.peers, group_name(one.peers.segment, sectors))
    return PeerMeasure(
        own.key, own.letter, own.title, replace(view, apart=_apart(one.peers, together))
    )


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
        brief=_in_brief(own, peers),
    )


def _own_in(peers: ShownPeers) -> str:
    """Say whether the own organisation is one of the peers."""
    if peers.counts_own:
        return _("De eigen organisatie telt mee in deze groep.")
    return _("De eigen organisatie telt niet mee.")


def _standing(own: Own, peers: ShownPeers) -> str | None:
    """Say where the department stands; ``None`` where that isn't known."""
    score = _known(own)
    if score is None:
        return None
    if peers.rank is not None and peers.interval is not None:
        return rank_sentence(peers.rank, peers.interval, peers.organisations)
    return _("De afdeling staat {where}.").format(where=_beside_middle(score, peers))


def _in_brief(own: Own, peers: ShownPeers) -> str | None:
    """Say the same in a few words."""
    score = _known(own)
    if score is None:
        return None
    if peers.rank is not None and peers.interval is not None:
        return rank_in_brief(peers.rank, peers.interval, peers.organisations)
    return _beside_middle(score, peers)


def _known(own: Own) -> float | None:
    """Return the score that has a place among others: not a mere border, and a place is no rank."""
    return own.score if own.ranked and own.extreme is None else None


def _beside_middle(score: float, peers: ShownPeers) -> str:
    shown = rounded(score)
    if shown > whole_points(peers.quartiles.high):
        return _("boven de middelste helft")
    if shown < whole_points(peers.quartiles.low):
        return _("onder de middelste helft")
    return _("in de middelste helft")


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


def _nothing_yet() -> str:
    """Say why nothing is compared before the first edition.

    That an edition comes later makes it no less true: a result never changes.
    """
    return _(
        "Toen deze ronde sloot, was er nog geen benchmark: er waren nog te weinig afdelingen met "
        "gepubliceerde cijfers. Vergelijken kan pas vanaf tien organisaties, waarvan er geen meer "
        "dan een kwart van de afdelingen heeft. Zijn die er bij jullie volgende ronde wel, dan "
        "staat de vergelijking in dat rapport."
    )


def _missing(without: Sequence[Own], compared: Sequence[Beside]) -> str | None:
    """Say once for what there are too few departments."""
    if not without:
        return None
    if not compared:
        return _(
            "Toen deze ronde sloot, stonden er in de benchmark nog te weinig afdelingen om jullie "
            "mee te vergelijken: dat kan pas vanaf tien organisaties, waarvan er geen meer dan "
            "een kwart van de afdelingen heeft. Zijn die er bij jullie volgende ronde wel, dan "
            "staat de vergelijking in dat rapport."
        )
    names = as_title(joined([in_sentence(one.title) for one in without]))
    return _("{names}: nog te weinig afdelingen om mee te vergelijken.").format(names=names)
