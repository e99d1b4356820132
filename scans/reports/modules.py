"""The sections of the modules: what a report says beside the core."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scans.engine.module import Choice, Module, ModuleTheme, Position
from scans.engine.modulefigures import ModuleFigures
from scans.engine.modulereport import (
    ChoiceSection,
    CoverageSection,
    ModuleCard,
    ModuleMirrorSection,
    ModuleSection,
)
from scans.engine.questionnaire import NOW
from scans.engine.report_parts import RoleSection, ThemeSection
from scans.engine.scorefigures import RoleFigures, ScoreFigures
from scans.engine.thresholds import SMALLEST_GROUP
from scans.reports.chain import chain_section
from scans.reports.coverage import coverage_section
from scans.reports.mirror import compared_theme, own_side
from scans.reports.options import choice_section
from scans.reports.source import Source, clients, members
from scans.reports.themes import scored_section
from scans.reports.wording import figure, in_sentence, number, rounded


def module_sections(source: Source) -> tuple[ModuleSection, ...]:
    """Return a section for each module that this scan was put with, in order."""
    figures = {one.slug: one for one in source.figures.modules}
    return tuple(
        _section(source, module, figures[module.slug])
        for module in source.questionnaire.modules
        if module.slug in figures
    )


def role_reading(source: Source) -> str | None:
    """Say how the role reads for the type of organisation that most see; ``None`` if unknown."""
    for module, choice, figures in _choices(source):
        value = figures.options[f"{choice.key}.{NOW}"].majority
        chosen = next((one for one in choice.alternatives if one.value == value), None)
        if chosen is not None and chosen.role is not None:
            return _("{module}: ‘{type}’. {reading}").format(
                module=source.say(module.title),
                type=source.say(chosen.text),
                reading=source.say(chosen.role),
            )
    return None


def _choices(source: Source) -> list[tuple[Module, Choice, ModuleFigures]]:
    figures = {one.slug: one for one in source.figures.modules}
    return [
        (module, choice, figures[module.slug])
        for module in source.questionnaire.modules
        if module.slug in figures
        for choice in module.choices
        if f"{choice.key}.{NOW}" in figures[module.slug].options
    ]


def _section(source: Source, module: Module, figures: ModuleFigures) -> ModuleSection:
    themes = tuple(_theme(source, theme, figures.themes[theme.key]) for theme in module.themes)
    positions = tuple(
        _position(source, one, figures.positions[one.key]) for one in module.positions
    )
    choices = tuple(choice_section(source, choice, figures.options) for choice in module.choices)
    coverage = tuple(coverage_section(source, one, figures.options) for one in module.coverage)
    mirror = _mirror(source, module, figures)
    chain = chain_section(source, module)
    return ModuleSection(
        slug=module.slug,
        title=source.say(module.title),
        lead=source.say(module.summary),
        source=_("Verdieping {title}, versie {version}").format(
            title=source.say(module.title), version=figures.version
        ),
        missing=_missing(source, figures),
        themes=themes,
        positions=positions,
        choices=choices,
        coverage=coverage,
        mirror=mirror,
        chain=chain,
        cards=((chain.card,) if chain and chain.card else ())
        + _cards(themes, coverage, (*choices, *positions), mirror),
    )


def _missing(source: Source, figures: ModuleFigures) -> str | None:
    """Say why nothing of the team is shown of a module."""
    scores = [one.n for one in figures.themes.values()]
    scores += [side.n for one in figures.positions.values() for side in (one.now, one.wanted)]
    scores += [one.n for one in figures.options.values()]
    if any(scores):
        return None
    if source.solo:
        return source.voice(
            _("Deze verdieping heb je niet ingevuld."),
            _("Deze verdieping hebben jullie niet ingevuld."),
        )
    return _(
        "Minder dan {smallest} teamleden vulden deze verdieping in. Daarom laten we er niets van zien."
    ).format(smallest=SMALLEST_GROUP)


def _theme(source: Source, theme: ModuleTheme, figures: ScoreFigures) -> ThemeSection:
    count = len(theme.statements)
    basis = _("{statements} stellingen").format(statements=count)
    if figures.score is not None and not source.solo:
        # In few words: with five modules this stands under some thirty scores.
        basis = _("{statements} stellingen, {persons}").format(
            statements=count, persons=members(figures.n, None)
        )
    return scored_section(source, theme, figures, basis=basis, missing=_too_few(source))


def _too_few(source: Source) -> str:
    if source.solo:
        return _("Geen score: daarvoor is te weinig van deze stellingen beantwoord.")
    return _(
        "Geen score: minder dan {smallest} teamleden konden genoeg van deze stellingen beoordelen."
    ).format(smallest=SMALLEST_GROUP)


def _position(source: Source, one: Position, figures: RoleFigures) -> RoleSection:
    low, high = source.say(one.low), source.say(one.high)
    count = 0 if source.solo else figures.now.n or figures.wanted.n
    basis = ngettext("{count} paar", "{count} paren", len(one.pairs)).format(count=len(one.pairs))
    return RoleSection(
        key=one.key,
        letter="",
        title=source.say(one.title),
        heading=source.say(one.title),
        meaning=source.say(one.meaning),
        maker=low,
        meedenker=high,
        now=figures.now.score,
        wanted=figures.wanted.score,
        gap=figures.gap,
        sentence=_way(source, figures, in_sentence(low), in_sentence(high)),
        basis=_("{pairs}, {persons}").format(pairs=basis, persons=members(count, None))
        if count
        else basis,
        finding=source.finding(one.shifts[figures.gap_key]) if figures.gap_key else None,
        now_extreme=figures.now.extreme,
        wanted_extreme=figures.wanted.extreme,
    )


def _way(source: Source, figures: RoleFigures, low: str, high: str) -> str:
    now, wanted = figures.now, figures.wanted
    if now.score is None and wanted.score is None:
        return (
            _("Geen plek: daarvoor is te weinig ingevuld.")
            if source.solo
            else _(
                "Geen plek: minder dan {smallest} teamleden konden genoeg van deze paren "
                "beoordelen."
            ).format(smallest=SMALLEST_GROUP)
        )
    if wanted.score is None:
        return _("Nu staat het op {place}. Voor gewenst is te weinig ingevuld.").format(
            place=figure(now.score, now.extreme)
        )
    if now.score is None:
        return _("Gewenst is {place}. Voor nu is te weinig ingevuld.").format(
            place=figure(wanted.score, wanted.extreme)
        )
    shown = {"now": figure(now.score, now.extreme), "wanted": figure(wanted.score, wanted.extreme)}
    # The difference of the figures as shown: the reader can check it.
    points = rounded(wanted.score) - rounded(now.score)
    if now.extreme or wanted.extreme or points == 0:
        return _("Nu {now}, gewenst {wanted}.").format(**shown)
    return _("Nu {now}, gewenst {wanted}: {points} richting {end}.").format(
        **shown, points=number(abs(float(points))), end=high if points > 0 else low
    )


def _mirror(source: Source, module: Module, figures: ModuleFigures) -> ModuleMirrorSection | None:
    added = source.figures.round
    if module.clients is None or added is None or added.expected_clients is None:
        return None
    themes = tuple(
        compared_theme(source, theme, figures.mirror[theme.key], figures.themes[theme.key])
        for theme in module.themes
        if theme.key in figures.mirror
    )
    judged = tuple(
        _judged(source, theme, figures.clients[theme.key])
        for theme in module.clients.themes
        if theme.key in figures.clients
    )
    nothing = not themes and not any(one.score is not None for one in judged)
    return ModuleMirrorSection(
        own=own_side(source, added),
        clients=clients(added.clients, added.expected_clients),
        themes=themes,
        judged=() if nothing else judged,
        missing=_(
            "Minder dan {smallest} interne klanten vulden dit deel in. Daarom laten we er niets "
            "van zien."
        ).format(smallest=SMALLEST_GROUP)
        if nothing
        else None,
    )


def _judged(source: Source, theme: ModuleTheme, figures: ScoreFigures) -> ThemeSection:
    """Return a theme that only internal clients judged."""
    count = len(theme.statements)
    added = source.figures.round
    basis = _("{statements} stellingen").format(statements=count)
    if figures.score is not None and added is not None:
        basis = _("{statements} stellingen, beoordeeld door {clients}").format(
            statements=count, clients=clients(figures.n, None)
        )
    missing = _(
        "Minder dan {smallest} interne klanten konden genoeg van deze stellingen beoordelen."
    ).format(smallest=SMALLEST_GROUP)
    return scored_section(source, theme, figures, basis=basis, missing=missing)


def _cards(
    themes: tuple[ThemeSection, ...],
    coverage: tuple[CoverageSection, ...],
    others: tuple[ChoiceSection | RoleSection, ...],
    mirror: ModuleMirrorSection | None,
) -> tuple[ModuleCard, ...]:
    """Return the cards: the lowest theme, what isn't a theme, and then the other themes."""
    judged = (*themes, *(mirror.judged if mirror else ()))
    low = [
        ModuleCard(one.title, one.level_word, one.finding)
        for one in sorted(judged, key=_order)
        if one.finding is not None
    ]
    rest = [ModuleCard(block.title, None, one) for block in coverage for one in block.findings]
    rest += [ModuleCard(one.title, None, one.finding) for one in others if one.finding is not None]
    return (*low[:1], *rest, *low[1:])


def _order(theme: ThemeSection) -> float:
    return theme.score if theme.score is not None else 101.0
