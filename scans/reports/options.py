"""What was chosen from a few alternatives, in words and in numbers."""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scans.engine.module import Choice
from scans.engine.modulefigures import OptionFigures
from scans.engine.modulereport import ChoiceSection, Chosen, ChosenRow
from scans.engine.questionnaire import NOW, WANTED, Text
from scans.engine.report_parts import Finding
from scans.engine.thresholds import SMALLEST_GROUP
from scans.reports.source import Source
from scans.reports.wording import in_sentence

NOTHING = OptionFigures(n=0, majority=None, cells=())


def choice_section(
    source: Source, choice: Choice, options: Mapping[str, OptionFigures]
) -> ChoiceSection:
    """Return what was chosen for now and as wanted, with the texts of what most see now."""
    now = options.get(f"{choice.key}.{NOW}", NOTHING)
    wanted = options.get(f"{choice.key}.{WANTED}", NOTHING)
    texts = {one.value: one.text for one in choice.alternatives}
    return ChoiceSection(
        key=choice.key,
        title=source.say(choice.title),
        meaning=source.say(choice.meaning),
        now=_chosen(source, _("Nu"), now, texts),
        wanted=_chosen(source, _("Gewenst"), wanted, texts),
        finding=_finding(source, choice, now, wanted) if now.n else None,
    )


def _finding(source: Source, choice: Choice, now: OptionFigures, wanted: OptionFigures) -> Finding:
    """Explain how it is now; where most want something else, what to talk about is that."""
    advice = {one.value: one.advice for one in choice.alternatives}
    known = advice.get(now.majority or "")
    if known is None:
        return source.finding(choice.divided)
    towards = advice.get(wanted.majority or "", known)
    return source.finding(replace(known, card=towards.card, step=towards.step))


def option_text(source: Source, value: str, texts: Mapping[str, Text]) -> str:
    """Return an answer in words; what isn't one of the values is "weet ik niet"."""
    text = texts.get(value)
    return source.say(source.questionnaire.unknown if text is None else text)


def _chosen(
    source: Source, label: str, figures: OptionFigures, texts: Mapping[str, Text]
) -> Chosen:
    answer = None if figures.majority is None else option_text(source, figures.majority, texts)
    return Chosen(
        label=label,
        answer=answer,
        sentence=_sentence(source, figures, answer),
        rows=tuple(
            ChosenRow(_label([option_text(source, one, texts) for one in cell.values]), cell.count)
            for cell in figures.cells
            if cell.count
        ),
    )


def _label(answers: list[str]) -> str:
    """Name answers that are counted together."""
    first, *others = answers
    return _(" of ").join([first, *map(in_sentence, others)])


def _sentence(source: Source, figures: OptionFigures, answer: str | None) -> str:
    if source.solo:
        if answer is None:
            return source.voice(
                _("Hier koos je niets, of ‘weet ik niet’."),
                _("Hier kozen jullie niets, of ‘weet ik niet’."),
            )
        return source.voice(_("Jij koos: {answer}."), _("Jullie kozen: {answer}.")).format(
            answer=answer
        )
    if not figures.n:
        return _("Minder dan {smallest} teamleden beantwoordden deze vraag.").format(
            smallest=SMALLEST_GROUP
        )
    if answer is None:
        return ngettext(
            "Van {n} teamlid is geen meerderheid te noemen.",
            "Geen enkel antwoord is door meer dan de helft van de {n} teamleden gekozen.",
            figures.n,
        ).format(n=figures.n)
    return _("Meer dan de helft van de {n} teamleden koos: {answer}.").format(
        n=figures.n, answer=answer
    )
