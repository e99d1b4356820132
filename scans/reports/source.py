"""What every section of a report is made from."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scans.engine.figures import Kind, ScanFigures
from scans.engine.questionnaire import Advice, Questionnaire, Text
from scans.engine.report import Finding, ScanFacts


@dataclass(frozen=True, slots=True)
class Source:
    """What every section is made from."""

    figures: ScanFigures
    questionnaire: Questionnaire
    facts: ScanFacts
    language: str

    @property
    def solo(self) -> bool:
        return self.figures.kind == Kind.SOLO

    def say(self, text: Text) -> str:
        return text[self.language]

    def finding(self, advice: Advice) -> Finding:
        return Finding(
            explanation=self.say(advice.explanation),
            card=self.say(advice.card),
            step=self.say(advice.step),
        )


def persons(source: Source, count: int) -> str:
    """Say by how many the scan, or a part of it, was filled in."""
    size = source.figures.department_size
    if source.solo:
        return _("Ingevuld door één persoon")
    if size is None:
        return ngettext(
            "Ingevuld door {count} persoon", "Ingevuld door {count} personen", count
        ).format(count=count)
    return _("Ingevuld door {count} van de {size} personen").format(count=count, size=size)
