"""The role and the profile as the reader sees them: places, never grades."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scans.engine.disclosure import SMALLEST_GROUP
from scans.engine.figures import RoleFigures, ScanFigures, ScoreFigures
from scans.engine.profiles import BORDER, NEAR
from scans.engine.questionnaire import (
    NOW,
    PROFILES,
    WANTED,
    ProfileText,
    Questionnaire,
    between_key,
)
from scans.engine.report import ProfileSection, Quadrant, RoleSection
from scans.engine.scoring import Coverage, position_coverage
from scans.reports.source import Source, persons
from scans.reports.wording import figure, in_sentence, number, rounded


def role_section(source: Source) -> RoleSection:
    """Return both places on the line from maker to meedenker, and the way between them."""
    role, figures = source.questionnaire.role, source.figures.role
    key = figures.gap_key
    return RoleSection(
        key=role.key,
        letter=role.letter,
        title=source.say(role.title),
        heading=_("{maker} of {meedenker}?").format(
            maker=source.say(role.poles["maker"]),
            meedenker=in_sentence(source.say(role.poles["meedenker"])),
        ),
        meaning=source.say(role.meaning),
        maker=source.say(role.poles["maker"]),
        meedenker=source.say(role.poles["meedenker"]),
        now=figures.now.score,
        wanted=figures.wanted.score,
        gap=figures.gap,
        sentence=_way(source),
        basis=_basis(source),
        finding=source.finding(role.gaps[key]) if key else None,
        now_extreme=figures.now.extreme,
        wanted_extreme=figures.wanted.extreme,
    )


def _basis(source: Source) -> str:
    if not source.solo and source.figures.role.now.score is None:
        return _("{pairs} paren").format(pairs=len(source.questionnaire.role.pairs))
    by = in_sentence(persons(source, source.figures.role.now.n))
    now, wanted = _coverage(source, NOW), _coverage(source, WANTED)
    # Of a group the single answers are not known here.
    if not source.solo or now.answered == wanted.answered == now.asked:
        return _("{pairs} paren, {persons}").format(pairs=now.asked, persons=by)
    if now.answered == wanted.answered:
        return _("{answered} van de {pairs} paren beantwoord, {persons}").format(
            answered=now.answered, pairs=now.asked, persons=by
        )
    return _(
        "{now} van de {pairs} paren beantwoord voor nu en {wanted} voor gewenst, {persons}"
    ).format(now=now.answered, wanted=wanted.answered, pairs=now.asked, persons=by)


def _coverage(source: Source, when: str) -> Coverage:
    return position_coverage(source.questionnaire.role, when, source.figures.answers)


def _way(source: Source) -> str:
    figures = source.figures.role
    now, wanted = figures.now.score, figures.wanted.score
    if now is None and wanted is None:
        if not source.solo:
            return _(
                "Geen plek: minder dan {smallest} teamleden konden genoeg van deze paren "
                "beoordelen."
            ).format(smallest=SMALLEST_GROUP)
        coverage = _coverage(source, NOW)
        return _(
            "Geen plek: daarvoor is een antwoord nodig op minstens {needed} van de {total} paren."
        ).format(needed=coverage.needed, total=coverage.asked)
    if now is None or wanted is None:
        return _one_place(source)
    if figures.now.extreme is not None or figures.wanted.extreme is not None:
        return _way_between_borders(figures)
    # The difference of the figures as shown: the reader can check it.
    steps = int(rounded(wanted) - rounded(now))
    points = ngettext("{count} punt", "{count} punten", abs(steps)).format(count=abs(steps))
    sentence = _own_way(steps) if source.alone else _way_of_all(steps)
    return sentence.format(now=number(now), wanted=number(wanted), points=points)


def _way_between_borders(figures: RoleFigures) -> str:
    now, wanted = _written(figures.now), _written(figures.wanted)
    sentence = (
        _way_of_all(0)
        if now == wanted
        else _("De afdeling staat nu op {now} en wil naar {wanted}.")
    )
    return sentence.format(now=now, wanted=wanted)


def _own_way(steps: int) -> str:
    if steps == 0:
        return _("Jij ziet de afdeling nu op {now} en wilt haar daar houden.")
    if steps > 0:
        return _(
            "Jij ziet de afdeling nu op {now} en graag op {wanted}: {points} richting meedenker."
        )
    return _("Jij ziet de afdeling nu op {now} en graag op {wanted}: {points} richting maker.")


def _way_of_all(steps: int) -> str:
    if steps == 0:
        return _("De afdeling staat nu op {now} en wil daar blijven.")
    if steps > 0:
        return _("De afdeling staat nu op {now} en wil naar {wanted}: {points} richting meedenker.")
    return _("De afdeling staat nu op {now} en wil naar {wanted}: {points} richting maker.")


def _written(place: ScoreFigures) -> str:
    return figure(place.score, place.extreme)


def _one_place(source: Source) -> str:
    figures = source.figures.role
    if figures.now.score is not None:
        sentence = (
            _(
                "Jij ziet de afdeling nu op {place}. Voor de plek waar je haar graag ziet, is te "
                "weinig ingevuld."
            )
            if source.alone
            else _(
                "De afdeling staat nu op {place}. Waar ze heen wil, is bij te weinig paren "
                "ingevuld."
            )
        )
        return sentence.format(place=_written(figures.now))
    sentence = (
        _(
            "Jij ziet de afdeling graag op {place}. Voor de plek waar ze nu staat, is te weinig "
            "ingevuld."
        )
        if source.alone
        else _("De afdeling wil naar {place}. Waar ze nu staat, is bij te weinig paren ingevuld.")
    )
    return sentence.format(place=_written(figures.wanted))


def profile_section(source: Source, text: ProfileText | None) -> ProfileSection:
    """Return the place on the map, with the texts of the profile or of the ground between two."""
    figures = source.figures
    quadrants = tuple(
        Quadrant(key, source.say(source.questionnaire.profiles[key].title)) for key in PROFILES
    )
    now, y = figures.role.now, figures.impact.index
    x = now.score if now.extreme is None else None
    if text is None:
        return ProfileSection(
            key=None,
            neighbour=None,
            title=_("Geen profiel"),
            heading=_("Profiel"),
            sentence=_no_place(source, x, y),
            place="",
            x=None,
            y=None,
            quadrants=quadrants,
            finding=None,
        )
    title = source.say(text.title)
    between = figures.profile.neighbour is not None
    return ProfileSection(
        key=figures.profile.key,
        neighbour=figures.profile.neighbour,
        title=title,
        heading=_("Profiel: {title}").format(title=in_sentence(title) if between else title),
        sentence=source.say(text.sentence),
        place=_place(x, y),
        x=x if y is not None else None,
        y=y if x is not None else None,
        quadrants=quadrants,
        finding=source.finding(text.advice),
    )


def _no_place(source: Source, x: float | None, y: float | None) -> str:
    if has_extremes(source.figures):
        return _(
            "Een plek op de kaart volgt uit de rol nu en de impactindex. Die laten we hier niet "
            "als getal zien."
        )
    if x is None and y is None:
        return _(
            "Een plek op de kaart volgt uit de rol nu en de impactindex. Allebei ontbreken ze."
        )
    if x is None:
        return _("Een plek op de kaart volgt uit de rol nu en de impactindex. De rol nu ontbreekt.")
    return _(
        "Een plek op de kaart volgt uit de rol nu en de impactindex. De impactindex ontbreekt."
    )


def has_extremes(figures: ScanFigures) -> bool:
    """Tell whether any score of the team is shown as a word instead of a figure."""
    scores = (*figures.themes.values(), figures.role.now, figures.role.wanted)
    return any(score.extreme is not None for score in scores)


def _place(x: float | None, y: float | None) -> str:
    if x is None or y is None:
        return _(
            "De precieze plek op de kaart laten we niet zien, want een van de scores is alleen "
            "als woord te lezen."
        )
    place = _(
        "De afdeling staat op {x} tussen maker en meedenker, met een impactindex van {y}."
    ).format(x=number(x), y=number(y))
    if max(abs(x - BORDER), abs(y - BORDER)) > NEAR:
        return place
    more = _("Dat is vlak bij het midden van de kaart: ook de andere twee profielen zijn dichtbij.")
    return f"{place} {more}"


def profile_text(figures: ScanFigures, questionnaire: Questionnaire) -> ProfileText | None:
    """Return the texts that apply; ``None`` without a profile."""
    key, neighbour = figures.profile.key, figures.profile.neighbour
    if key is None:
        return None
    if neighbour is None:
        return questionnaire.profiles[key]
    return questionnaire.between[between_key(key, neighbour)]
