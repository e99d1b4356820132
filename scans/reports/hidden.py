"""What is not shown of a round, why, and what can be done about it."""

from django.utils.translation import gettext as _

from scans.engine.disclosure import SMALLEST_GROUP
from scans.engine.figures import RoundFigures
from scans.engine.roundreport import Withheld
from scans.reports.source import Source
from scans.reports.wording import joined

WHOLE_FROM = 10
"""From this many persons a group's scores are shown as whole numbers."""


def hidden_sentence(source: Source, figures: RoundFigures) -> str | None:
    """Return one sentence with all that is not shown; ``None`` when nothing is held back.

    That a whole group is missing is said where its part would be.
    """
    team = _is_few(source.figures.respondents) and not source.solo
    clients = _is_few(figures.clients) and figures.expected_clients is not None
    parts = _parts(figures, team=team, clients=clients)
    if not parts:
        return None
    return _("{who} zie je {what}. Zo beschermen we wie meedeed.").format(
        who=_who(source, figures, team=team, clients=clients), what=joined(parts)
    )


def _is_few(count: int) -> bool:
    return SMALLEST_GROUP <= count < WHOLE_FROM


def _who(source: Source, figures: RoundFigures, *, team: bool, clients: bool) -> str:
    groups = [
        _("{count} teamleden").format(count=source.figures.respondents) if team else "",
        _("{count} interne klanten").format(count=figures.clients) if clients else "",
    ]
    named = joined([group for group in groups if group])
    return _("Met {groups}").format(groups=named) if named else _("In dit rapport")


def _parts(figures: RoundFigures, *, team: bool, clients: bool) -> list[str]:
    hidden = figures.hidden
    few = "few" in hidden
    steps = (
        _("hun scores in stappen van 5") if clients and not team else _("scores in stappen van 5")
    )
    said = {
        steps: few,
        _("geen antwoorden per stelling"): few and team and not figures.distributions,
        _("geen vrije antwoorden"): "texts" in hidden and "team" not in hidden,
        _("heel hoge of heel lage scores alleen als woord"): "extremes" in hidden,
        _("geen score die op minder dan {smallest} mensen rust").format(
            smallest=SMALLEST_GROUP
        ): "themes" in hidden,
        _("in de spiegel niet overal een zelfbeeld"): "own" in hidden,
        _(
            "geen verdeling bij stellingen waarop bijna iedereen hetzelfde antwoordde, of van een "
            "thema met een heel hoge of heel lage score"
        ): "distributions" in hidden,
    }
    return [text for text, applies in said.items() if applies]


def extremes_note(figures: RoundFigures) -> str | None:
    """Explain scores that are shown as a word; ``None`` when there are none."""
    if "extremes" not in figures.hidden:
        return None
    return _(
        "Bij een heel hoge of heel lage score staat een woord met een grens, zoals ‘hoog: 75 of "
        "meer’. Het precieze getal zou daar te veel over losse antwoorden zeggen. In een figuur "
        "loopt het in streepjes door tot de rand."
    )


def withheld_team(source: Source, figures: RoundFigures) -> Withheld | None:
    """Return what to say in the place of a result; ``None`` when the team was large enough."""
    if "team" not in figures.hidden:
        return None
    return Withheld(
        title=_("Nog geen uitkomst van het team"),
        sentence=_how_many(source.figures.respondents, figures.expected),
        reason=_(
            "In een kleine groep kun je aan een gemiddelde al gauw zien wie wat heeft geantwoord. "
            "Daarom laten we dan niets zien, ook niet aan wie de ronde is begonnen. Dat is vooraf "
            "aan iedereen beloofd."
        ),
        steps=(
            (
                _("Vul samen één scan in"),
                _(
                    "Ga met elkaar om tafel, praat per stelling en kies samen een antwoord. Dat "
                    "geeft meteen een uitkomst en vaak het beste gesprek. Interne klanten kun je "
                    "er gewoon bij vragen."
                ),
            ),
            (
                _("Begin een nieuwe ronde"),
                _(
                    "Kies een moment waarop de meesten tijd hebben, bijvoorbeeld tien minuten in "
                    "een overleg. Vertel erbij dat niemand losse antwoorden ziet. Deze ronde gaat "
                    "niet meer open."
                ),
            ),
        ),
    )


def _how_many(count: int, expected: int | None) -> str:
    # The settings may ask for more persons than the floor does.
    more = (
        _("Een uitkomst is er vanaf {smallest}.").format(smallest=SMALLEST_GROUP)
        if count < SMALLEST_GROUP
        else _("Dat zijn er te weinig voor een uitkomst.")
    )
    if count == 0:
        said = _("Van het team vulde niemand de scan in.")
    elif expected is None:
        said = _("Van het team deden {count} mee.").format(count=count)
    else:
        said = _("Van de {expected} verwachte teamleden deden er {count} mee.").format(
            expected=expected, count=count
        )
        if count == 1:
            said = _("Van de {expected} verwachte teamleden deed er 1 mee.").format(
                expected=expected
            )
    return f"{said} {more}"
