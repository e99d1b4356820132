"""Scans as the tests need them: dull defaults, states as traits."""

import uuid
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import factory

from scans.content.document import questionnaire_from
from scans.content.files import document_path
from scans.content.loader import read_document
from scans.content.writing import written
from scans.engine.asking import asked_of_clients
from scans.engine.figures import Kind
from scans.engine.questionnaire import Moment
from scans.engine.solo import solo_figures
from scans.models import (
    ActionPlan,
    ClientCard,
    ContactRequest,
    Department,
    Group,
    LinkKind,
    Organisation,
    Owner,
    PlanStep,
    QuestionnaireDraft,
    QuestionnaireVersion,
    ReadingTip,
    ReportFile,
    Response,
    Result,
    Scan,
    ScanLink,
    ScanStatus,
    Subscriber,
)
from scans.models.links import derive_token, digest_of
from scans.services.sealing import address_digest, seal

MOMENT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
LAST_DAY = date(2999, 12, 31)
"""Of a round that is open; pages look at the clock, so a nearer day would pass one day."""
ADDRESS = "aanvrager@voorbeeld.nl"


@cache
def core_document():
    """The core questionnaire's document as it comes with the product, read once."""
    return read_document(document_path("kern", "1.0"))


@cache
def sixth_document():
    """A module that the product doesn't know, with every kind of question in it."""
    return read_document(Path(__file__).parent / "content" / "sixth.yaml")


@cache
def core_questionnaire():
    """The core questionnaire itself."""
    return questionnaire_from(core_document().data)


@cache
def _all_answers():
    asked = core_questionnaire()
    scored = [*asked.statements, *asked.role_codes]
    answers = {code: 1 + (3 * place) % 5 for place, code in enumerate(scored)}
    for question in asked.context_at(Moment.RESPONDENT):
        answers[question.code] = question.options[0].value
    for question in asked.open:
        answers[question.code] = "Eerder aan tafel zitten."
    return answers


def all_answers():
    """An answer to everything that a team member is asked."""
    return dict(_all_answers())


def start_fields(**changes):
    """What the start form posts when it is filled in well; ``None`` leaves a field out."""
    fields = {"organisation": "Gemeente Voorbeeld", "department": "Communicatie"}
    for question in core_questionnaire().context_at(Moment.START):
        fields[question.code] = question.options[0].value if question.options else "8"
    fields.update(changes)
    return {name: value for name, value in fields.items() if value is not None}


class QuestionnaireVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = QuestionnaireVersion
        django_get_or_create = ("slug", "version")

    slug = factory.LazyFunction(lambda: core_document().slug)
    version = factory.LazyFunction(lambda: core_document().version)
    digest = factory.LazyFunction(lambda: core_document().digest)
    source = factory.LazyFunction(lambda: core_document().source)
    data = factory.LazyFunction(lambda: core_document().data)
    published_at = MOMENT


def sixth_module(**changes):
    """The published version of a module that the product doesn't know."""
    document = sixth_document()
    return QuestionnaireVersionFactory(
        slug=document.slug,
        version=changes.pop("version", document.version),
        digest=document.digest,
        source=document.source,
        data={**document.data, **changes},
    )


def draft_of(document, version="1.1"):
    """A draft with the texts of a document."""
    data = {**document.data, "version": version}
    return QuestionnaireDraft.objects.create(
        slug=document.slug, version=version, data=data, source=written(data), changed_on=TODAY
    )


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    name = "Gemeente Voorbeeld"
    sector = "gemeente"
    size_class = "250-999"


class DepartmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Department

    organisation = factory.SubFactory(OrganisationFactory)
    name = "Communicatie"


class OwnerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Owner

    class Params:
        mailed = factory.Trait(
            address_sealed=factory.LazyFunction(lambda: seal(ADDRESS)),
            address_digest=factory.LazyFunction(lambda: address_digest(ADDRESS)),
        )

    id = factory.LazyFunction(uuid.uuid4)
    department = factory.SubFactory(DepartmentFactory)
    link_digest = factory.LazyAttribute(lambda o: digest_of(owner_token(o.id)))


class ScanLinkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ScanLink

    kind = LinkKind.RESULT
    digest = factory.LazyAttribute(lambda o: digest_of(derive_token(o.kind, o.scan.pk, 1)))


class ScanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Scan
        skip_postgeneration_save = True

    class Params:
        closed = factory.Trait(status=ScanStatus.CLOSED, closed_on=TODAY)
        team = factory.Trait(
            kind=Kind.TEAM,
            expected_team=7,
            team_limit=14,
            closes_on=LAST_DAY,
            team_link=factory.RelatedFactory(
                ScanLinkFactory, factory_related_name="scan", kind=LinkKind.TEAM
            ),
        )
        clients = factory.Trait(
            expected_clients=6,
            clients_limit=12,
            closes_on=LAST_DAY,
            clients_link=factory.RelatedFactory(
                ScanLinkFactory, factory_related_name="scan", kind=LinkKind.CLIENTS
            ),
        )

    department = factory.SubFactory(DepartmentFactory)
    questionnaire = factory.SubFactory(QuestionnaireVersionFactory)
    kind = Kind.SOLO
    department_size = 8
    context = {"sector": "gemeente", "organisatiegrootte": "250-999", "plaats": "directie"}
    opened_on = TODAY
    link = factory.RelatedFactory(ScanLinkFactory, factory_related_name="scan")


class ResponseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Response

    class Params:
        answered = factory.Trait(answers=factory.LazyFunction(all_answers))

    id = factory.LazyFunction(uuid.uuid4)
    scan = factory.SubFactory(ScanFactory)
    group = Group.TEAM
    link_digest = factory.LazyAttribute(lambda o: digest_of(respondent_token(o.id)))


class ResultFactory(factory.django.DjangoModelFactory):
    """A scan by one person that was sent: response, closed scan and frozen figures."""

    class Meta:
        model = Result
        skip_postgeneration_save = True

    scan = factory.SubFactory(ScanFactory, closed=True)
    response = factory.RelatedFactory(
        ResponseFactory, scan=factory.SelfAttribute("..scan"), answered=True, sent=True
    )
    figures = factory.LazyFunction(
        lambda: solo_figures(core_questionnaire(), all_answers(), 8).to_json()
    )


class ReportFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReportFile

    class Params:
        made = factory.Trait(content=b"%PDF-1.7 as it was first made")

    result = factory.SubFactory(ResultFactory)
    language = "nl"
    requested_at = MOMENT


class ClientCardFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ClientCard

    department = factory.SubFactory(DepartmentFactory)
    name = factory.Sequence(lambda number: f"Directie {number}")


class ActionPlanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ActionPlan

    id = factory.LazyFunction(uuid.uuid4)
    result = factory.SubFactory(ResultFactory)
    stop_digest = factory.LazyAttribute(
        lambda o: digest_of(derive_token(LinkKind.REMINDERS, o.id, 1))
    )


class PlanStepFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlanStep

    plan = factory.SubFactory(ActionPlanFactory)
    place = factory.LazyAttribute(lambda o: o.plan.steps.count() + 1)
    text = factory.Sequence(lambda number: f"Stap {number}")


class ReadingTipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReadingTip

    kind = "artikel"
    title = factory.Sequence(lambda number: f"Artikel {number}")
    url = "https://voorbeeld.nl/artikel"


class ContactRequestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ContactRequest

    department = factory.SubFactory(DepartmentFactory)
    asked_on = TODAY
    sealed = factory.LazyFunction(
        lambda: seal('{"name": "Noor", "reach": "noor@voorbeeld.nl", "message": "Wat nu?"}')
    )


class SubscriberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Subscriber

    class Params:
        address = factory.Sequence(lambda number: f"lezer{number}@voorbeeld.nl")

    id = factory.LazyFunction(uuid.uuid4)
    address_sealed = factory.LazyAttribute(lambda o: seal(o.address))
    address_digest = factory.LazyAttribute(lambda o: address_digest(o.address))
    language = "nl"
    consent_text = "Ja, graag."
    consent_version = 1
    consented_at = MOMENT
    confirm_digest = factory.LazyAttribute(
        lambda o: digest_of(derive_token(LinkKind.SUBSCRIBE, o.id, 1))
    )
    unsubscribe_digest = factory.LazyAttribute(
        lambda o: digest_of(derive_token(LinkKind.UNSUBSCRIBE, o.id, 1))
    )


def respondent_token(response_id):
    """The secret part of the own link of the response with this key."""
    return derive_token(LinkKind.RESPONDENT, response_id, 1)


def result_token(scan):
    """The secret part of a scan's results link."""
    return derive_token(LinkKind.RESULT, scan.pk, 1)


def owner_token(owner_id):
    """The secret part of the link of the aanvrager with this key."""
    return derive_token(LinkKind.OWNER, owner_id, 1)


def team_token(scan):
    """The secret part of the link with which a team is invited."""
    return derive_token(LinkKind.TEAM, scan.pk, 1)


def clients_token(scan):
    """The secret part of the link with which internal clients are invited."""
    return derive_token(LinkKind.CLIENTS, scan.pk, 1)


@cache
def _client_answers():
    asked = asked_of_clients(core_questionnaire())
    return {
        code: 1 + (2 * place) % 5
        for place, code in enumerate([*asked.statements, *asked.role_codes])
    }


def client_answers():
    """An answer to everything that an internal client is asked."""
    return dict(_client_answers())


def round_with(*, team=7, clients=6, **fields):
    """An open round in which so many have sent their answers, all of them alike."""
    scan = ScanFactory(team=True, clients=True, department_size=12, **fields)
    ResponseFactory.create_batch(team, scan=scan, answered=True, sent=True)
    ResponseFactory.create_batch(
        clients, scan=scan, group=Group.CLIENT, answers=client_answers(), sent=True
    )
    return scan
