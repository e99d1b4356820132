"""What matters most of the changes since an earlier round, and what a reader may conclude."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from scans.engine.trendfigures import ChangeFigures, Manner, TrendFigures
from scans.engine.trendreport import ChangeGroup, ChangeRow
from scans.reports.wording import in_sentence, joined, rounded, signed

IMPACT = "impact"
CLIENTS = "klanten"
"""On what the key of a picture that internal clients gave ends."""

MOST, FIRST = 6, 3
"""So many subjects fit in a sentence; of more these are named."""


def points(one: ChangeFigures | ChangeRow) -> float:
    """Return the difference of the figures as they are shown: a reader can check it."""
    return float(rounded(one.after.score or 0.0) - rounded(one.before.score or 0.0))


def trend_summary(trend: TrendFigures, groups: Sequence[ChangeGroup]) -> str:
    """Say what demonstrably changed; nothing of what has no margin."""
    rows = [(group, row) for group in groups for row in group.rows if not row.missing]
    if not rows:
        return _("Er is niets waarvan we twee uitkomsten kunnen vergelijken.")
    pictures = [
        [row for group, row in rows if row.changed and group.key.endswith(CLIENTS) == theirs]
        for theirs in (False, True)
    ]
    if any(pictures):
        unsure = any(_is_unsure(row) for _group, row in rows)
        return " ".join(filter(None, _changed(*pictures, unsure=unsure)))
    if trend.after.manner != Manner.TEAM and not any(_is_unsure(row) for _group, row in rows):
        return ""
    return _(
        "Van geen enkel onderwerp is aan te tonen dat het is veranderd. Dat wil niet zeggen dat alles "
        "gelijk bleef: bij een klein aantal mensen valt alleen een groot verschil op."
    )


def _changed(own: list[ChangeRow], theirs: list[ChangeRow], *, unsure: bool) -> list[str]:
    """Return a sentence for each of both pictures, and for the rest; empty where nothing is."""
    many = max(len(own), len(theirs)) > MOST
    return [
        _by_team(own),
        _by_clients(theirs),
        _("Alle veranderingen staan hierna.") if many else "",
        _("Van de andere onderwerpen is niet aan te tonen dat ze veranderden.") if unsure else "",
    ]


def _by_team(changed: list[ChangeRow]) -> str:
    if not changed:
        return ""
    words = (
        _("Veranderd: {subjects}.")
        if len(changed) <= MOST
        else _("{count} onderwerpen veranderden, met als grootste verschillen {subjects}.")
    )
    return words.format(count=len(changed), subjects=_named(changed))


def _by_clients(changed: list[ChangeRow]) -> str:
    if not changed:
        return ""
    words = (
        _("Veranderd volgens interne klanten: {subjects}.")
        if len(changed) <= MOST
        else _(
            "Volgens interne klanten veranderden {count} onderwerpen, met als grootste verschillen "
            "{subjects}."
        )
    )
    return words.format(count=len(changed), subjects=_named(changed))


def _named(rows: Sequence[ChangeRow]) -> str:
    """Name the subjects with their differences; of many the largest, at a tie those of before."""
    if len(rows) > MOST:
        rows = sorted(rows, key=lambda row: -abs(points(row)))[:FIRST]
    return joined([f"{in_sentence(row.title)} ({signed(points(row))})" for row in rows])


def _is_unsure(row: ChangeRow) -> bool:
    return row.word == _("niet aantoonbaar veranderd")


def trend_notes(trend: TrendFigures, groups: Sequence[ChangeGroup]) -> tuple[str, ...]:
    """Return what a reader may conclude, and what not."""
    notes = []
    if any(row.word for group in groups for row in group.rows):
        notes = [*_how_sure(trend, groups), _cause()]
    if trend.before.version != trend.after.version:
        notes.append(
            _(
                "De vragenlijst is vernieuwd: toen versie {before}, nu versie {after}. We vergelijken "
                "alleen onderwerpen met dezelfde vragen."
            ).format(before=trend.before.version, after=trend.after.version)
        )
    return tuple(notes)


def _how_sure(trend: TrendFigures, groups: Sequence[ChangeGroup]) -> list[str]:
    notes = []
    if trend.after.manner == Manner.ALONE and trend.themes:
        notes.append(
            _(
                "Jouw beeld is twee keer dat van één persoon. Het verschil zegt hoe jij er nu tegen "
                "aankijkt, en niet of de afdeling is veranderd."
            )
        )
    elif trend.after.manner == Manner.TOGETHER and trend.themes:
        notes.append(
            _(
                "Jullie beeld is twee keer één antwoord. Het verschil zegt hoe jullie er nu samen "
                "tegen aankijken, en niet of de afdeling is veranderd."
            )
        )
    of_groups = [
        row
        for group in groups
        for row in group.rows
        if trend.after.manner == Manner.TEAM or group.key.endswith(CLIENTS)
    ]
    if of_groups:
        notes.append(
            _(
                "We noemen iets alleen veranderd als de marge van het verschil (95% zekerheid, Welch) "
                "niet over 0 gaat. Ook dan kan het toeval zijn: van twintig onderwerpen die gelijk "
                "bleven, lijkt er gemiddeld één veranderd."
            )
        )
    return notes


def _cause() -> str:
    return _(
        "Wie er meededen, kan anders zijn dan toen. En waardoor iets verandert, zegt een scan niet: "
        "het is verband, geen bewijs. Bespreek samen wat jullie erin herkennen."
    )
