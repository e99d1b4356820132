"""The privacy page: who answers for the data, what for, how long, and what a reader can do."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from afdelingsscan.retention import Retention
from scans.queries.privacy import papers

CONSENT = _("toestemming")

GROUNDS = {
    "taak": (
        _("taak van algemeen belang"),
        _(
            "De taak van algemeen belang: de overheid legt uit wat ze doet, en wil weten of ze dat "
            "goed doet (AVG, artikel 6, lid 1, onder e)."
        ),
    ),
    "belang": (
        _("gerechtvaardigd belang"),
        _(
            "Het gerechtvaardigd belang: een afdeling laten zien waar ze staat, met niet meer "
            "gegevens dan daarvoor nodig zijn (AVG, artikel 6, lid 1, onder f)."
        ),
    ),
    "": (
        "",
        _("De verantwoordelijke koos nog geen grondslag voor de scan zelf."),
    ),
}
"""The words of each ground, and what they mean here."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """What data are used for, which, and why that is allowed; no ground when nobody chose one."""

    goal: str
    data: str
    ground: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that is kept, and until when."""

    what: str
    until: str


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Tell what the settings of this site say, and what they don't."""
    found = papers()
    ground, meaning = GROUNDS[found.controller.ground]
    context = {
        "controller": found.controller,
        "recipients": found.recipients,
        "terms": found.terms,
        "purposes": purposes(str(ground)),
        "meaning": meaning,
        "kept": kept(found.terms, found.backup_days),
        "missing": gettext("nog niet ingevuld"),
    }
    return render(request, "site/privacy.html", context)


def purposes(ground: str) -> list[Purpose]:
    """Return what the data are used for; ``ground`` is why the scan itself is allowed."""
    consent = str(CONSENT)
    return [
        Purpose(
            gettext("De scan afnemen en de uitkomst laten zien"),
            gettext("Antwoorden, en wat de aanvrager over de afdeling kiest."),
            ground,
        ),
        Purpose(
            gettext("De aanvrager een nieuwe link of een bericht sturen"),
            gettext("Het e-mailadres van de aanvrager."),
            consent,
        ),
        Purpose(
            gettext("Vergelijken met andere afdelingen"),
            gettext("Scores van de afdeling, zonder naam."),
            consent,
        ),
        Purpose(
            gettext("De adviseur laten weten wie jullie zijn"),
            gettext("De naam van organisatie en afdeling."),
            consent,
        ),
        Purpose(
            gettext("Een gesprek waar je zelf om vraagt"),
            gettext("Wat je op dat formulier invult."),
            consent,
        ),
        Purpose(
            gettext("De nieuwsbrief"),
            gettext("Je e-mailadres, en het bewijs dat je erom vroeg."),
            consent,
        ),
        Purpose(
            gettext("De vragen verbeteren"),
            gettext("Tellingen over minstens 30 afdelingen samen."),
            ground,
        ),
        Purpose(
            gettext("De site veilig houden"),
            gettext(
                "Hoe vaak er vanuit één netwerk iets is geprobeerd, onder een afdruk en niet onder "
                "het adres. Van adviseurs: hun account, en wat ze in het dashboard deden."
            ),
            ground,
        ),
    ]


def kept(terms: Retention, backup_days: int) -> list[Kept]:
    """Return until when things are kept; what was deleted lives on in backups for so many days."""
    warned = ngettext(
        "%(months)d maanden na de laatste ronde, of nadat de aanvrager koos om ze langer te "
        "bewaren. Hebben we een e-mailadres, dan waarschuwen we %(days)d dag van tevoren.",
        "%(months)d maanden na de laatste ronde, of nadat de aanvrager koos om ze langer te "
        "bewaren. Hebben we een e-mailadres, dan waarschuwen we %(days)d dagen van tevoren.",
        terms.warning_days,
    ) % {"months": terms.results_months, "days": terms.warning_days}
    asked = gettext("%(handled)s nadat hij is afgehandeld, en anders na %(unhandled)s.") % {
        "handled": _days(terms.contact_days),
        "unhandled": _days(terms.unanswered_days),
    }
    months = gettext("%(months)d maanden.") % {"months": terms.audit_months}
    return [
        Kept(
            gettext("Een scan die niet wordt verstuurd"),
            gettext("%(days)s na de start.") % {"days": _days(terms.unfinished_days)},
        ),
        Kept(
            gettext("Losse antwoorden"),
            gettext("%(days)s nadat de ronde is gesloten. Je eigen link werkt dan niet meer.")
            % {"days": _days(terms.answers_days)},
        ),
        Kept(
            gettext("Uitkomst, rapport, plan, kaarten, notities en het adres van de aanvrager"),
            warned,
        ),
        Kept(
            gettext("Cijfers van de benchmark die al zijn gepubliceerd"),
            gettext("Die blijven. Er staat geen naam bij."),
        ),
        Kept(gettext("Een aanvraag voor een gesprek"), asked),
        Kept(
            gettext("Een adres voor de nieuwsbrief"),
            gettext("Tot je je afmeldt. Bevestig je het niet: %(days)s.")
            % {"days": _days(terms.unconfirmed_days)},
        ),
        Kept(
            gettext("Een mail die klaarstaat"),
            gettext("Tot hij is verstuurd, en hoogstens %(days)s na de dag waarop hij is gemaakt.")
            % {"days": _days(terms.mail_days)},
        ),
        Kept(gettext("Wie in het dashboard wat deed"), months),
        Kept(
            gettext("Technische logboeken, zonder adressen en links"),
            gettext("Hoogstens %(days)s.") % {"days": _days(terms.logs_days)},
        ),
        Kept(
            gettext("Reservekopieën, versleuteld"),
            gettext(
                "%(days)s; alleen de nieuwste blijft tot er een nieuwere is. Zolang kan daarin nog "
                "staan wat jij verwijdert. Wordt zo’n kopie teruggezet, dan verwijderen we het "
                "meteen opnieuw."
            )
            % {"days": _days(backup_days)},
        ),
        Kept(
            gettext("Hoe vaak iets is geprobeerd"),
            gettext("Een paar minuten tot een dag."),
        ),
    ]


def _days(number: int) -> str:
    return ngettext("%(number)d dag", "%(number)d dagen", number) % {"number": number}
