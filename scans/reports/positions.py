"""The role and the profile as the reader sees them: places, never grades."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scans.engine.figures import ScanFigures
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
from scans.reports.wording import in_sentence, number, rounded


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
    )


def _basis(source: Source) -> str:
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
        coverage = _coverage(source, NOW)
        return _(
            "Geen plek: daarvoor is een antwoord nodig op minstens {needed} van de {total} paren."
        ).format(needed=coverage.needed, total=coverage.asked)
    if now is None or wanted is None:
        return _one_place(now, wanted, solo=source.solo)
    # The difference of the figures as shown: the reader can check it.
    steps = int(rounded(wanted) - rounded(now))
    points = ngettext("{count} punt", "{count} punten", abs(steps)).format(count=abs(steps))
    sentence = _own_way(steps) if source.solo else _way_of_all(steps)
    return sentence.format(now=number(now), wanted=number(wanted), points=points)


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


def _one_place(now: float | None, wanted: float | None, *, solo: bool) -> str:
    if now is not None:
        sentence = (
            _(
                "Jij ziet de afdeling nu op {place}. Voor de plek waar je haar graag ziet, is te "
                "weinig ingevuld."
            )
            if solo
            else _(
                "De afdeling staat nu op {place}. Waar ze heen wil, is bij te weinig paren "
                "ingevuld."
            )
        )
        return sentence.format(place=number(now))
    sentence = (
        _(
            "Jij ziet de afdeling graag op {place}. Voor de plek waar ze nu staat, is te weinig "
            "ingevuld."
        )
        if solo
        else _("De afdeling wil naar {place}. Waar ze nu staat, is bij te weinig paren ingevuld.")
    )
    return sentence.format(place=number(wanted or 0.0))


def profile_section(source: Source, text: ProfileText | None) -> ProfileSection:
    """Return the place on the map, with the texts of the profile or of the ground between two."""
    figures = source.figures
    quadrants = tuple(
        Quadrant(key, source.say(source.questionnaire.profiles[key].title)) for key in PROFILES
    )
    x, y = figures.role.now.score, figures.impact.index
    if text is None or x is None or y is None:
        return ProfileSection(
            key=None,
            neighbour=None,
            title=_("Geen profiel"),
            heading=_("Profiel"),
            sentence=_no_place(x, y),
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
        x=x,
        y=y,
        quadrants=quadrants,
        finding=source.finding(text.advice),
    )


def _no_place(x: float | None, y: float | None) -> str:
    if x is None and y is None:
        return _(
            "Een plek op de kaart volgt uit de rol nu en de impactindex. Allebei ontbreken ze."
        )
    if x is None:
        return _("Een plek op de kaart volgt uit de rol nu en de impactindex. De rol nu ontbreekt.")
    return _(
        "Een plek op de kaart volgt uit de rol nu en de impactindex. De impactindex ontbreekt."
    )


def _place(x: float, y: float) -> str:
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
