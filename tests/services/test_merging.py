"""Two departments, or organisations, that are one: nothing lost, nothing counted twice."""

from datetime import timedelta
from uuid import uuid4

import pytest

from scans.models import (
    Action,
    AuditRecord,
    BenchmarkRow,
    ContactRequest,
    DeletionNote,
    Department,
    Edition,
    EditionMember,
    FollowUp,
    FollowUpState,
    ListedScan,
    Note,
    Organisation,
    Scan,
)
from scans.services.closing import close_round
from scans.services.follow_up import follow_up, write_note
from scans.services.merging import (
    HiddenError,
    SameThingError,
    TwoOpenRoundsError,
    merge_departments,
    merge_organisations,
)
from scans.services.owners import delete_everything
from tests.adviser import account
from tests.factories import (
    MOMENT,
    TODAY,
    ContactRequestFactory,
    DepartmentFactory,
    OwnerFactory,
    QuestionnaireVersionFactory,
    ScanFactory,
    owner_token,
    round_with,
)
from tests.scan_list import listed, open_scan
from tests.services.concurrency import at_once, holding_first

pytestmark = pytest.mark.django_db


THIS_MONTH = TODAY.replace(day=1)


def row(scan, tenths, *, department=None, period=THIS_MONTH):
    return BenchmarkRow.objects.create(
        department=department or scan.department,
        scan=scan,
        questionnaire=QuestionnaireVersionFactory(),
        measure="timing",
        tenths=tenths,
        n=5,
        period=period,
    )


def merge(kept, gone):
    merge_departments(
        kept_id=kept.department_id, gone_id=gone.department_id, by=account(), moment=MOMENT
    )


def test_rounds_stand_in_the_order_in_which_they_began_and_the_open_one_last():
    first = listed(opened_on=TODAY - timedelta(days=9))
    second = listed(opened_on=TODAY - timedelta(days=5), contact=TODAY)
    third = listed(department_size=30)
    Scan.objects.filter(pk=third.pk).update(department=first.department, number=2)
    going = ScanFactory(department=second.department, number=2, opened_on=TODAY - timedelta(days=1))
    merge(first, second)

    scans = Department.objects.get(pk=first.department_id).scans.order_by("number")
    assert list(scans.values_list("pk", "number")) == [
        (first.pk, 1),
        (second.pk, 2),
        (third.pk, 3),
        (going.pk, 4),
    ]
    assert set(ListedScan.objects.values_list("department", "contact", "words")) == {
        (first.department_id, False, "")
    }
    assert not Department.objects.filter(pk=second.department_id).exists()
    assert not Organisation.objects.filter(pk=second.department.organisation_id).exists()


def test_owners_keep_their_links_and_notes_and_follow_up_go_along(client):
    kept, gone = listed(contact=TODAY), listed(contact=TODAY)
    owners = [OwnerFactory(department=one.department) for one in (kept, gone)]
    by = account(name="Bo")
    write_note(department_id=gone.department_id, text="Bellen", by=by, moment=MOMENT)
    follow_up(
        department_id=gone.department_id,
        state=FollowUpState.PLANNED,
        due_on=TODAY,
        by=by,
        moment=MOMENT,
    )

    ContactRequestFactory(department=gone.department)

    merge(kept, gone)

    assert list(ContactRequest.objects.values_list("department", flat=True)) == [kept.department_id]
    opened = [client.get(f"/scan/{owner_token(one.pk)}/").status_code for one in owners]
    assert opened == [200, 200]
    assert list(Note.objects.values_list("department", "text")) == [(kept.department_id, "Bellen")]
    assert list(FollowUp.objects.values_list("department", "state", "due_on")) == [
        (kept.department_id, "gepland", TODAY)
    ]
    assert (
        AuditRecord.objects.filter(
            what=Action.DEPARTMENTS_MERGED, object_id=str(kept.department_id)
        ).count()
        == 1
    )


@pytest.mark.parametrize(
    ("one", "other", "after"),
    [(TODAY, None, None), (None, TODAY, None), (TODAY - timedelta(days=1), TODAY, TODAY)],
)
def test_a_consent_is_left_only_where_both_gave_it(one, other, after):
    kept, gone = listed(contact=one), listed(contact=other)
    for scan, since in ((kept, one), (gone, other)):
        Department.objects.filter(pk=scan.department_id).update(in_benchmark_since=since)

    merge(kept, gone)

    found = Department.objects.get(pk=kept.department_id)
    assert (found.contact_since, found.in_benchmark_since) == (after, after)


def test_only_the_last_round_is_the_latest_in_the_benchmark_and_reasons_stay():
    kept = listed(opened_on=TODAY - timedelta(days=9), department_size=3)
    gone = listed(department_size=30)
    row(kept, 100, period=TODAY.replace(day=1, month=1))
    row(gone, 200)
    Department.objects.filter(pk=gone.department_id).update(excluded_because="test")

    merge(kept, gone)

    assert list(
        BenchmarkRow.objects.order_by("tenths").values_list("tenths", "latest", "department")
    ) == [(100, False, kept.department_id), (200, True, kept.department_id)]
    found = Department.objects.get(pk=kept.department_id)
    assert (found.size_class, found.excluded_because) == ("21-50", "test")


def test_what_was_imported_twice_for_a_month_counts_once_and_editions_stay():
    kept, gone = DepartmentFactory(size_class="6-10"), DepartmentFactory()
    row(None, 100, department=kept)
    row(None, 200, department=gone)
    row(None, 300, department=gone, period=TODAY.replace(day=1, month=1))
    edition = Edition.objects.create(name="2026", published_on=TODAY, measures=["timing"])
    EditionMember.objects.create(
        edition=edition,
        organisation_id=gone.organisation_id,
        department=gone,
        period=TODAY,
        alone=False,
        scores=[200],
    )

    merge_departments(kept_id=kept.pk, gone_id=gone.pk, by=account(), moment=MOMENT)

    assert list(BenchmarkRow.objects.order_by("tenths").values_list("tenths", "latest")) == [
        (100, True),
        (300, False),
    ]
    assert EditionMember.objects.get().department_id == kept.pk
    assert Department.objects.get().size_class == "6-10"


def test_two_open_rounds_can_not_be_one_departments():
    one, other = open_scan(), open_scan()

    with pytest.raises(TwoOpenRoundsError):
        merge(one, other)

    assert Department.objects.count() == 2


def test_a_department_and_an_organisation_are_not_put_together_with_themselves():
    scan = listed()
    other = DepartmentFactory(organisation=scan.department.organisation)
    by = account(name="Bo")
    with pytest.raises(SameThingError):
        merge(scan, scan)
    with pytest.raises(SameThingError):
        merge_organisations(kept_id=scan.department_id, gone_id=other.pk, by=by, moment=MOMENT)


def test_what_is_gone_can_not_be_put_together():
    scan, other = listed(), listed()
    Department.objects.filter(pk=other.department_id).delete()

    with pytest.raises(Department.DoesNotExist):
        merge(scan, other)
    with pytest.raises(Department.DoesNotExist):
        merge_organisations(
            kept_id=scan.department_id,
            gone_id=other.department_id,
            by=account(name="Bo"),
            moment=MOMENT,
        )


def test_two_organisations_become_one_with_two_departments():
    kept, gone = listed(), listed(name="Zelfde", sector="zorg")

    merge_organisations(
        kept_id=kept.department_id, gone_id=gone.department_id, by=account(), moment=MOMENT
    )

    assert set(Department.objects.values_list("organisation", flat=True)) == {
        kept.department.organisation_id
    }
    assert set(ListedScan.objects.values_list("sector", flat=True)) == {"gemeente"}
    assert Organisation.objects.count() == 1
    assert AuditRecord.objects.filter(what=Action.ORGANISATIONS_MERGED).count() == 1


def test_of_which_organisation_a_hidden_department_is_is_never_told():
    named, own = listed(contact=TODAY), listed(contact=TODAY)
    hidden = OwnerFactory(department__organisation=named.department.organisation).department

    for other in (named, own):
        for pair in ((hidden.pk, other.department_id), (other.department_id, hidden.pk)):
            with pytest.raises(HiddenError):
                merge_organisations(
                    kept_id=pair[0],
                    gone_id=pair[1],
                    by=account(email=f"{uuid4()}@b.nl"),
                    moment=MOMENT,
                )

    assert Organisation.objects.count() == 2


@pytest.mark.parametrize("sector", ["zorg", "gemeente"])
def test_a_hidden_department_comes_along_only_where_nothing_changes_of_what_is_read(sector):
    named, own = listed(contact=TODAY), listed(contact=TODAY, sector=sector)
    hidden = listed()
    Department.objects.filter(pk=hidden.department_id).update(
        organisation=named.department.organisation
    )
    OwnerFactory(department=hidden.department)

    merge_organisations(
        kept_id=own.department_id, gone_id=named.department_id, by=account(), moment=MOMENT
    )

    found = Department.objects.in_bulk()
    at_own = {key for key, one in found.items() if one.organisation == own.department.organisation}
    named_ones = {named.department_id, own.department_id}
    assert at_own == (named_ones if sector == "zorg" else {*named_ones, hidden.department_id})
    assert ListedScan.objects.get(scan=hidden).sector == "gemeente"


def test_a_restore_to_before_a_merge_gives_the_other_one_s_consents_not_back():
    kept, gone = listed(contact=TODAY), listed(contact=TODAY)
    Department.objects.update(in_benchmark_since=TODAY)

    merge(kept, gone)

    noted = DeletionNote.objects.values_list("kind", "key").order_by("kind")
    assert list(noted) == [
        ("benchmark-consent", str(gone.department_id)),
        ("contact-consent", str(gone.department_id)),
    ]


def test_the_follow_up_of_the_one_that_stays_stays():
    kept, gone = listed(), listed()
    by = account(name="Bo")
    for one, state in ((kept, FollowUpState.PLANNED), (gone, FollowUpState.NEW)):
        follow_up(department_id=one.department_id, state=state, due_on=TODAY, by=by, moment=MOMENT)

    merge(kept, gone)

    assert list(FollowUp.objects.values_list("department", "state")) == [
        (kept.department_id, "gepland")
    ]


def test_notes_and_follow_up_vanish_with_the_department():
    scan = listed()
    owner = OwnerFactory(department=scan.department)
    by = account()
    write_note(department_id=scan.department_id, text="Bellen", by=by, moment=MOMENT)
    follow_up(
        department_id=scan.department_id,
        state=FollowUpState.DONE,
        due_on=None,
        by=by,
        moment=MOMENT,
    )

    delete_everything(owner=owner)

    assert (Note.objects.count(), FollowUp.objects.count(), ListedScan.objects.count()) == (0, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_put_together_both_ways_at_once_one_wins_and_the_other_finds_nothing():
    one, other = listed(), listed()
    by = account()

    outcomes = at_once(
        *(
            lambda kept=kept, gone=gone: merge_departments(
                kept_id=kept.department_id, gone_id=gone.department_id, by=by, moment=MOMENT
            )
            for kept, gone in ((one, other), (other, one))
        )
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["DoesNotExist", "NoneType"]
    assert sorted(Scan.objects.values_list("number", flat=True)) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_a_round_that_closes_meanwhile_closes_and_goes_along():
    kept, going = listed(), round_with(team=5)
    by = account()

    def put_together():
        merge_departments(
            kept_id=kept.department_id, gone_id=going.department_id, by=by, moment=MOMENT
        )

    outcome = holding_first(
        lambda: Scan.objects.select_for_update().get(pk=going.pk),
        put_together,
        lambda: close_round(scan_id=going.pk, today=TODAY),
    )

    assert outcome is None
    assert Scan.objects.get(pk=going.pk).status == "closed"
    assert Scan.objects.get(pk=going.pk).department_id == kept.department_id


@pytest.mark.django_db(transaction=True)
def test_a_round_that_closes_while_all_is_deleted_makes_nobody_fail():
    going = round_with(team=5)
    owner = OwnerFactory(department=going.department)

    outcome = holding_first(
        lambda: Scan.objects.select_for_update().get(pk=going.pk),
        lambda: delete_everything(owner=owner),
        lambda: close_round(scan_id=going.pk, today=TODAY),
    )

    assert outcome is None
    assert not Scan.objects.exists()
