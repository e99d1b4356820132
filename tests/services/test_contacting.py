"""Asking for a talk, and what becomes of it."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError

from scans.models import Action, AuditRecord, ContactRequest, Department
from scans.services.contacting import (
    A_DAY,
    Contact,
    TooManyRequestsError,
    contact_in,
    delete_old_requests,
    request_contact,
    tick_off,
)
from scans.services.owners import delete_everything
from tests.adviser import account
from tests.factories import MOMENT, TODAY, ContactRequestFactory, DepartmentFactory, OwnerFactory

pytestmark = pytest.mark.django_db

NOOR = Contact("Noor", "06-12345678", "Wat nu?")


def asked(department, key=None, today=TODAY):
    return request_contact(
        key=key or uuid.uuid4(), department=department, contact=NOOR, today=today
    )


def test_a_request_is_kept_sealed_and_can_be_read_again():
    asked(DepartmentFactory())

    kept = ContactRequest.objects.get()
    assert contact_in(kept) == NOOR
    assert "Noor" not in repr(ContactRequest.objects.values().get())


def test_a_request_can_not_be_read_under_another_key(settings):
    kept = asked(DepartmentFactory())
    settings.LINK_KEY = "another" * 10

    assert contact_in(kept) is None


def test_two_presses_are_one_request():
    department, key = DepartmentFactory(), uuid.uuid4()

    assert asked(department, key) == asked(department, key)
    assert ContactRequest.objects.count() == 1


def test_of_one_department_so_many_a_day_are_kept():
    department, other = DepartmentFactory(), DepartmentFactory()
    for _time in range(A_DAY):
        asked(department)

    with pytest.raises(TooManyRequestsError):
        asked(department)
    asked(other)
    asked(department, today=TODAY + timedelta(days=1))

    assert ContactRequest.objects.count() == A_DAY + 2


def test_a_department_that_is_gone_gets_no_request():
    department = DepartmentFactory()
    gone = Department.objects.get(pk=department.pk)
    department.delete()

    with pytest.raises(Department.DoesNotExist):
        asked(gone)


def test_ticking_off_and_back_is_written_down_once_each():
    ada, kept = account(), ContactRequestFactory()

    for handled in (True, True, False, False):
        tick_off(request_id=kept.pk, handled=handled, by=ada, moment=MOMENT)
    tick_off(request_id=uuid.uuid4(), handled=True, by=ada, moment=MOMENT)

    kept.refresh_from_db()
    assert (kept.handled_at, kept.handled_by) == (None, None)
    assert list(AuditRecord.objects.order_by("pk").values_list("what", "object_id")) == [
        (Action.CONTACT_HANDLED, str(kept.pk)),
        (Action.CONTACT_REOPENED, str(kept.pk)),
    ]


def test_who_ticked_off_is_known_or_nobody_did():
    with pytest.raises(IntegrityError):
        ContactRequestFactory(handled_at=MOMENT)


def test_old_requests_are_deleted():
    ada = account()
    handled = {"handled_by": ada, "asked_on": TODAY - timedelta(days=100)}
    ContactRequestFactory(handled_at=MOMENT - timedelta(days=91), **handled)
    ContactRequestFactory(asked_on=TODAY - timedelta(days=366))
    kept = {
        ContactRequestFactory(handled_at=MOMENT - timedelta(days=89), **handled),
        ContactRequestFactory(asked_on=TODAY - timedelta(days=365)),
    }

    delete_old_requests(moment=MOMENT, today=TODAY)

    assert set(ContactRequest.objects.all()) == kept


def test_a_request_goes_when_the_aanvrager_deletes_everything():
    owner = OwnerFactory()
    ContactRequestFactory(department=owner.department)

    delete_everything(owner=owner)

    assert ContactRequest.objects.count() == 0
