"""The role and the profile as the reader sees them: places, never grades."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scans.engine.figures import ScanFigures
from scans.engine.questionnaire import PROFILES, ProfileText, Questionnaire, between_key
from scans.engine.report import ProfileSection, Quadrant, RoleSection
from scans.reports.source import Source, persons, two_thirds
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
        basis=_("{pairs} paren, {persons}").format(
            pairs=len(role.pairs), persons=in_sentence(persons(source, figures.now.n))
        ),
        finding=source.finding(role.gaps[key]) if key else None,
    )


def _way(source: Source) -> str:
    figures = source.figures.role
    now, wanted, gap = figures.now.score, figures.wanted.score, figures.gap
    pairs = len(source.questionnaire.role.pairs)
    if now is None and wanted is None:
        return _(
            "Hier staat nog geen plek. Daarvoor is een antwoord nodig op minstens {needed} van "
            "de {total} paren."
        ).format(needed=two_thirds(pairs), total=pairs)
    if now is None or wanted is None or gap is None:
        return _one_place(now, wanted)
    count = int(abs(rounded(gap)))
    points = ngettext("{count} punt", "{count} punten", count).format(count=count)
    places = {"now": number(now), "wanted": number(wanted), "points": points}
    if rounded(gap) == 0:
        return _("De afdeling staat nu op {now} en wil daar blijven.").format(**places)
    sentence = (
        _("De afdeling staat nu op {now} en wil naar {wanted}: {points} richting meedenker.")
        if gap > 0
        else _("De afdeling staat nu op {now} en wil naar {wanted}: {points} richting maker.")
    )
    return sentence.format(**places)


def _one_place(now: float | None, wanted: float | None) -> str:
    if now is not None:
        return _(
            "De afdeling staat nu op {now}. Waar ze heen wil, is bij te weinig paren ingevuld."
        ).format(now=number(now))
    return _(
        "De afdeling wil naar {wanted}. Waar ze nu staat, is bij te weinig paren ingevuld."
    ).format(wanted=number(wanted or 0.0))


def profile_section(source: Source, text: ProfileText | None) -> ProfileSection:
    """Return the place on the map, with the texts of the profile or of the ground between two."""
    figures = source.figures
    quadrants = tuple(
        Quadrant(key, source.say(source.questionnaire.profiles[key].title)) for key in PROFILES
    )
    if text is None:
        return ProfileSection(
            key=None,
            neighbour=None,
            title=_("Nog geen profiel"),
            sentence=_(
                "Een plek op de kaart volgt uit de rol nu en de impactindex. Een van de twee "
                "ontbreekt nog."
            ),
            x=None,
            y=None,
            quadrants=quadrants,
            finding=None,
        )
    return ProfileSection(
        key=figures.profile.key,
        neighbour=figures.profile.neighbour,
        title=source.say(text.title),
        sentence=source.say(text.sentence),
        x=figures.role.now.score,
        y=figures.impact.index,
        quadrants=quadrants,
        finding=source.finding(text.advice),
    )


def profile_text(figures: ScanFigures, questionnaire: Questionnaire) -> ProfileText | None:
    """Return the texts that apply; ``None`` without a profile."""
    key, neighbour = figures.profile.key, figures.profile.neighbour
    if key is None:
        return None
    if neighbour is None:
        return questionnaire.profiles[key]
    return questionnaire.between[between_key(key, neighbour)]
