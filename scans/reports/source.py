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

    @property
    def alone(self) -> bool:
        """Whether one person speaks here, and not a team; a team may give one answer together."""
        return self.solo and not self.facts.together

    def voice(self, one: str, team: str) -> str:
        """Choose between a sentence to one person ("je") and the same to a team ("jullie")."""
        return one if self.alone else team

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
        if source.figures.respondents == 0:
            return _("Zelf niet ingevuld")
        return source.voice(_("Ingevuld door één persoon"), _("Samen ingevuld, als één antwoord"))
    if source.figures.round is not None:
        of = members(count, source.figures.round.expected)
        return _("Ingevuld door {members}").format(members=of)
    if size is None:
        return ngettext(
            "Ingevuld door {count} persoon", "Ingevuld door {count} personen", count
        ).format(count=count)
    return _("Ingevuld door {count} van de {size} personen").format(count=count, size=size)


def members(count: int, expected: int | None) -> str:
    """Say how many of the team, beside how many were expected."""
    if expected is None:
        return ngettext("{count} teamlid", "{count} teamleden", count).format(count=count)
    if count > expected:
        return _("{count} teamleden, waar er {expected} werden verwacht").format(
            count=count, expected=expected
        )
    return _("{count} van de {expected} verwachte teamleden").format(count=count, expected=expected)


def clients(count: int, expected: int | None) -> str:
    """Say how many internal clients, beside how many were invited."""
    if expected is None:
        return ngettext("{count} interne klant", "{count} interne klanten", count).format(
            count=count
        )
    if count > expected:
        return _("{count} interne klanten, waar er {expected} waren uitgenodigd").format(
            count=count, expected=expected
        )
    return _("{count} van de {expected} uitgenodigde interne klanten").format(
        count=count, expected=expected
    )
