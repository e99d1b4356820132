"""The report's account of itself: how it was computed and what it does not say."""

from django.utils.translation import gettext as _

from scans.engine.figures import ScanFigures
from scans.engine.report import Method
from scans.reports.source import Source
from scans.reports.wording import day, in_sentence, joined


def describe_method(source: Source, *, compared: bool = False) -> Method:
    """Return the texts in the active language; ``compared`` when there are peers beside it."""
    questionnaire = source.questionnaire
    names = joined([in_sentence(source.say(theme.title)) for theme in questionnaire.themes])
    return Method(
        themes=_themes(source),
        impact=_impact(names),
        role=_role(len(questionnaire.role.pairs)),
        profile=_(
            "De kaart heeft twee grenzen. Voor de rol nu ligt de grens op 50: daaronder maker, "
            "vanaf 50 meedenker. Voor de impactindex ook: daaronder laag, vanaf 50 hoog. Wie "
            "binnen 5 punten van een grens staat, staat tussen twee profielen in. Zijn beide "
            "grenzen dichtbij, dan telt de dichtstbijzijnde."
        ),
        standout=_standout(source),
        certainty=_certainty(source),
        rounding=_(
            "We rekenen met onafgeronde getallen en ronden pas af als we ze laten zien. Een "
            "verschil in een zin is dat tussen de getallen die je ziet. De index kan iets "
            "afwijken van wat je zelf uit afgeronde scores berekent."
        ),
        limits=_limits(source, compared=compared),
    )


def _themes(source: Source) -> str:
    questionnaire = source.questionnaire
    ends = source.say(questionnaire.scale[0]), source.say(questionnaire.scale[-1])
    text = _(
        "Elk antwoord telt van 1 ({lowest}) tot 5 ({highest}); bij een omgekeerde stelling "
        "draaien we dat om. Het gemiddelde per thema zetten we om naar een schaal van 0 tot "
        "100. ‘{unknown}’ en overgeslagen stellingen tellen niet mee. Een score is er alleen "
        "als minstens twee derde van de stellingen van een thema is beantwoord. Onder de 40 "
        "noemen we laag, van 40 tot 70 midden, vanaf 70 hoog."
    ).format(
        lowest=in_sentence(ends[0]),
        highest=in_sentence(ends[1]),
        unknown=source.say(questionnaire.unknown),
    )
    if source.solo:
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


def _standout(source: Source) -> str:
    return source.voice(
        _(
            "Hier staan de stellingen met het hoogste en het laagste antwoord. Bij een omgekeerde "
            "stelling geldt oneens als hoog. Het antwoord staat er zoals je het gaf."
        ),
        _(
            "Hier staan de stellingen met het hoogste en het laagste antwoord. Bij een omgekeerde "
            "stelling geldt oneens als hoog. Het antwoord staat er zoals jullie het gaven."
        ),
    )


def _certainty(source: Source) -> str:
    figures = source.figures
    if source.solo:
        return source.voice(
            _(
                "Eén persoon heeft deze scan ingevuld. Een marge is dan niet te berekenen: we "
                "weten niet hoe collega’s dezelfde vragen zouden beantwoorden."
            ),
            _(
                "Jullie hebben deze scan samen ingevuld, als één antwoord. Een marge is dan niet "
                "te berekenen: die volgt uit hoe ver antwoorden uit elkaar liggen, en er is er "
                "maar één."
            ),
        )
    text = _(
        "De marge is een interval met 95% zekerheid, berekend over de personen die meededen "
        "(t-verdeling)."
    )
    if figures.department_size is None:
        return text
    more = _(
        "De afdeling telt {size} personen; daarmee is de marge gecorrigeerd, want van wie "
        "meedeed weten we het zeker."
    ).format(size=figures.department_size)
    return f"{text} {more}"


def _limits(source: Source, *, compared: bool) -> tuple[str, ...]:
    return (
        _voice(source),
        _client_view(source.figures),
        _("Het is een momentopname van {date}.").format(date=day(source.facts.closed_on)),
        _("Een verschil van een paar punten zegt weinig. Kijk naar het patroon."),
        _("Drukte en zichtbaarheid tellen niet mee: die zijn geen impact."),
        _comparison(source, compared=compared),
    )


def _comparison(source: Source, *, compared: bool) -> str:
    if source.facts.own_picture:
        return _("De scan beoordeelt geen personen en vergelijkt je niet met andere afdelingen.")
    if compared:
        return _(
            "De scan beoordeelt geen personen. De vergelijking met andere afdelingen is "
            "context, geen doel. Staat je score er in stappen van 5, dan hoort de plaats tussen de "
            "anderen bij die afgeronde score."
        )
    return _(
        "De scan beoordeelt geen personen. Toen deze ronde sloot, waren er nog te weinig "
        "afdelingen met gepubliceerde cijfers om mee te vergelijken."
    )


def _voice(source: Source) -> str:
    if source.facts.together:
        return _(
            "Dit is het beeld waar jullie samen op uitkwamen. Wie er niet bij was, kan er anders "
            "over denken."
        )
    if source.facts.own_picture:
        return _("Dit is jouw beeld alleen. Collega’s kunnen het anders zien.")
    if source.solo:
        return _(
            "Dit is het beeld van één persoon. Laat een collega de scan ook doen en leg de "
            "uitkomsten naast elkaar."
        )
    return _("Dit is het beeld van wie meedeed. Wie niet meedeed, kan er anders over denken.")


def _client_view(figures: ScanFigures) -> str:
    asked = figures.round is not None and figures.round.expected_clients is not None
    if asked and figures.round is not None and "clients" not in figures.round.hidden:
        return _(
            "Het klantbeeld is dat van de interne klanten die de spiegel invulden. Zij zijn door "
            "de afdeling zelf uitgenodigd; anderen kunnen het anders zien."
        )
    return _(
        "Dit is een zelfbeeld. Interne klanten kunnen het anders zien; dat weet je pas als je het "
        "hun vraagt."
    )
