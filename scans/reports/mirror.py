"""Self-image and client image side by side, with what the difference may mean for the talk."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scans.engine.disclosure import SMALLEST_GROUP
from scans.engine.figures import ComparisonFigures, RoundFigures, ScoreFigures
from scans.engine.module import ModuleTheme
from scans.engine.questionnaire import NOW, WANTED, Theme
from scans.engine.roundreport import ComparedPlace, ComparedTheme, MirrorSection, Value
from scans.reports.findings import meaning_of, summary_of
from scans.reports.source import Source, clients, members
from scans.reports.wording import rounded

CLOSE = 5
"""Places nearer to each other than this are said to be about the same."""


def value_of(figures: ScoreFigures) -> Value:
    """Return a score as it is shown beside another."""
    return Value(score=figures.score, n=figures.n, extreme=figures.extreme)


def bounds(figures: ScoreFigures) -> tuple[float, float]:
    """Return between which values a score lies: beyond a border more than one can be true."""
    score = figures.score or 0.0
    if figures.extreme == "hoog":
        return score, 100.0
    if figures.extreme == "laag":
        return 0.0, score
    return score, score


def mirror_section(source: Source, figures: RoundFigures) -> MirrorSection | None:
    """Return the comparison; ``None`` when no internal clients were invited."""
    if figures.expected_clients is None:
        return None
    shown = "clients" not in figures.hidden
    themes = _themes(source, figures) if shown else ()
    said_by = clients(figures.clients, figures.expected_clients)
    return MirrorSection(
        own=own_side(source, figures),
        clients=said_by,
        lead=_lead(source),
        remark=_(
            "Wie zichzelf beoordeelt, komt overal iets hoger uit: gemiddeld ongeveer 6 punten. Een "
            "klein verschil naar boven is dus gewoon."
        ),
        summary=summary_of(source, themes),
        themes=themes,
        places=_places(source, figures) if shown else (),
        missing=None if shown else _too_few(figures, said_by),
    )


def own_side(source: Source, figures: RoundFigures) -> str:
    """Say by how many the self-image was given."""
    if source.solo:
        if source.figures.respondents == 0:
            return _("niet ingevuld")
        return source.voice(_("één persoon"), _("samen, als één antwoord"))
    return members(source.figures.respondents, figures.expected)


def _lead(source: Source) -> str:
    if _team_is_hidden(source):
        return _(
            "Dit is wat jullie interne klanten zien. Het zelfbeeld ernaast ontbreekt, omdat te weinig "
            "teamleden meededen."
        )
    return _(
        "Hier tellen alleen de stellingen mee die ook aan interne klanten zijn gevraagd. Daardoor "
        "kan een score anders zijn dan die van het hele thema."
    )


def _team_is_hidden(source: Source) -> bool:
    return source.figures.round is not None and "team" in source.figures.round.hidden


def _too_few(figures: RoundFigures, said_by: str) -> str:
    if figures.clients >= SMALLEST_GROUP:
        # The settings may ask for more persons than the floor does.
        return _("De spiegel is ingevuld door {clients}: te weinig om te laten zien.").format(
            clients=said_by
        )
    if figures.clients == 0:
        return _(
            "Van de {expected} uitgenodigde interne klanten vulde nog niemand de spiegel in. Vanaf "
            "{smallest} laten we hun beeld zien. Loop tot die tijd bij een paar klanten langs en "
            "vraag wat zij merken van het werk van de afdeling. Vraag het in een volgende ronde "
            "opnieuw."
        ).format(expected=figures.expected_clients, smallest=SMALLEST_GROUP)
    return _(
        "De spiegel is ingevuld door {clients}. Vanaf {smallest} laten we hun beeld zien: bij "
        "minder is te raden wie wat antwoordde. Loop tot die tijd bij een paar klanten langs en "
        "vraag wat zij merken van het werk van de afdeling. Vraag het in een volgende ronde "
        "opnieuw, aan meer mensen."
    ).format(clients=said_by, smallest=SMALLEST_GROUP)


def _themes(source: Source, figures: RoundFigures) -> tuple[ComparedTheme, ...]:
    themes: list[ComparedTheme] = []
    for theme in source.questionnaire.themes:
        if theme.key in figures.mirror:
            whole = source.figures.themes[theme.key]
            found = compared_theme(source, theme, figures.mirror[theme.key], whole)
            # The same question twice on a page is a question fewer.
            asked = any(found.finding == earlier.finding for earlier in themes)
            themes.append(replace(found, question=None) if asked else found)
    return tuple(themes)


def compared_theme(
    source: Source, theme: Theme | ModuleTheme, pair: ComparisonFigures, whole: ScoreFigures
) -> ComparedTheme:
    """Return both sides of one theme; ``whole`` is what is shown of the whole theme."""
    missing = _missing(source, pair, whole)
    found = (
        meaning_of(source, pair.finding) if pair.finding is not None and missing is None else None
    )
    return ComparedTheme(
        key=theme.key,
        letter=theme.letter if isinstance(theme, Theme) else "",
        title=source.say(theme.title),
        own=value_of(pair.own),
        clients=value_of(pair.clients),
        difference=pair.difference,
        margin=_margin(pair),
        finding=found.word if found else None,
        hint=found is not None and not pair.firm,
        sentence=_apart(source, pair) if missing is None else "",
        meaning=found.meaning if found else None,
        question=found.question if found else None,
        missing=missing,
    )


def _missing(source: Source, pair: ComparisonFigures, whole: ScoreFigures) -> str | None:
    """Say why there is nothing to compare; ``whole`` is what is shown of the whole theme."""
    if pair.clients.score is None:
        return _(
            "Minder dan {smallest} interne klanten konden genoeg van deze stellingen beoordelen."
        ).format(smallest=SMALLEST_GROUP)
    if pair.own.score is not None:
        return None
    few = _("Voor het zelfbeeld is te weinig ingevuld.")
    if not source.solo:
        few = _(
            "Minder dan {smallest} teamleden konden genoeg van deze stellingen beoordelen."
        ).format(smallest=SMALLEST_GROUP)
    return _without_own(source, whole, few)


def _without_own(source: Source, whole: ScoreFigures, few: str) -> str:
    """Say why there is no self-image: ``few`` where too little was answered."""
    if _team_is_hidden(source):
        return ""
    if source.solo or whole.score is None:
        return few
    # Beside the score of the whole theme, that of a part gives the rest.
    return _(
        "Het zelfbeeld laten we hier weg: het zou te veel zeggen over wat iemand heeft geantwoord."
    )


def _margin(pair: ComparisonFigures) -> tuple[float, float] | None:
    if pair.interval is None:
        return None
    return max(pair.interval[0], -100.0), min(pair.interval[1], 100.0)


def _apart(source: Source, pair: ComparisonFigures) -> str:
    """Say how far apart both are, in the figure that is shown."""
    if pair.difference is None:
        return _("Hoe groot het verschil is, laten we niet als getal zien.")
    points = int(rounded(pair.difference))
    if points == 0:
        return _("Zelfbeeld en klantbeeld zijn gelijk.")
    many = ngettext("{count} punt", "{count} punten", abs(points)).format(count=abs(points))
    sentence = (
        _("Het zelfbeeld is {points} hoger dan het klantbeeld.")
        if points > 0
        else _("Het zelfbeeld is {points} lager dan het klantbeeld.")
    ).format(points=many)
    if pair.interval is None and source.solo:
        more = source.voice(
            _("Bij één persoon is daar geen marge bij te berekenen."),
            _("Bij één antwoord is daar geen marge bij te berekenen."),
        )
        return f"{sentence} {more}"
    return sentence


def _places(source: Source, figures: RoundFigures) -> tuple[ComparedPlace, ...]:
    titles = {NOW: _("Nu"), WANTED: _("Gewenst")}
    return tuple(
        ComparedPlace(
            key=when,
            title=titles[when],
            own=value_of(figures.mirror_role[when].own),
            clients=value_of(figures.mirror_role[when].clients),
            margin=_margin(figures.mirror_role[when]),
            sentence=_where(source, when, figures.mirror_role[when]),
        )
        for when in (NOW, WANTED)
        if when in figures.mirror_role
    )


def _where(source: Source, when: str, pair: ComparisonFigures) -> str:
    role = source.figures.role
    missing = _missing_place(source, pair, role.now if when == NOW else role.wanted)
    if missing is not None:
        return missing
    difference = _certain_difference(pair)
    if difference is None:
        return _("Hoe ver beide plekken uit elkaar liggen, laten we niet als getal zien.")
    itself = source.voice(_("jij"), _("jullie zelf"))
    sentence = _seen(difference) if when == NOW else _hoped(difference)
    said = sentence.format(itself=itself)
    if pair.firm or abs(difference) < CLOSE:
        return said
    more = _("Dat is een aanwijzing: zeker is het verschil niet.")
    return f"{said} {more}"


def _certain_difference(pair: ComparisonFigures) -> float | None:
    """Return own minus clients; from borders the least it can be, or ``None`` if that is little."""
    if pair.difference is not None:
        return pair.difference
    (low, high), (least, most) = bounds(pair.own), bounds(pair.clients)
    if low - most >= CLOSE:
        return low - most
    return high - least if least - high >= CLOSE else None


def _missing_place(source: Source, pair: ComparisonFigures, whole: ScoreFigures) -> str | None:
    if pair.clients.score is None:
        return _("Te weinig interne klanten kozen hier een plek.")
    if pair.own.score is not None:
        return None
    return _without_own(source, whole, _("Voor het zelfbeeld is hier te weinig ingevuld."))


def _seen(difference: float) -> str:
    if abs(difference) < CLOSE:
        return _("Interne klanten zien de afdeling op bijna dezelfde plek als {itself}.")
    if difference > 0:
        return _("Interne klanten zien de afdeling meer als maker dan {itself}.")
    return _("Interne klanten zien de afdeling meer als meedenker dan {itself}.")


def _hoped(difference: float) -> str:
    if abs(difference) < CLOSE:
        return _("Interne klanten willen de afdeling op bijna dezelfde plek als {itself}.")
    if difference > 0:
        return _("Interne klanten willen de afdeling meer als maker dan {itself}.")
    return _("Interne klanten willen de afdeling meer als meedenker dan {itself}.")
