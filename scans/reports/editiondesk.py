"""An edition as the adviseur looks at it: which groups it has, and what it doesn't show and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scans.engine.editions import FEWEST_NEW, Decision, Outcome
from scans.engine.peers import SIZES, SMALLEST_BENCHMARK, Segment
from scans.queries.editions import FigureLine
from scans.reports.peerwords import group_name, size_name
from scans.reports.wording import amount, as_title, in_sentence, joined

Titles = Mapping[str, tuple[str, str]]
"""Letter and title of each measure, in the order of the report."""

NOTHING = 3
"""The rank of a group of which an edition shows nothing."""


@dataclass(frozen=True, slots=True)
class GroupCell:
    """A group in the table of groups; ``departments`` is ``None`` when nothing of it is shown."""

    segment: Segment
    name: str
    departments: int | None
    withheld: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The groups of one sector, first all sizes together, then by size class."""

    title: str
    cells: tuple[GroupCell, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why these measures of a group aren't shown, or aren't of this edition."""

    measures: str
    why: str


@dataclass(frozen=True, slots=True)
class Change:
    """What an edition does with a group, for the measures for which it does the same."""

    measures: str
    decision: Decision
    withheld: bool
    words: str


@dataclass(frozen=True, slots=True)
class GroupChange:
    """What an edition does with one group."""

    name: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What publishing would do; of ``small`` groups nothing is shown, before or after.

    ``new``, ``kept``, ``withheld`` and ``none`` count groups; a group that is treated in more than
    one way counts in the first of these that holds for a measure.
    """

    groups: tuple[GroupChange, ...]
    small: tuple[GroupChange, ...]
    newcomers: int
    new: int
    kept: int
    withheld: int
    none: int


def group_rows(
    lines: Sequence[FigureLine], sectors: Mapping[str, str], chosen: Segment
) -> tuple[GroupRow, ...]:
    """Return the table of all groups that there could be, sectors down and sizes across."""
    found: dict[Segment, list[FigureLine]] = {}
    for line in lines:
        found.setdefault(line.segment, []).append(line)
    # A sector that a newer questionnaire doesn't have any more goes by its value.
    names = {one.segment.sector: one.segment.sector for one in lines if one.segment.sector}
    names.update(sectors)
    ordered = sorted(names, key=lambda one: names[one].casefold())
    return tuple(
        GroupRow(
            title=_("Alle sectoren") if sector is None else names[sector],
            cells=tuple(
                _cell(Segment(sector, size), found, sectors, chosen) for size in (None, *SIZES)
            ),
        )
        for sector in (None, *ordered)
    )


def size_titles() -> tuple[str, ...]:
    """Return the headings of the table of groups."""
    return (_("Elke grootte"), *(size_name(one) for one in SIZES))


def _cell(
    segment: Segment,
    found: Mapping[Segment, Sequence[FigureLine]],
    sectors: Mapping[str, str],
    chosen: Segment,
) -> GroupCell:
    lines = found.get(segment, ())
    shown = [one.departments for one in lines if not one.withheld]
    return GroupCell(
        segment=segment,
        name=group_name(segment, sectors),
        departments=max(shown, default=None),
        withheld=any(one.withheld for one in lines),
        chosen=segment == chosen,
    )


def reasons_of(
    lines: Iterable[FigureLine], segment: Segment, edition: str, titles: Titles
) -> tuple[Reason, ...]:
    """Return why measures of a group aren't shown, and whose figures are of an earlier edition."""
    mine = {one.measure: one for one in lines if one.segment == segment}
    absent = [key for key in titles if key not in mine]
    withheld = [key for key in titles if key in mine and mine[key].withheld]
    kept: dict[str, list[str]] = {}
    for key in titles:
        if key in mine and not mine[key].withheld and mine[key].members != edition:
            kept.setdefault(mine[key].members, []).append(key)
    found = [
        Reason(
            _titles(keys, titles),
            _(
                "Dit zijn nog de cijfers van editie {edition}. Sindsdien kwamen er minder dan "
                "{fewest} organisaties bij, of uit nieuwe cijfers zou een kleine groep af te "
                "leiden zijn."
            ).format(edition=members, fewest=FEWEST_NEW),
        )
        for members, keys in kept.items()
    ]
    if withheld:
        why = _(
            "Ingehouden: van de organisaties in deze cijfers doen er nog minder dan {least} mee."
        )
        found.append(Reason(_titles(withheld, titles), why.format(least=SMALLEST_BENCHMARK)))
    if absent:
        found.append(Reason(_titles(absent, titles), too_few()))
    return tuple(found)


def too_few() -> str:
    """Say when a group is shown at all."""
    return _(
        "Nog te weinig: een groep staat er pas in vanaf {least} organisaties, waarvan er geen meer "
        "dan een kwart van de afdelingen heeft, en als er geen kleine groep uit af te leiden is."
    ).format(least=SMALLEST_BENCHMARK)


def preview_of(outcomes: Sequence[Outcome], sectors: Mapping[str, str], titles: Titles) -> Preview:
    """Put together what an edition would do, by group; first what changes."""
    by_segment: dict[Segment, list[Outcome]] = {}
    for one in outcomes:
        by_segment.setdefault(one.segment, []).append(one)
    ranks = {segment: min(map(_rank, found)) for segment, found in by_segment.items()}
    counts = [list(ranks.values()).count(rank) for rank in range(NOTHING + 1)]
    ordered = sorted(
        by_segment,
        key=lambda one: (ranks[one], one.sector or "", SIZES.index(one.size or SIZES[0])),
    )
    everybody = by_segment.get(Segment(), [])
    changes = {
        segment: GroupChange(
            name=as_title(group_name(segment, sectors)),
            changes=_changes(by_segment[segment], titles),
        )
        for segment in ordered
    }
    return Preview(
        groups=tuple(changes[one] for one in ordered if ranks[one] != NOTHING),
        small=tuple(changes[one] for one in ordered if ranks[one] == NOTHING),
        newcomers=max((one.newcomers for one in everybody), default=0),
        new=counts[0],
        kept=counts[1],
        withheld=counts[2],
        none=counts[3],
    )


def _rank(one: Outcome) -> int:
    if one.decision is Decision.NEW:
        return 0
    if one.decision is Decision.NONE:
        return NOTHING
    return 2 if one.withheld else 1


def _changes(outcomes: Iterable[Outcome], titles: Titles) -> tuple[Change, ...]:
    alike: dict[tuple[Decision, bool, str], list[str]] = {}
    for one in sorted(outcomes, key=_rank):
        key = (one.decision, one.withheld, _words(one))
        alike.setdefault(key, []).append(one.measure)
    order = list(titles)
    return tuple(
        Change(
            _titles(sorted(keys, key=lambda key: order.index(key) if key in order else 99), titles),
            decision,
            withheld,
            words,
        )
        for (decision, withheld, words), keys in alike.items()
    )


def _words(one: Outcome) -> str:
    if one.decision is Decision.NONE:
        return _("{basis}: nog te weinig, of er is een kleine groep uit af te leiden.").format(
            basis=_basis(one)
        )
    if one.decision is Decision.NEW:
        if not one.was_shown:
            return _("Voor het eerst: {basis}.").format(basis=_basis(one))
        return _("Nieuwe cijfers: {basis}, {newcomers}.").format(
            basis=_basis(one), newcomers=_newcomers(one.newcomers)
        )
    if one.withheld:
        return _(
            "Ingehouden: van wie in de vorige cijfers zit, doen er minder dan {least} organisaties "
            "nog mee."
        ).format(least=SMALLEST_BENCHMARK)
    return (
        _("De vorige cijfers blijven: {newcomers}, nodig zijn er {fewest}.").format(
            newcomers=_newcomers(one.newcomers), fewest=FEWEST_NEW
        )
        if one.newcomers < FEWEST_NEW
        else _("De vorige cijfers blijven: uit nieuwe zou een kleine groep af te leiden zijn.")
    )


def _basis(one: Outcome) -> str:
    departments = ngettext("{count} afdeling", "{count} afdelingen", one.departments).format(
        count=amount(one.departments)
    )
    organisations = ngettext(
        "{count} organisatie", "{count} organisaties", one.organisations
    ).format(count=amount(one.organisations))
    return _("{departments} van {organisations}").format(
        departments=departments, organisations=organisations
    )


def _newcomers(count: int) -> str:
    return ngettext("{count} organisatie erbij", "{count} organisaties erbij", count).format(
        count=amount(count)
    )


def _titles(keys: Sequence[str], titles: Titles) -> str:
    if len(keys) == len(titles):
        return _("Alle onderdelen")
    # Each of them starts in the middle of a sentence, but the first.
    return as_title(joined([in_sentence(titles[key][1] if key in titles else key) for key in keys]))
