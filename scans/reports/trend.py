"""Changes since an earlier round in words: only what a margin shows is called a change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scans.engine.questionnaire import NOW, WANTED, Text
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
from scans.engine.trendreport import ChangeGroup, ChangeRow, ModuleTrend, TrendSection
from scans.reports.source import Source
from scans.reports.trendsummary import CLIENTS, IMPACT, points, trend_notes, trend_summary
from scans.reports.wording import day, figure, in_sentence, joined, number, signed

OWN = "eigen"
"""The key of the team's own picture; of a module its slug is, and stands before the clients."""


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a score is of; ``ends`` are the poles of a place: that of nought first."""

    letter: str
    title: str
    ends: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class _Picture:
    """Whose picture it is: under which title, and in which manner it was given.

    ``name`` is what it is called within a sentence, ``module`` the slug of its module, if any.
    """

    key: str
    title: str
    name: str
    manner: Manner
    module: str | None = None


@dataclass(frozen=True, slots=True)
class _Compared:
    """A picture with its changes."""

    picture: _Picture
    group: ChangeGroup

    @property
    def obstacle(self) -> str | None:
        """Why nothing of it is compared, when that is the same for all of it."""
        reasons = {row.missing for row in self.group.rows}
        return reasons.pop() if len(reasons) == 1 else None


Subjects = Mapping[str, _Subject]


def trend_section(source: Source, trend: TrendFigures | None) -> TrendSection | None:
    """Return what changed; ``None`` without an earlier round."""
    if trend is None:
        return None
    found = [one for one in _compared(source, trend) if one.group.rows]
    kept = [one for one in found if one.obstacle is None]
    groups = [one.group for one in kept]
    return TrendSection(
        lead=_("We leggen deze ronde naast die van {day}.").format(day=day(trend.before.closed_on)),
        rounds=(_round(trend.before), _round(trend.after)),
        before_on=trend.before.closed_on,
        after_on=trend.after.closed_on,
        summary=trend_summary(trend, groups) if groups else "",
        missing=_missing(trend, found),
        groups=tuple(one.group for one in kept if one.picture.module is None),
        modules=_modules(source, kept),
        notes=trend_notes(trend, groups),
    )


def _missing(trend: TrendFigures, found: Iterable[_Compared]) -> tuple[str, ...]:
    """Say once for each reason of which pictures nothing is compared."""
    other = () if trend.is_comparable else (_other_manner(trend),)
    named = [(one.obstacle, one.picture.name) for one in found if one.obstacle is not None]
    return (*other, *_by_reason(named))


def _by_reason(named: Iterable[tuple[str, str]]) -> list[str]:
    """Return a sentence for each reason, with all names that it goes for."""
    reasons: dict[str, list[str]] = {}
    for reason, name in named:
        reasons.setdefault(reason, []).append(name)
    return [
        _("{reason} Dit geldt voor {subjects}.").format(reason=reason, subjects=joined(names))
        for reason, names in reasons.items()
    ]


def _compared(source: Source, trend: TrendFigures) -> list[_Compared]:
    core = _subjects_of_core(source)
    clients = {**trend.clients, **trend.clients_role}
    own = {**trend.themes, **({IMPACT: trend.impact} if trend.impact else {}), **trend.role}
    title, theirs = _own_title(trend), _("Wat interne klanten zien")
    pictures = (
        (_Picture(OWN, title, in_sentence(title), trend.after.manner), own),
        (_Picture(CLIENTS, theirs, in_sentence(theirs), Manner.TEAM), clients),
    )
    return [
        *(_Compared(one, _group(source, one, changes, core)) for one, changes in pictures),
        *(found for one in trend.modules for found in _module(source, trend, one)),
    ]


def _own_title(trend: TrendFigures) -> str:
    if trend.after.manner == Manner.ALONE:
        return _("Jouw eigen beeld")
    return _("Jullie eigen beeld")


def _module(source: Source, trend: TrendFigures, changes: ModuleChanges) -> list[_Compared]:
    module = next((one for one in source.questionnaire.modules if one.slug == changes.slug), None)
    if module is None:
        return []
    title, slug = source.say(module.title), changes.slug
    themes = (*module.themes, *(module.clients.themes if module.clients else ()))
    subjects = {theme.key: _Subject("", source.say(theme.title)) for theme in themes}
    for place in module.positions:
        # A title may be a question, and this stands within a line.
        called, ends = source.say(place.title).rstrip("?"), (place.low, place.high)
        subjects |= {
            f"{place.key}.{when}": _Subject("", f"{called}: {word}", _said(source, *ends))
            for when, word in ((NOW, _("nu")), (WANTED, _("gewenst")))
        }
    of_clients = _("{module}: wat interne klanten zien").format(module=title)
    seen = _("‘{module}’ volgens interne klanten").format(module=title)
    pictures = (
        (
            _Picture(slug, title, f"‘{title}’", trend.after.manner, slug),
            {**changes.themes, **changes.places},
        ),
        (_Picture(f"{slug}-{CLIENTS}", of_clients, seen, Manner.TEAM, slug), changes.clients),
    )
    return [_Compared(one, _group(source, one, found, subjects)) for one, found in pictures]


def _modules(source: Source, kept: Iterable[_Compared]) -> tuple[ModuleTrend, ...]:
    """Return the modules of which something is compared."""
    groups: dict[str, list[ChangeGroup]] = {}
    for one in kept:
        if one.picture.module is not None:
            groups.setdefault(one.picture.module, []).append(_in_table(one.group))
    titles = {module.slug: source.say(module.title) for module in source.questionnaire.modules}
    return tuple(ModuleTrend(slug, titles[slug], tuple(own)) for slug, own in groups.items())


def _in_table(group: ChangeGroup) -> ChangeGroup:
    """Return the group with what isn't compared below its table, once for each reason."""
    named = [(row.missing, in_sentence(row.title)) for row in group.rows if row.missing is not None]
    return replace(
        group,
        rows=tuple(row for row in group.rows if row.missing is None),
        missing=tuple(_by_reason(named)),
    )


def _said(source: Source, low: Text, high: Text) -> tuple[str, str]:
    return source.say(low), source.say(high)


def _subjects_of_core(source: Source) -> Subjects:
    themes = source.questionnaire.themes
    role = source.questionnaire.role
    ends = _said(source, role.poles["maker"], role.poles["meedenker"])
    return {
        **{one.key: _Subject(one.letter, source.say(one.title)) for one in themes},
        IMPACT: _Subject("", _("Impactindex")),
        NOW: _Subject(role.letter, _("Rol nu"), ends),
        WANTED: _Subject(role.letter, _("Rol gewenst"), ends),
    }


def _group(
    source: Source, picture: _Picture, changes: Mapping[str, ChangeFigures], subjects: Subjects
) -> ChangeGroup:
    rows = tuple(
        _row(key, about, one, picture.manner)
        # In the order of the questionnaire: what was stored has none.
        for key, about, one in ((key, about, changes.get(key)) for key, about in subjects.items())
        if one is not None
    )
    return ChangeGroup(
        key=picture.key,
        title=picture.title,
        rows=rows,
        word="" if picture.manner == Manner.TEAM else _of_one(picture.manner),
        missing=(),
    )


def _row(key: str, about: _Subject, one: ChangeFigures, manner: Manner) -> ChangeRow:
    compared = one.obstacle is None
    return ChangeRow(
        key="rol" if key in (NOW, WANTED) else key,
        letter=about.letter,
        title=about.title,
        before=_value(one.before),
        after=_value(one.after),
        word=word_for(key, one, manner) if compared else "",
        changed=one.changed,
        sentence=_sentence(about, one) if compared else "",
        difference=_way(about, points(one)) if compared else "",
        margin=_margin(one),
        missing=obstacle_words(one.obstacle) if one.obstacle else None,
    )


def _value(point: Point) -> Value:
    return Value(score=point.score, n=point.n, extreme=point.extreme)


def word_for(key: str, one: ChangeFigures, manner: Manner) -> str:
    """Return whether it changed, in a word: of one answer, and of the index, nobody can tell."""
    if manner != Manner.TEAM:
        return _of_one(manner)
    if key == IMPACT:
        return _("zonder marge niet te beoordelen")
    return _("veranderd") if one.changed else _("niet aantoonbaar veranderd")


def _of_one(manner: Manner) -> str:
    if manner == Manner.ALONE:
        return _("verschil in het beeld van één persoon")
    return _("verschil in één gezamenlijk antwoord")


def _sentence(about: _Subject, one: ChangeFigures) -> str:
    told = _("Van {before} naar {after}: {points}.").format(
        before=figure(one.before.score, None),
        after=figure(one.after.score, None),
        points=_way(about, points(one)),
    )
    margin = _margin(one)
    return _("{told} Marge {margin}.").format(told=told, margin=margin) if margin else told


def _margin(one: ChangeFigures) -> str:
    if one.interval is None:
        return ""
    low, high = (min(max(end, -100.0), 100.0) for end in one.interval)
    return _("{low} tot {high}").format(low=signed(low), high=signed(high))


def _way(about: _Subject, difference: float) -> str:
    """Say how far and, of a place, which way: it is no grade."""
    if difference == 0:
        return _("geen verschil")
    if about.ends is None:
        return signed(difference)
    return _("{points} richting {end}").format(
        points=number(abs(difference)), end=in_sentence(about.ends[difference > 0])
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
