"""Reads on the benchmark: the peers of one organisation, in a constant number of rows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from django.db.models import Q

from scans.engine.distribution import Distribution
from scans.engine.peers import Own, Peers, Segment, ladder, lowest_of, size_class_of
from scans.engine.standing import Standing, stand
from scans.models import Edition, EditionFigures, EditionMember, Scan


def current_edition() -> Edition | None:
    """Return the edition that was published last; ``None`` before the first."""
    return Edition.objects.last()


def peers_in(
    edition: Edition,
    segments: Sequence[Segment],
    organisation: UUID | None,
    *,
    reader: UUID | None = None,
) -> dict[str, list[Peers]]:
    """Return by measure the peers of these segments, in their order, that the edition has.

    ``organisation`` is taken out of its own peers, exactly. ``reader`` is one of its departments:
    where another of them is in the figures, nothing is taken out: the difference with what
    everybody sees would tell the one what the other scores.
    """
    wanted = Q()
    for segment in segments:
        wanted |= Q(sector=segment.sector or "", size_class=segment.size or "")
    figures = list(EditionFigures.objects.filter(wanted, edition=edition, withheld=False))
    members = (
        []
        if organisation is None
        else list(
            EditionMember.objects.select_related("edition").filter(
                edition__in={one.members_id for one in figures},
                department__organisation=organisation,
            )
        )
    )
    order = {(s.sector or "", s.size or ""): place for place, s in enumerate(segments)}
    found: dict[str, list[Peers]] = {}
    for one in sorted(figures, key=lambda f: order[f.sector, f.size_class]):
        found.setdefault(one.measure, []).append(_peers(one, members, reader))
    return found


def standing_of(scan: Scan, own: Mapping[str, int]) -> Standing | None:
    """Return where a department's scores (tenths by measure) stand; ``None`` without an edition.

    ``scan.department.organisation`` tells the sector, the size of the department the size class.
    """
    edition = current_edition()
    if edition is None:
        return None
    organisation = scan.department.organisation
    segments = ladder(organisation.sector or None, size_class_of(scan.department_size))
    peers = peers_in(edition, segments, organisation.pk, reader=scan.department_id)
    return stand(edition.name, edition.published_on, peers, own)


def _peers(figures: EditionFigures, members: Sequence[EditionMember], reader: UUID | None) -> Peers:
    peers = Peers(
        segment=Segment(figures.sector or None, figures.size_class or None),
        organisations=figures.organisations,
        largest=figures.largest,
        solo=figures.alone,
        period=(figures.first_period, figures.last_period),
        distribution=Distribution.from_bytes(bytes(figures.counts), lowest_of(figures.measure)),
    )
    mine = [(one, tenths) for one in members if (tenths := _tenths_in(figures, one)) is not None]
    if reader is not None and any(one.department_id != reader for one, _tenths in mine):
        return replace(peers, counts_own=True)
    sizes = Counter(one.organisation_id for one, _tenths in mine)
    own = Own(
        values=tuple(tenths for _one, tenths in mine),
        solo=sum(one.alone for one, _tenths in mine),
        organisations=len(sizes),
        most=max(sizes.values(), default=0),
    )
    return peers.without(own, figures.second)


def _tenths_in(figures: EditionFigures, member: EditionMember) -> int | None:
    if (
        member.edition_id != figures.members_id
        or figures.sector not in ("", member.sector)
        or figures.size_class not in ("", member.size_class)
    ):
        return None
    return member.by_measure().get(figures.measure)
