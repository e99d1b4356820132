"""Changes since an earlier round in words: only what a margin shows is called a change."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scans.engine.questionnaire import NOW, WANTED
from scans.engine.roundreport import Value
from scans.engine.trendfigures import (
    ChangeFigures,
    Manner,
    ModuleChanges,
    Obstacle,
    Point,
    RoundFacts,
    TrendFigures,
)
from scans.engine.trendreport import ChangeGroup, ChangeRow, TrendSection
from scans.reports.source import Source
from scans.reports.wording import day, figure, in_sentence, joined, number, rounded, signed

IMPACT = "impact"
OWN = "eigen"
CLIENTS = "klanten"
"""Whose picture it is; with a module its slug stands before the clients."""

Titles = Mapping[str, tuple[str, str]]
"""By key the letter and the title of a subject."""


def trend_section(source: Source, trend: TrendFigures | None) -> TrendSection | None:
    """Return what changed; ``None`` without an earlier round."""
    if trend is None:
        return None
    groups = _groups(source, trend)
    alike = {row.missing for row in groups[0].rows} if groups and groups[0].key == OWN else set()
    missing = alike.pop() if len(alike) == 1 else None
    if missing is not None:  # once, and not beside every subject
        groups = groups[1:]
    return TrendSection(
        lead=_("We leggen deze ronde naast die van {day}.").format(day=day(trend.before.closed_on)),
        rounds=(_round(trend.before), _round(trend.after)),
        before_on=trend.before.closed_on,
        after_on=trend.after.closed_on,
        summary=_summary(trend, groups),
        missing=missing if trend.is_comparable else _other_manner(trend),
        groups=groups,
        notes=_notes(trend, groups),
    )


def _groups(source: Source, trend: TrendFigures) -> tuple[ChangeGroup, ...]:
    core = _titles_of_core(source)
    clients = {**trend.clients, **trend.clients_role}
    own = {**trend.themes, **({IMPACT: trend.impact} if trend.impact else {}), **trend.role}
    of_clients = _Picture(CLIENTS, _("Wat interne klanten zien"), Manner.TEAM)
    found = [
        _group(source, _Picture(OWN, _own_title(trend), trend.after.manner), own, core),
        _group(source, of_clients, clients, core),
        *(group for one in trend.modules for group in _module(source, trend, one)),
    ]
    return tuple(group for group in found if group.rows)


def _own_title(trend: TrendFigures) -> str:
    if trend.after.manner == Manner.ALONE:
        return _("Jouw eigen beeld")
    return _("Jullie eigen beeld")


def _module(source: Source, trend: TrendFigures, changes: ModuleChanges) -> list[ChangeGroup]:
    module = next((one for one in source.questionnaire.modules if one.slug == changes.slug), None)
    if module is None:
        return []
    title = source.say(module.title)
    themes = (*module.themes, *(module.clients.themes if module.clients else ()))
    titles = {theme.key: ("", source.say(theme.title)) for theme in themes}
    for place in module.positions:
        titles |= {
            f"{place.key}.{when}": ("", f"{source.say(place.title)}, {word}")
            for when, word in ((NOW, _("nu")), (WANTED, _("gewenst")))
        }
    own = {**changes.themes, **changes.places}
    of_clients = _("{module}: wat interne klanten zien").format(module=title)
    pictures = (
        _Picture(changes.slug, title, trend.after.manner),
        _Picture(f"{changes.slug}-{CLIENTS}", of_clients, Manner.TEAM),
    )
    return [
        _group(source, picture, changed, titles)
        for picture, changed in zip(pictures, (own, changes.clients), strict=True)
    ]


def _titles_of_core(source: Source) -> Titles:
    themes = {one.key: (one.letter, source.say(one.title)) for one in source.questionnaire.themes}
    role = source.questionnaire.role
    return {
        **themes,
        IMPACT: ("", _("Impactindex")),
        NOW: (role.letter, _("Rol nu")),
        WANTED: (role.letter, _("Rol gewenst")),
    }


@dataclass(frozen=True, slots=True)
class _Picture:
    """Whose picture it is: under which title, and in which manner it was given."""

    key: str
    title: str
    manner: Manner


def _group(
    source: Source, picture: _Picture, changes: Mapping[str, ChangeFigures], titles: Titles
) -> ChangeGroup:
    rows = tuple(
        _row(source, (subject, *titles[subject]), one, picture.manner)
        # In the order of the questionnaire: what was stored has none.
        for subject, one in ((subject, changes.get(subject)) for subject in titles)
        if one is not None
    )
    return ChangeGroup(picture.key, picture.title, rows)


def _row(
    source: Source, about: tuple[str, str, str], one: ChangeFigures, manner: Manner
) -> ChangeRow:
    key, letter, title = about
    return ChangeRow(
        key="rol" if key in (NOW, WANTED) else key,
        letter=letter,
        title=title,
        before=_value(one.before),
        after=_value(one.after),
        word="" if one.obstacle else word_for(key, one, manner),
        changed=one.changed,
        sentence="" if one.obstacle else _sentence(source, key, one),
        missing=obstacle_words(one.obstacle) if one.obstacle else None,
    )


def _value(point: Point) -> Value:
    return Value(score=point.score, n=point.n, extreme=point.extreme)


def word_for(key: str, one: ChangeFigures, manner: Manner) -> str:
    """Return whether it changed, in a word: of one answer, and of the index, nobody can tell."""
    if manner == Manner.ALONE:
        return _("verschil in het beeld van één persoon")
    if manner == Manner.TOGETHER:
        return _("verschil in één gezamenlijk antwoord")
    if key == IMPACT:
        return _("zonder marge niet te beoordelen")
    return _("veranderd") if one.changed else _("niet aantoonbaar veranderd")


def points(one: ChangeFigures | ChangeRow) -> float:
    """Return the difference of the figures as they are shown: a reader can check it."""
    return float(rounded(one.after.score or 0.0) - rounded(one.before.score or 0.0))


def _sentence(source: Source, key: str, one: ChangeFigures) -> str:
    told = _("Van {before} naar {after}: {points}.").format(
        before=figure(one.before.score, None),
        after=figure(one.after.score, None),
        points=_way(source, key, points(one)),
    )
    if one.interval is None:
        return told
    low, high = (min(max(end, -100.0), 100.0) for end in one.interval)
    margin = _("Marge {low} tot {high}.").format(low=signed(low), high=signed(high))
    return f"{told} {margin}"


def _way(source: Source, key: str, difference: float) -> str:
    """Say how far and, of the role, which way: it is a place and no grade."""
    if difference == 0:
        return _("geen verschil")
    if key not in (NOW, WANTED):
        return signed(difference)
    poles = source.questionnaire.role.poles
    return _("{points} richting {end}").format(
        points=number(abs(difference)),
        end=in_sentence(source.say(poles["meedenker" if difference > 0 else "maker"])),
    )


def obstacle_words(obstacle: Obstacle) -> str:
    """Return why two scores are not compared."""
    return {
        Obstacle.ITEMS: _("Niet te vergelijken: de vragen waren toen anders."),
        Obstacle.FEW: _("Niet te vergelijken: in een van beide rondes is te weinig ingevuld."),
        Obstacle.BORDER: _(
            "Niet te vergelijken: van een van beide rondes laten we alleen een grens zien."
        ),
    }[obstacle]


def _round(facts: RoundFacts) -> str:
    who = {
        Manner.ALONE: _("ingevuld door één persoon"),
        Manner.TOGETHER: _("samen ingevuld, als één antwoord"),
        Manner.TEAM: ngettext(
            "ingevuld door {count} teamlid", "ingevuld door {count} teamleden", facts.respondents
        ).format(count=facts.respondents),
    }[facts.manner]
    if facts.manner != Manner.TEAM and facts.respondents == 0:
        who = _("zelf niet ingevuld")
    if facts.clients is not None:
        clients = ngettext(
            "{count} interne klant", "{count} interne klanten", facts.clients
        ).format(count=facts.clients)
        who = _("{who}, en de spiegel door {clients}").format(who=who, clients=clients)
    return _("Ronde van {day}: {who}.").format(day=day(facts.closed_on), who=who)


def _other_manner(trend: TrendFigures) -> str:
    how = {
        Manner.ALONE: _("door één persoon"),
        Manner.TOGETHER: _("samen, als één antwoord"),
        Manner.TEAM: _("door teamleden apart"),
    }
    return _(
        "Toen is de scan {before} ingevuld, nu {after}. Een verschil kan daar ook door komen. Daarom "
        "vergelijken we jullie eigen beeld niet. Vul de volgende ronde op dezelfde manier in, dan "
        "kan het wel."
    ).format(before=how[trend.before.manner], after=how[trend.after.manner])


def _summary(trend: TrendFigures, groups: tuple[ChangeGroup, ...]) -> str:
    """Say what demonstrably changed; nothing of what has no margin."""
    rows = [(group, row) for group in groups for row in group.rows if not row.missing]
    if not rows:
        return _("Er is niets waarvan we twee uitkomsten kunnen vergelijken.")
    changed = [(group, row) for group, row in rows if row.changed]
    if changed:
        return " ".join(_changed(changed, unsure=any(_is_unsure(row) for _group, row in rows)))
    if trend.after.manner != Manner.TEAM and all(group.key == OWN for group, _row in rows):
        return ""
    return _(
        "Van geen enkel onderwerp is aan te tonen dat het is veranderd. Dat wil niet zeggen dat alles "
        "gelijk bleef: bij een klein aantal mensen valt alleen een groot verschil op."
    )


def _changed(found: list[tuple[ChangeGroup, ChangeRow]], *, unsure: bool) -> list[str]:
    """Return a sentence for each of both pictures in which something changed, and for the rest."""
    said = []
    for by_clients, words in (
        (False, _("Veranderd: {subjects}.")),
        (True, _("Veranderd volgens interne klanten: {subjects}.")),
    ):
        names = [
            f"{in_sentence(row.title)} ({signed(points(row))})"
            for group, row in found
            if group.key.endswith(CLIENTS) == by_clients
        ]
        if names:
            said.append(words.format(subjects=joined(names)))
    if unsure:
        said.append(_("Van de andere onderwerpen is niet aan te tonen dat ze veranderden."))
    return said


def _is_unsure(row: ChangeRow) -> bool:
    return row.word == _("niet aantoonbaar veranderd")


def _notes(trend: TrendFigures, groups: tuple[ChangeGroup, ...]) -> tuple[str, ...]:
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


def _how_sure(trend: TrendFigures, groups: tuple[ChangeGroup, ...]) -> list[str]:
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
