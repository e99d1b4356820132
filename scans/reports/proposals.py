"""The small steps that a result proposes, from which a plan is made."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from scans.engine.report import Report


@dataclass(frozen=True, slots=True)
class Proposal:
    """A small step, and from which part of the result it comes; ``key`` is for an address.

    ``module`` is the title of the module that it comes from; empty for the core.
    """

    key: str
    source: str
    text: str
    module: str = ""


def proposed_steps(report: Report) -> tuple[Proposal, ...]:
    """Return every small step of a report, in its order; the same words once."""
    with translation.override(report.language):
        found = [*_of_core(report), *_of_clients(report), *_of_modules(report)]
    first: dict[str, Proposal] = {}
    for one in found:
        first.setdefault(one.text, one)
    return tuple(first.values())


def _of_core(report: Report) -> list[Proposal]:
    parts = [
        *((theme.key, theme.title, theme.finding) for theme in report.themes),
        ("rol", report.role.title, report.role.finding),
        ("profiel", report.profile.heading, report.profile.finding),
    ]
    return [
        Proposal(key, title, finding.step) for key, title, finding in parts if finding is not None
    ]


def _of_clients(report: Report) -> list[Proposal]:
    """Return what the comparison with clients asks, as something to do; and what cards say."""
    found = []
    mirror = None if report.round is None else report.round.mirror
    for theme in () if mirror is None else mirror.themes:
        if theme.finding is not None and theme.question is not None:
            text = _("Bespreek in het teamoverleg: {question}").format(question=theme.question)
            found.append(Proposal(f"spiegel-{theme.key}", _("Zelfbeeld en klantbeeld"), text))
    if report.client_cards is not None:
        found.append(Proposal("klanten", _("Klantkaarten"), report.client_cards.advice))
    return found


def _of_modules(report: Report) -> list[Proposal]:
    return [
        Proposal(f"{module.slug}-{place}", card.title, card.finding.step, module.title)
        for module in report.modules
        for place, card in enumerate(module.cards, start=1)
    ]
