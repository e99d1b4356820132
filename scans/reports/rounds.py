"""What a report adds when a team or internal clients were invited."""

from django.utils.translation import gettext as _

from scans.engine.figures import RoundFigures
from scans.engine.roundreport import MethodPart, RoundSections, TeamTexts
from scans.reports.agreement import agreement_section, distribution_section
from scans.reports.hidden import extremes_note, hidden_sentence, withheld_team
from scans.reports.mirror import mirror_section
from scans.reports.predictions import prediction_section
from scans.reports.source import Source
from scans.reports.wording import paragraphs


def round_sections(source: Source) -> RoundSections | None:
    """Return the sections of a round; ``None`` for a scan by one person alone."""
    figures = source.figures.round
    if figures is None:
        return None
    return RoundSections(
        hidden=hidden_sentence(source, figures),
        extremes=extremes_note(figures),
        withheld=withheld_team(source, figures),
        mirror=mirror_section(source, figures),
        prediction=prediction_section(source, figures),
        agreement=None if source.solo else agreement_section(source, figures),
        distributions=distribution_section(source, figures),
        texts=_texts(source, figures),
        method=_method(source, figures),
    )


def _texts(source: Source, figures: RoundFigures) -> tuple[TeamTexts, ...]:
    return tuple(
        TeamTexts(
            label=source.say(question.label),
            texts=tuple(paragraphs(text) for text in figures.texts[question.code]),
        )
        for question in source.questionnaire.open
        if figures.texts.get(question.code)
    )


def _method(source: Source, figures: RoundFigures) -> tuple[MethodPart, ...]:
    parts = [MethodPart(_("Vertrouwelijk"), _confidential())]
    if figures.expected_clients is not None:
        parts.append(MethodPart(_("Zelfbeeld en klantbeeld"), _mirror(source)))
    if figures.prediction:
        parts.append(MethodPart(_("Aannametoets"), _prediction()))
    if not source.solo:
        parts.append(MethodPart(_("Eensgezindheid"), _agreement()))
    return tuple(parts)


def _confidential() -> str:
    return _(
        "Van een groep van minder dan vijf laten we niets zien. Van vijf tot en met negen mensen "
        "staan scores en marges in stappen van 5 punten en eensgezindheid in woorden. Vanaf tien "
        "staan er hele getallen, de verdeling per stelling in drie klassen (oneens, neutraal, "
        "eens) en de vrije antwoorden in willekeurige volgorde. Een klasse met een of twee mensen "
        "voegen we samen met een andere. Een score die alleen ontstaat als alle antwoorden op "
        "elkaar lijken, staat er als laag of hoog. Alles is één keer berekend, bij het sluiten van "
        "de ronde; uiterlijk dertig dagen later zijn de losse antwoorden gewist. Helemaal uitsluiten dat "
        "iemand een collega herkent kan niemand. Daarom zeggen we vertrouwelijk, en niet anoniem."
    )


def _mirror(source: Source) -> str:
    text = _(
        "Interne klanten kregen een deel van de stellingen, gezien vanuit hun kant. Alleen die "
        "stellingen vergelijken we. Het verschil is zelfbeeld min klantbeeld. Vanaf 60 bij allebei "
        "noemen we bevestigde kracht, onder 60 bij allebei bevestigd ontwikkelpunt. Is alleen het "
        "zelfbeeld 60 of meer, dan heet het een blinde vlek; is alleen het klantbeeld 60 of meer, "
        "een verborgen kracht."
    )
    more = (
        source.voice(
            _("Bij één persoon is geen marge te berekenen; daarom is elk woord een aanwijzing."),
            _("Bij één antwoord is geen marge te berekenen; daarom is elk woord een aanwijzing."),
        )
        if source.solo
        else _(
            "De marge van het verschil is een interval met 95% zekerheid (Welch). Ligt 0 daarin, "
            "dan is het woord een aanwijzing."
        )
    )
    return f"{text} {more}"


def _prediction() -> str:
    return _(
        "Wie meedeed kon per onderwerp zeggen hoe interne klanten de afdeling zouden beoordelen, "
        "van 1 tot 5. Het gemiddelde staat op dezelfde schaal van 0 tot 100. Het is één antwoord "
        "per onderwerp; daarom is het grover dan de andere scores."
    )


def _agreement() -> str:
    return _(
        "De eensgezindheid is r_wg(J): hoe weinig de antwoorden spreiden, vergeleken met "
        "willekeurig antwoorden. Tot en met 0,30 noemen we geen, tot en met 0,50 zwak, tot en met "
        "0,70 matig, tot en met 0,90 sterk en daarboven zeer sterk."
    )
