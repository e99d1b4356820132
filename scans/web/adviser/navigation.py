"""What the dashboard consists of: one list, from which its navigation is made."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from scans.models import Account

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the dashboard: the name of its first address, and what it is called.

    ``about`` says in a sentence what is there. ``managers_only`` keeps the link from who would be
    refused; the refusing itself is done by the view.
    """

    url_name: str
    label: "_StrPromise"
    about: "_StrPromise"
    managers_only: bool = False


SECTIONS = (
    Section("dashboard", _("Overzicht"), _("Waar je begint.")),
    Section("scans", _("Scans"), _("Alle scans: zoeken, openen, opvolgen en exporteren.")),
    Section("contacts", _("Aanvragen"), _("Wie na een uitkomst eens wil sparren.")),
    Section(
        "compare",
        _("Vergelijken"),
        _("Twee tot zes afdelingen of groepen naast elkaar."),
    ),
    Section(
        "desk_benchmark",
        _("Benchmark"),
        _("Edities bekijken en publiceren, en eerdere resultaten inlezen."),
    ),
    Section("quality", _("Kwaliteit"), _("Hoe goed de vragen werken, over alle afdelingen samen.")),
    Section(
        "questionnaires",
        _("Vragenlijsten"),
        _("Versies bekijken, een nieuwe maken en publiceren."),
    ),
    Section(
        "content",
        pgettext_lazy("dashboard", "Inhoud"),
        _("Naam, logo en kleur, leestips en de nieuwsbrief."),
    ),
    Section(
        "accounts",
        _("Accounts"),
        _("Wie in het dashboard mag, en wie je uitnodigt."),
        managers_only=True,
    ),
    Section(
        "audit",
        _("Logboek"),
        _("Wie wat deed, en wanneer."),
        managers_only=True,
    ),
    Section(
        "register",
        _("Gegevens"),
        _("Wat deze site bewaart: over wie, waarvoor en hoe lang."),
        managers_only=True,
    ),
)
"""In this order: Overzicht, Scans, Vergelijken, Benchmark, Kwaliteit, Vragenlijsten, Inhoud,
Accounts, Logboek, Gegevens; only what exists stands here."""


def sections_for(account: Account) -> list[Section]:
    """Return the parts that somebody may see."""
    return [one for one in SECTIONS if account.is_manager or not one.managers_only]


def section_at(path: str) -> str:
    """Return the name of the part in which an address lies; "" for none of them.

    The pages of a part lie below its first one; below the dashboard's own lies everything.
    """
    for section in SECTIONS:
        start = reverse(section.url_name)
        if path == start or (section.url_name != "dashboard" and path.startswith(start)):
            return section.url_name
    return ""
