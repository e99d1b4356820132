"""The report's account of itself: how it was computed and what it does not say."""

from django.utils.translation import gettext as _

from scans.engine.figures import Kind, ScanFigures
from scans.engine.questionnaire import Questionnaire
from scans.engine.report import Method, ScanFacts
from scans.reports.wording import day, in_sentence, joined


def describe_method(
    figures: ScanFigures, questionnaire: Questionnaire, facts: ScanFacts, language: str
) -> Method:
    """Return the texts in the active language, which is ``language``."""
    names = joined([in_sentence(theme.title[language]) for theme in questionnaire.themes])
    solo = figures.kind == Kind.SOLO
    return Method(
        themes=_themes(questionnaire, language, solo=solo),
        impact=_impact(names),
        role=_role(len(questionnaire.role.pairs)),
        profile=_(
            "De kaart heeft twee grenzen. Voor de rol nu ligt de grens op 50: daaronder maker, "
            "vanaf 50 meedenker. Voor de impactindex ook: daaronder laag, vanaf 50 hoog. Wie "
            "binnen 5 punten van een grens staat, staat tussen twee profielen in. Zijn beide "
            "grenzen dichtbij, dan telt de dichtstbijzijnde."
        ),
        standout=_standout(solo=solo),
        certainty=_certainty(figures, solo=solo),
        rounding=_(
            "We rekenen met onafgeronde getallen en ronden pas af als we ze laten zien. Een "
            "verschil in een zin is dat tussen de getallen die je ziet. De index kan iets "
            "afwijken van wat je zelf uit afgeronde scores berekent."
        ),
        limits=_limits(facts, solo=solo),
    )


def _themes(questionnaire: Questionnaire, language: str, *, solo: bool) -> str:
    ends = questionnaire.scale[0][language], questionnaire.scale[-1][language]
    text = _(
        "Elk antwoord telt van 1 ({lowest}) tot 5 ({highest}); bij een omgekeerde stelling "
        "draaien we dat om. Het gemiddelde per thema zetten we om naar een schaal van 0 tot "
        "100. ‘{unknown}’ en overgeslagen stellingen tellen niet mee. Een score is er alleen "
        "als minstens twee derde van de stellingen van een thema is beantwoord. Onder de 40 "
        "noemen we laag, van 40 tot 70 midden, vanaf 70 hoog."
    ).format(
        lowest=in_sentence(ends[0]),
        highest=in_sentence(ends[1]),
        unknown=questionnaire.unknown[language],
    )
    if solo:
        return text
    more = _("De score van de afdeling is het gemiddelde van de scores van alle personen.")
    return f"{text} {more}"


def _impact(names: str) -> str:
    return _(
        "De impactindex is het meetkundig gemiddelde van {themes}: de derdemachtswortel uit hun "
        "product. Een laag thema drukt de index zo sterker dan bij een gewoon gemiddelde, want "
        "één gat doet de andere twee teniet. Elk thema telt voor minstens 1. De rol telt niet "
        "mee. Zonder een van de drie scores is er geen index."
    ).format(themes=names)


def _role(pairs: int) -> str:
    return _(
        "Bij {pairs} paren is twee keer gekozen op een lijn van 1 (maker) tot 5 (meedenker): "
        "voor nu en voor de gewenste situatie. Het gemiddelde staat op een lijn van 0 tot 100. "
        "Dat is een plek en geen cijfer: de ene kant is niet beter dan de andere."
    ).format(pairs=pairs)


def _standout(*, solo: bool) -> str:
    if solo:
        return _(
            "Hier staan de stellingen met het hoogste en het laagste antwoord. Bij een "
            "omgekeerde stelling geldt oneens als hoog. Het antwoord staat er zoals je het gaf."
        )
    return _(
        "Hier staan de stellingen met het hoogste en het laagste gemiddelde. Bij een omgekeerde "
        "stelling geldt oneens als hoog. Wat iemand persoonlijk antwoordde, staat nergens."
    )


def _certainty(figures: ScanFigures, *, solo: bool) -> str:
    if solo:
        return _(
            "Eén persoon heeft deze scan ingevuld. Een marge is dan niet te berekenen: we weten "
            "niet hoe collega’s dezelfde vragen zouden beantwoorden."
        )
    text = _(
        "De marge is een interval met 95% zekerheid, berekend over de personen die meededen "
        "(t-verdeling). De eensgezindheid is r_wg(J)."
    )
    if figures.department_size is None:
        return text
    more = _(
        "De afdeling telt {size} personen; daarmee is de marge gecorrigeerd, want van wie "
        "meedeed weten we het zeker."
    ).format(size=figures.department_size)
    return f"{text} {more}"


def _limits(facts: ScanFacts, *, solo: bool) -> tuple[str, ...]:
    voice = (
        _(
            "Dit is het beeld van één persoon. Laat een collega de scan ook doen en leg de "
            "uitkomsten naast elkaar."
        )
        if solo
        else _("Dit is het beeld van wie meedeed. Wie niet meedeed, kan er anders over denken.")
    )
    return (
        voice,
        _(
            "Dit is een zelfbeeld. Interne klanten kunnen het anders zien; dat weet je pas als "
            "je het hun vraagt."
        ),
        _("Het is een momentopname van {date}.").format(date=day(facts.closed_on)),
        _("Een verschil van een paar punten zegt weinig. Kijk naar het patroon."),
        _("Drukte en zichtbaarheid tellen niet mee: die zijn geen impact."),
        _("De scan beoordeelt geen personen en vergelijkt je niet met andere afdelingen."),
    )
