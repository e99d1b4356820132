"""Everything about a department and its aanvrager, for who asks to see it.

What nobody may see is not in it: single answers, counts per answer and unrounded scores stay out,
also for the aanvrager; of other people only that they did something. See
``docs/decisions/personal-data.md``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scans.models import (
    Action,
    AuditRecord,
    ClientCard,
    ContactRequest,
    Department,
    FileKind,
    FollowUp,
    FollowUpState,
    Note,
    Owner,
    PlanStep,
    ReportFile,
    Result,
    Scan,
    ScanStatus,
)
from scans.queries.questionnaires import module_by_id
from scans.reports.actions import WORDS
from scans.reports.listing import FOLLOW_UP, STATUS, kind_of
from scans.reports.sheet import Fact, Section, Sheet, section
from scans.services.audit import record
from scans.services.retention import kept_until, unfinished_until
from scans.services.sealing import BrokenSealError, unseal
from scans.services.undelivered import waiting_mails

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Record = list[Fact]

FILES: "Mapping[FileKind, _StrPromise]" = MappingProxyType(
    {
        FileKind.REPORT: gettext_lazy("rapport"),
        FileKind.PLAN: gettext_lazy("plan"),
        FileKind.CARDS: gettext_lazy("klantkaarten"),
    }
)


def _language(code: str) -> str:
    return str({"nl": _("Nederlands"), "en": _("Engels")}.get(code, code))


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads it, in which language; ``owner`` is ``None`` for the beheerder, who hands it on."""

    owner: Owner | None
    language: str


def department_sheet(*, department: Department, reader: Reader, today: date) -> Sheet:
    """Return everything that is kept of a department, as this reader may see it."""
    scans = list(department.scans.select_related("questionnaire").order_by("number"))
    found = Result.objects.filter(scan__department=department.pk).select_related("scan")
    results = list(found.order_by("scan__number"))
    return Sheet(
        about="aanvrager",
        made_on=today,
        sections=(
            section("department", _("De afdeling"), _department(department)),
            section("applicants", _("Aanvragers"), *_applicants(department, reader.owner)),
            _mails(department, reader.owner),
            section("rounds", _("Rondes"), *(_round(scan, reader.language) for scan in scans)),
            _results(results),
            _files(results),
            _steps(results),
            _cards(department),
            _by_advisers(department),
            section("notes", _("Notities van adviseurs"), *_notes(department)),
            _requests(department),
            _looks(department, scans),
        ),
    )


@transaction.atomic
def hand_out_sheet(*, scan_id: UUID, language: str, moment: datetime, today: date) -> Sheet:
    """Return everything about the department of a scan, for the beheerder who was asked for it.

    It is written in the log. ``Scan.DoesNotExist`` when there is no such scan.
    """
    scan = Scan.objects.select_related("department__organisation").get(pk=scan_id)
    record(who=None, what=Action.DATA_HANDED_OUT, about=scan, moment=moment)
    return department_sheet(department=scan.department, reader=Reader(None, language), today=today)


def _department(department: Department) -> Record:
    return [
        Fact("organisation", _("Organisatie"), department.organisation.name),
        Fact("name", _("Afdeling"), department.name),
        Fact("sector", _("Sector"), department.organisation.sector),
        Fact(
            "organisation_size", _("Grootte van de organisatie"), department.organisation.size_class
        ),
        Fact("size", _("Grootte van de afdeling"), department.size_class),
        Fact(
            "benchmark_since",
            _("Toestemming voor de benchmark sinds"),
            department.in_benchmark_since,
        ),
        Fact("contact_since", _("Toestemming voor contact sinds"), department.contact_since),
        Fact("renewed_on", _("Om langer bewaren gevraagd op"), department.renewed_on),
        Fact("warned_on", _("Gewaarschuwd voor het wissen op"), department.warned_on),
        Fact("kept_until", _("Bewaard tot"), _end(department)),
    ]


def _end(department: Department) -> date | None:
    scans = Scan.objects.filter(department=department.pk)
    unsent = scans.filter(status=ScanStatus.OPEN).first()
    if unsent is not None:
        return unfinished_until(unsent) if unsent.closes_on is None else None
    last = scans.aggregate(last=Max("closed_on"))["last"]
    return None if last is None else kept_until(department, last)


def _applicants(department: Department, you: Owner | None) -> Iterable[Record]:
    for owner in department.owners.order_by("pk"):
        is_you = you is None or owner.pk == you.pk
        if not is_you:  # somebody else's address is not theirs to see
            yield [Fact("is_you", _("Ben jij dit"), value=False)]
            continue
        yield [
            Fact("is_you", _("Ben jij dit"), value=True),
            Fact("address", _("E-mailadres"), _address(owner)),
            Fact("address_confirmed", _("Adres bevestigd"), owner.address_confirmed),
            Fact("language", _("Taal van de mails"), owner.language, _language(owner.language)),
            Fact("mailed_on", _("Laatste dag met mail"), owner.mails_on),
            Fact("mails_that_day", _("Mails op die dag"), owner.mails_sent),
            Fact("again_on", _("Seintje voor een nieuwe ronde op"), owner.again_on),
        ]


def _mails(department: Department, you: Owner | None) -> Section:
    """Return the mails to these aanvragers that wait; those to others are not theirs to see."""
    owners = department.owners.all() if you is None else department.owners.filter(pk=you.pk)
    # Without an address there is no mail, and each mail that waits has to be opened to be known.
    links = frozenset(bytes(owner.link_digest) for owner in owners if owner.address_digest)
    return section(
        "waiting_mails",
        _("Mail die nog wacht"),
        *(
            [Fact("subject", _("Onderwerp"), subject), Fact("since", _("Sinds"), since)]
            for subject, since in (waiting_mails(links=links) if links else ())
        ),
    )


def _address(owner: Owner) -> str | None:
    try:
        return unseal(owner.address_sealed) if owner.address_sealed else None
    except BrokenSealError:
        return None


def _round(scan: Scan, language: str) -> Record:
    modules = [module_by_id(key).title[language] for key in scan.module_ids]
    return [
        Fact("number", _("Ronde"), scan.number),
        Fact("key", _("Kenmerk"), str(scan.pk)),
        Fact("questionnaire", _("Vragenlijst"), str(scan.questionnaire)),
        Fact("modules", _("Verdieping"), modules),
        Fact("kind", _("Soort"), scan.kind, str(kind_of(scan))),
        Fact("together", _("Samen aan één tafel"), scan.together),
        Fact("department_size", _("Personen in de afdeling"), scan.department_size),
        Fact(
            "context",
            _("Context"),
            [f"{key}: {value}" for key, value in sorted(scan.context.items())],
        ),
        Fact("expected_team", _("Verwachte teamleden"), scan.expected_team),
        Fact("expected_clients", _("Verwachte interne klanten"), scan.expected_clients),
        Fact("team_limit", _("Teamleden tot je wordt gevraagd"), scan.team_limit),
        Fact("clients_limit", _("Interne klanten tot je wordt gevraagd"), scan.clients_limit),
        Fact("doubles_team", _("Dubbele inzendingen van teamleden"), scan.doubles_team),
        Fact("doubles_clients", _("Dubbele inzendingen van interne klanten"), scan.doubles_clients),
        Fact("status", _("Status"), scan.status, str(STATUS[ScanStatus(scan.status)])),
        Fact("opened_on", _("Gestart op"), scan.opened_on),
        Fact("closes_on", _("Laatste dag"), scan.closes_on),
        Fact("closed_on", _("Gesloten op"), scan.closed_on),
    ]


def _results(results: list[Result]) -> Section:
    return section(
        "results",
        _("Uitkomsten"),
        *(
            [
                Fact("round", _("Ronde"), result.scan.number),
                # Both hold what the report shows, and nothing else.
                Fact(
                    "figures",
                    _("Cijfers"),
                    result.figures,
                    _("in het rapport en in het bestand"),
                ),
                Fact("trend", _("Verandering"), result.trend or {}),
            ]
            for result in results
        ),
    )


def _files(results: list[Result]) -> Section:
    files = ReportFile.objects.filter(result__in=results, anonymous=False).defer("content")
    return section(
        "files",
        _("Gemaakte pdf’s"),
        *(
            [
                Fact("kind", _("Soort"), file.kind, str(FILES[FileKind(file.kind)])),
                Fact("language", _("Taal"), file.language, _language(file.language)),
                Fact("requested_on", _("Gevraagd op"), _day(file.requested_at)),
            ]
            for file in files.order_by("requested_at")
        ),
    )


def _steps(results: list[Result]) -> Section:
    steps = PlanStep.objects.filter(plan__result__in=results).select_related("plan__result__scan")
    return section(
        "plan_steps",
        _("Stappen van je plannen"),
        *(
            [
                Fact("round", _("Ronde"), step.plan.result.scan.number),
                Fact("text", _("Stap"), step.text),
                Fact("who", _("Wie"), step.who),
                Fact("due_on", _("Klaar op"), step.due_on),
                Fact("done_on", _("Gedaan op"), step.done_on),
                Fact("reminded_on", _("Herinnerd op"), step.reminded_on),
            ]
            for step in steps.order_by("plan__result__scan__number", "place")
        ),
    )


def _cards(department: Department) -> Section:
    return section(
        "client_cards", _("Klantkaarten"), *(_card(card) for card in department.client_cards.all())
    )


def _card(card: ClientCard) -> Record:
    return [
        Fact("name", _("Functie of afdeling"), card.name),
        Fact("concerns", _("Wat hen bezighoudt"), card.concerns),
        Fact("concerns_known", _("Weten we dat"), card.concerns_known),
        Fact("wants", _("Wat ze willen"), card.wants),
        Fact("wants_known", _("Weten we dat"), card.wants_known),
        Fact("success", _("Wanneer ze slagen"), card.success),
        Fact("success_known", _("Weten we dat"), card.success_known),
        Fact("visited_on", _("Laatste contact"), card.visited_on),
        Fact("visited_by", _("Door wie"), card.visited_by),
        Fact("said", _("Wat er is gezegd"), card.said),
        Fact("next_step", _("Volgende stap"), card.next_step),
    ]


def _by_advisers(department: Department) -> Section:
    followed = FollowUp.objects.filter(department=department.pk).first()
    return section(
        "by_advisers",
        _("Wat de adviseur bijhoudt"),
        [
            Fact(
                "follow_up",
                _("Stand van de opvolging"),
                followed.state if followed else None,
                str(FOLLOW_UP[FollowUpState(followed.state)]) if followed else "",
            ),
            Fact("due_on", _("Vervolg op"), followed.due_on if followed else None),
            Fact(
                "excluded_because",
                _("Waarom niet in de benchmark"),
                department.excluded_because,
            ),
        ],
    )


def _notes(department: Department) -> Iterable[Record]:
    for note in Note.objects.filter(department=department.pk).order_by("at"):
        yield [Fact("on", _("Dag"), _day(note.at)), Fact("text", _("Notitie"), note.text)]


def _requests(department: Department) -> Section:
    """Return that somebody asked for a talk: who, and what they wrote, is theirs."""
    requests = ContactRequest.objects.filter(department=department.pk).order_by("asked_on", "pk")
    return section(
        "contact_requests",
        _("Aanvragen voor een gesprek"),
        *(
            [
                Fact("asked_on", _("Gevraagd op"), request.asked_on),
                Fact("handled", _("Afgehandeld"), request.handled_at is not None),
            ]
            for request in requests
        ),
    )


def _day(moment: datetime) -> date:
    """Return the day on which something happened, here and not in Greenwich."""
    return moment.astimezone(get_current_timezone()).date()


def _keys_of(department: Department) -> list[str]:
    """Return the key of a department, and of those that were put together with it before."""
    keys = newer = [str(department.pk)]
    while newer:
        merged = AuditRecord.objects.filter(
            what=Action.DEPARTMENTS_MERGED, object_kind="department", object_id__in=newer
        )
        newer = list(merged.values_list("details", flat=True))
        keys = [*keys, *newer]
    return keys


def _looks(department: Department, scans: list[Scan]) -> Section:
    """Return what advisers did with it, by day; which of them is for the beheerder to answer."""
    keys = [*_keys_of(department), *(str(scan.pk) for scan in scans)]
    records = AuditRecord.objects.filter(
        object_kind__in=("department", "scan"), object_id__in=keys
    ).order_by("pk")
    return section(
        "log",
        _("Wat er in het dashboard mee is gedaan"),
        *(
            [
                Fact("on", _("Dag"), _day(one.at)),
                Fact("what", _("Wat"), one.what, str(WORDS[Action(one.what)])),
            ]
            for one in records
        ),
    )
