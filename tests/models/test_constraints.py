"""What must always be true is refused by the database itself, whoever asks."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.models import ProtectedError

from scans.models import (
    TRANSITIONS,
    Account,
    AccountLink,
    ActionPlan,
    AuditRecord,
    BenchmarkRow,
    ClientCard,
    Edition,
    EditionFigures,
    EditionMember,
    FileKind,
    FollowUp,
    HouseStyle,
    ListedScan,
    Note,
    OutgoingMail,
    PlanStep,
    QualityCount,
    QualitySnapshot,
    QuestionnaireDraft,
    QuestionnaireVersion,
    Response,
    Result,
    Scan,
    ScanStatus,
)
from tests.factories import (
    MOMENT,
    TODAY,
    ActionPlanFactory,
    ClientCardFactory,
    ContactRequestFactory,
    OwnerFactory,
    PlanStepFactory,
    QuestionnaireVersionFactory,
    ReadingTipFactory,
    ReportFileFactory,
    ResponseFactory,
    ResultFactory,
    ScanFactory,
    ScanLinkFactory,
    core_document,
)
from tests.scan_list import open_scan

pytestmark = pytest.mark.django_db


def open_scan_with_a_score():
    scan = open_scan()
    ListedScan.objects.filter(pk=scan.pk).update(impact=50.0)


def one_scan_with(**fields):
    scan = ScanFactory()
    Scan.objects.filter(pk=scan.pk).update(**fields)


def second_version():
    first = QuestionnaireVersionFactory()
    QuestionnaireVersion.objects.create(
        slug=first.slug,
        version=first.version,
        digest="0" * 64,
        source="",
        data={},
        published_at=MOMENT,
    )


def second_scan():
    ScanFactory(department=ScanFactory().department)


def second_link():
    ScanLinkFactory(scan=ScanFactory(), digest=b"another")


def same_link():
    ScanLinkFactory(scan=ScanFactory(), kind="team", digest=ScanFactory().links.get().digest)


def same_own_link():
    ResponseFactory(link_digest=ResponseFactory().link_digest)


def second_result():
    result = ResultFactory()
    Result.objects.create(scan=result.scan, figures={})


def second_file():
    ReportFileFactory(result=ReportFileFactory().result)


def failed_file_with_content():
    ReportFileFactory(made=True, failed=True)


def same_owner_link():
    OwnerFactory(link_digest=OwnerFactory().link_digest)


def row_with(**fields):
    department = ScanFactory().department
    values = {"department": department, "measure": "timing", "tenths": 500, "n": 5, "period": TODAY}
    return BenchmarkRow.objects.create(**{**values, **fields})


def same_row():
    row_with(department=row_with().department)


def same_figures():
    edition = Edition.objects.create(name="2026-11", published_on=TODAY)
    for _ in range(2):
        EditionFigures.objects.create(
            edition=edition,
            members=edition,
            measure="timing",
            organisations=10,
            departments=10,
            alone=0,
            largest=1,
            second=1,
            first_period=TODAY,
            last_period=TODAY,
            counts=b"",
        )


def two_steps_at_one_place():
    step = PlanStepFactory()
    PlanStepFactory(plan=step.plan, place=step.place)
    connection.check_constraints()  # looked at when a transaction ends


def account_with(**wrong):
    Account.objects.create(**{"email": "a@b.nl", "name": "A", "role": "adviseur", **wrong})


def version_of_all():
    return QuestionnaireVersionFactory()


def count_of(version):
    return QualityCount.objects.create(
        questionnaire=version, group="team", key="stap.begonnen", month=TODAY, count=1
    )


def snapshot_of(version):
    return QualitySnapshot.objects.create(questionnaire=version, group="team", checked_on=TODAY)


def draft_of_next():
    return QuestionnaireDraft.objects.create(
        slug="kern", version="1.1", source="", data={}, changed_on=TODAY
    )


REFUSED = {
    "housestyle_is_one": lambda: HouseStyle.objects.create(id=2),
    "housestyle_accent_is_a_colour": lambda: HouseStyle.objects.create(accent="red"),
    "housestyle_logo_has_a_type": lambda: HouseStyle.objects.create(logo=b"x"),
    "readingtip_event_has_a_day": lambda: ReadingTipFactory(kind="bijeenkomst"),
    "readingtip_leads_to_a_page": lambda: ReadingTipFactory(url="javascript:alert(1)"),
    "contactrequest_handled_by_somebody": lambda: ContactRequestFactory(handled_at=MOMENT),
    "benchmarkrow_once_per_round": same_row,
    "benchmarkrow_within_scale": lambda: row_with(tenths=1001),
    "benchmarkrow_of_somebody": lambda: row_with(n=0),
    "edition_name_fits_an_address": lambda: Edition.objects.create(
        name="2026/11", published_on=TODAY
    ),
    "editionfigures_once_per_segment": same_figures,
    "qualitycount_once_a_month": lambda: [count_of(version_of_all()) for _ in range(2)],
    "qualitysnapshot_once_per_group": lambda: [snapshot_of(version_of_all()) for _ in range(2)],
    "questionnairedraft_once_per_version": lambda: [draft_of_next() for _ in range(2)],
    "questionnaireversion_once_per_slug": second_version,
    "scan_number_once_per_department": second_scan,
    "scan_closed_has_a_date": lambda: one_scan_with(status=ScanStatus.CLOSED),
    "scan_department_has_somebody": lambda: one_scan_with(department_size=0),
    "scan_team_is_large_enough": lambda: one_scan_with(
        kind="team", expected_team=4, closes_on=TODAY
    ),
    "scan_together_is_one_answer": lambda: one_scan_with(
        kind="team", expected_team=5, closes_on=TODAY, together=True
    ),
    "scan_clients_are_enough": lambda: one_scan_with(expected_clients=4, closes_on=TODAY),
    "scan_with_invitations_has_a_last_day": lambda: one_scan_with(expected_clients=5),
    "scan_closes_after_it_opens": lambda: one_scan_with(closes_on=TODAY.replace(day=1)),
    "owner_address_is_sealed_and_findable": lambda: OwnerFactory(address_digest=b"x" * 32),
    "owner_is_told_by_mail": lambda: OwnerFactory(again_on=TODAY),
    "scanlink_once_per_kind": second_link,
    "reportfile_once_per_language": second_file,
    "reportfile_failed_has_no_content": failed_file_with_content,
    "reportfile_only_the_report_is_anonymous": lambda: ReportFileFactory(
        kind=FileKind.PLAN, anonymous=True
    ),
    "clientcard_concerns_marked": lambda: ClientCardFactory(concerns="Woningen."),
    "clientcard_wants_marked": lambda: ClientCardFactory(wants_known=True),
    "clientcard_success_marked": lambda: ClientCardFactory(success="", success_known=False),
    "listedscan_open_has_no_score": open_scan_with_a_score,
    "planstep_place_once": two_steps_at_one_place,
    "planstep_at_most_five": lambda: PlanStepFactory(place=6),
    "account_address_in_lower_case": lambda: account_with(email="Ada@bureau.nl"),
    "account_role_is_known": lambda: account_with(role="baas"),
    "accountlink_invites_or_belongs_to_an_account": lambda: AccountLink.objects.create(
        kind="invitation", digest=b"x" * 32, role="baas", created_at=MOMENT, expires_at=MOMENT
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_constraint_forbids_is_refused(name):
    with pytest.raises(IntegrityError, match=name):
        REFUSED[name]()


def test_every_constraint_has_its_test():
    named = {
        constraint.name
        for model in apps.get_app_config("scans").get_models()
        for constraint in model._meta.constraints
    }

    assert named == set(REFUSED)


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(same_link, id="two-scans-one-link"),
        pytest.param(same_own_link, id="two-people-one-link"),
        pytest.param(same_owner_link, id="two-owners-one-link"),
        pytest.param(lambda: one_scan_with(kind="team"), id="a-team-of-nobody"),
        pytest.param(
            lambda: one_scan_with(expected_team=7, closes_on=TODAY), id="alone-with-a-team"
        ),
        pytest.param(second_result, id="two-results-of-one-scan"),
        pytest.param(
            lambda: ActionPlanFactory(result=ActionPlanFactory().result),
            id="two-plans-of-one-result",
        ),
        pytest.param(lambda: one_scan_with(closed_on=TODAY), id="open-and-closed"),
        pytest.param(lambda: one_scan_with(department_size=-1), id="less-than-nobody"),
    ],
)
def test_what_can_not_be_is_refused(make):
    with pytest.raises(IntegrityError):
        make()


def test_a_status_that_does_not_exist_is_refused():
    with pytest.raises(IntegrityError, match="scan_closed_has_a_date"):
        one_scan_with(status="reopened")


@pytest.mark.parametrize("field", ["source", "data", "digest", "version", "published_at"])
def test_a_published_version_can_not_be_changed(field):
    version = QuestionnaireVersionFactory()
    other = {
        "source": "",
        "data": {},
        "digest": "0" * 64,
        "version": "9.9",
        "published_at": MOMENT.replace(year=2030),
    }

    with pytest.raises(IntegrityError, match="is published and never changes"):
        QuestionnaireVersion.objects.filter(pk=version.pk).update(**{field: other[field]})


def test_a_published_version_can_not_be_changed_behind_the_models():
    version = QuestionnaireVersionFactory()

    with (
        pytest.raises(IntegrityError, match=r"kern 1\.0 is published and never changes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE scans_questionnaireversion SET source = 'x'")

    version.refresh_from_db()
    assert version.source == core_document().source


def test_a_published_version_can_not_be_deleted_and_published_anew():
    version = QuestionnaireVersionFactory()

    with pytest.raises(IntegrityError, match=r"kern 1\.0 is published and never changes"):
        version.delete()


def test_a_version_that_a_scan_is_on_can_not_be_deleted():
    scan = ScanFactory()

    with pytest.raises(ProtectedError):
        scan.questionnaire.delete()


def test_deleting_a_scan_deletes_all_that_was_made_of_it():
    file = ReportFileFactory(made=True)
    Scan.objects.get(pk=file.result.scan_id).delete()

    left = {model.__name__: model.objects.count() for model in (Scan, Response, Result, type(file))}

    assert left == {"Scan": 0, "Response": 0, "Result": 0, "ReportFile": 0}


def test_every_status_is_in_the_table_of_transitions():
    assert TRANSITIONS.keys() == set(ScanStatus)


def test_nothing_beside_an_answer_tells_who_or_when():
    columns = {field.name: type(field) for field in Response._meta.get_fields()}

    assert columns == {
        "id": models.UUIDField,
        "scan": models.ForeignKey,
        "group": models.CharField,
        "answers": models.JSONField,
        "sent": models.BooleanField,
        "link_generation": models.PositiveSmallIntegerField,
        "link_digest": models.BinaryField,
        "mails_sent": models.PositiveSmallIntegerField,
    }


def test_a_card_and_a_plan_hold_no_person_and_nothing_of_an_answer():
    columns = {
        model: {field.name for field in model._meta.get_fields()}
        for model in (ClientCard, ActionPlan, PlanStep)
    }

    assert columns == {
        ClientCard: {
            "id",
            "department",
            "name",
            "concerns",
            "concerns_known",
            "wants",
            "wants_known",
            "success",
            "success_known",
            "visited_on",
            "visited_by",
            "said",
            "next_step",
            "revision",
        },
        ActionPlan: {"id", "result", "remind_to", "remind_since", "stop_digest", "steps"},
        PlanStep: {
            "id",
            "plan",
            "place",
            "text",
            "proposal",
            "who",
            "due_on",
            "done_on",
            "reminded_on",
            "revision",
        },
    }


FINER_THAN_A_DAY = (models.DateTimeField, models.TimeField, models.DurationField)
OF_THE_DASHBOARD = (Account, AccountLink, AuditRecord)
"""About who works there; no foreign key leads from these to a round, or back."""
TELLS_WHO = (models.GenericIPAddressField, models.EmailField, models.URLField)


def test_no_key_leads_from_a_round_to_the_dashboard_or_back():
    led = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("scans").get_models()
        if model not in OF_THE_DASHBOARD
        for field in model._meta.fields
        if field.related_model in OF_THE_DASHBOARD
    }
    keys = {
        (model in OF_THE_DASHBOARD, field.related_model in OF_THE_DASHBOARD)
        for model in apps.get_app_config("scans").get_models()
        for field in model._meta.fields
        if field.is_relation
    }

    assert keys == {(False, False), (True, True), (False, True)}
    # Both are about a department, never about a round or an answer.
    assert led == {"ContactRequest.handled_by", "Note.author"}


def test_no_table_around_a_round_holds_an_address_or_a_time_finer_than_a_day():
    found = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("scans").get_models()
        if model not in OF_THE_DASHBOARD
        for field in model._meta.fields
        if isinstance(field, (*FINER_THAN_A_DAY, *TELLS_WHO))
    }

    # When a document was published, when a PDF was asked for by whoever reads a result, when an
    # adviseur wrote a note or ticked off a request, and when a backup was made. What the bureau
    # says of itself, and the proof of who asked for its newsletter, is about no round.
    assert found == {
        "BackupRun.finished_at",
        "BackupRun.started_at",
        "ContactRequest.handled_at",
        "HouseStyle.contact_email",
        "HouseStyle.website",
        "Note.at",
        "ReadingTip.url",
        "Subscriber.confirmed_at",
        "Subscriber.consented_at",
        "QuestionnaireVersion.published_at",
        "ReportFile.requested_at",
    }


def test_no_row_counts_up_beside_an_answer():
    counting = {
        model.__name__
        for model in (Response, Scan)
        if isinstance(model._meta.pk, models.AutoField | models.BigAutoField)
    }

    assert counting == set()


def test_rows_are_named_without_a_secret():
    file = ReportFileFactory()
    scan = file.result.scan
    mail = OutgoingMail(sealed="secret")
    owner = OwnerFactory()
    row = row_with(department=scan.department)
    card, step = ClientCardFactory(), PlanStepFactory()
    edition = Edition.objects.create(name="2026-11", published_on=TODAY)
    rows = {
        str(row): f"timing of {scan.department_id}",
        str(edition): "2026-11",
        str(EditionFigures(edition=edition, measure="timing")): f"timing in {edition.pk}",
        str(EditionMember(edition=edition)): f"member of {edition.pk}",
        str(ListedScan(scan=scan)): f"list entry of {scan.pk}",
        str(FollowUp(department=scan.department)): f"{scan.department_id}: nieuw",
        str(Note(department=scan.department)): f"note about {scan.department_id}",
        str(mail): f"mail {mail.pk}",
        str(count_of(scan.questionnaire)): f"team stap.begonnen of {scan.questionnaire_id}",
        str(snapshot_of(scan.questionnaire)): f"quality of {scan.questionnaire_id} for team",
        str(draft_of_next()): "kern 1.1",
        str(scan.questionnaire): "kern 1.0",
        str(scan.department.organisation): "Gemeente Voorbeeld",
        str(scan.department): "Communicatie",
        str(scan): f"{scan.department_id} #1",
        str(scan.responses.get()): f"team of {scan.pk}",
        str(scan.links.get()): f"result of {scan.pk}",
        str(file.result): f"result of {scan.pk}",
        str(owner): f"owner of {owner.department_id}",
        str(file): f"report of {file.result_id} (nl)",
        str(card): f"client card of {card.department_id}",
        str(step): f"step 1 of {step.plan_id}",
        str(step.plan): f"plan of {step.plan.result_id}",
    }

    assert list(rows) == list(rows.values())
