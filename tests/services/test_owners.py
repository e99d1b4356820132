"""The aanvrager's link: kept, mailed, lost, replaced; and everything deleted."""

import json

import pytest
from django.test import Client

from scans.models import (
    Department,
    Group,
    Organisation,
    OutgoingMail,
    Owner,
    Response,
    Result,
    Scan,
)
from scans.models.links import LinkKind, derive_token, digest_of
from scans.services.answering import save_answers, send_answers
from scans.services.mailing import TooManyMailsError
from scans.services.owners import (
    ADDRESS_MAILS_A_DAY,
    MAILS_A_DAY,
    confirm_address,
    confirm_token,
    delete_everything,
    remember_address,
    renew_owner_link,
    replace_lost_links,
    tell_owners,
)
from scans.services.rounds import join_round
from scans.services.sealing import unseal
from tests.factories import (
    ADDRESS,
    TODAY,
    DepartmentFactory,
    OwnerFactory,
    ResponseFactory,
    ResultFactory,
    ScanFactory,
    core_questionnaire,
    owner_token,
    team_token,
)
from tests.services.concurrency import at_once, while_held

pytestmark = pytest.mark.django_db
TOMORROW = TODAY.replace(day=23)


def remember(owner, address=ADDRESS, today=TODAY):
    return remember_address(owner=owner, address=address, language="nl", today=today)


def replace(address=ADDRESS, today=TODAY):
    return replace_lost_links(address=address, language="nl", today=today)


def mail(key):
    return json.loads(unseal(OutgoingMail.objects.get(pk=key).sealed))


def test_an_address_is_kept_sealed_and_the_link_is_mailed_to_it():
    owner = OwnerFactory()

    key = remember(owner)

    owner.refresh_from_db()
    assert ADDRESS.encode() not in bytes(owner.address_digest)
    assert ADDRESS not in owner.address_sealed
    assert unseal(owner.address_sealed) == ADDRESS
    assert mail(key)["to"] == ADDRESS
    link = f"http://localhost:8000/scan/{owner_token(owner.pk)}/"
    assert mail(key)["text"].count(link) == 1
    assert f'href="{link}"' in mail(key)["html"]


def test_an_address_can_be_forgotten_and_the_link_goes_on_working(client):
    owner = OwnerFactory(mailed=True)
    ScanFactory(department=owner.department, team=True)
    page = f"/scan/{owner_token(owner.pk)}/"
    offered = client.get(f"{page}bewaren/").content.decode()

    client.post(f"{page}bewaren/", {"naar": "vergeten"})

    owner.refresh_from_db()
    assert 'value="vergeten"' in offered
    assert (owner.address_sealed, owner.address_digest) == ("", None)
    assert 'value="vergeten"' not in client.get(f"{page}bewaren/").content.decode()
    assert replace() is None


def test_a_new_address_takes_the_place_of_the_old_one():
    owner = OwnerFactory(mailed=True)

    remember(owner, "nieuw@voorbeeld.nl")

    assert replace(ADDRESS) is None
    assert replace("nieuw@voorbeeld.nl") is not None


def test_a_mailbox_is_not_flooded_and_tomorrow_is_another_day():
    owner = OwnerFactory()
    for _ in range(MAILS_A_DAY):
        remember(owner)

    with pytest.raises(TooManyMailsError):
        remember(owner, "ander@voorbeeld.nl")
    assert replace() is None
    assert OutgoingMail.objects.count() == MAILS_A_DAY
    owner.refresh_from_db()
    assert unseal(owner.address_sealed) == ADDRESS
    assert remember(owner, today=TOMORROW)


def test_an_aanvrager_is_told_no_more_often_than_that_either():
    owner = OwnerFactory(mailed=True)

    told = [
        tell_owners(department_id=owner.department_id, subject="full", today=TODAY)
        for _ in range(MAILS_A_DAY + 3)
    ]

    assert [len(keys) for keys in told] == [1] * MAILS_A_DAY + [0] * 3


def test_one_address_is_not_flooded_by_starting_many_scans():
    owners = OwnerFactory.create_batch(ADDRESS_MAILS_A_DAY + 1)
    for owner in owners[:-1]:
        remember(owner)

    with pytest.raises(TooManyMailsError):
        remember(owners[-1])
    assert OutgoingMail.objects.count() == ADDRESS_MAILS_A_DAY
    assert remember(owners[-1], "ander@voorbeeld.nl")


def test_a_renewed_own_link_leaves_the_old_one_worthless_and_twice_is_once(client):
    owner = OwnerFactory()
    ScanFactory(department=owner.department, team=True)
    old, new = (derive_token(LinkKind.OWNER, owner.pk, generation) for generation in (1, 2))

    renewed = [renew_owner_link(owner=owner, seen_generation=1).token for _ in range(2)]

    assert renewed == [new, new]
    assert [client.get(f"/scan/{token}/").status_code for token in (old, new)] == [404, 200]


@pytest.mark.parametrize("typed", [ADDRESS, ADDRESS.upper(), f"  {ADDRESS} "])
def test_a_lost_link_is_replaced_however_the_address_is_typed(typed):
    owner = OwnerFactory(mailed=True)

    key = replace(typed)

    new = derive_token(LinkKind.OWNER, owner.pk, 2)
    owner.refresh_from_db()
    assert bytes(owner.link_digest) == digest_of(new)
    assert owner.token == new != owner_token(owner.pk)
    text = mail(key)["text"]
    assert f"/scan/{new}/" in text
    assert text.count("Deze link ") == 1


def test_one_mail_holds_the_new_links_of_all_departments_of_an_address():
    owners = OwnerFactory.create_batch(2, mailed=True)
    other = OwnerFactory()

    key = replace()

    new = {derive_token(LinkKind.OWNER, owner.pk, 2) for owner in owners}
    text = mail(key)["text"]
    assert [token for token in new if f"/scan/{token}/" not in text] == []
    assert "Er horen 2 scans bij dit adres, elk met een eigen link." in text
    assert "Deze link is van jou." not in text
    other.refresh_from_db()
    assert (other.link_generation, OutgoingMail.objects.count()) == (1, 1)


def test_an_address_that_is_nobodys_changes_nothing():
    owner = OwnerFactory(mailed=True)

    assert replace("niemand@voorbeeld.nl") is None

    owner.refresh_from_db()
    assert (owner.link_generation, OutgoingMail.objects.count()) == (1, 0)


def test_owners_with_an_address_are_told_and_others_can_not_be(settings):
    department = DepartmentFactory()
    OwnerFactory(department=department)
    OwnerFactory(department=department, mailed=True)
    OwnerFactory(mailed=True)

    (key,) = tell_owners(department_id=department.pk, subject="closed", today=TODAY)

    assert mail(key)["to"] == ADDRESS
    settings.LINK_KEY = "another" * 10
    assert tell_owners(department_id=department.pk, subject="closed", today=TOMORROW) == []


def test_deleting_everything_leaves_nothing_of_the_department():
    result = ResultFactory()
    department = result.scan.department
    owner = OwnerFactory(department=department)
    ScanFactory(department=department, number=2)

    delete_everything(owner=owner)
    delete_everything(owner=owner)

    models = (Organisation, Department, Owner, Scan, Response, Result)
    assert [model.objects.count() for model in models] == [0] * 6


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["join", "send", "save"])
def test_who_is_busy_while_everything_is_deleted_finishes_or_finds_nothing(what):
    scan = ScanFactory(team=True)
    owner = OwnerFactory(department=scan.department)
    own = ResponseFactory(scan=scan, answered=True)
    asked = core_questionnaire()
    busy = {
        "join": lambda: join_round(scan_id=scan.pk, group=Group.TEAM, today=TODAY),
        "send": lambda: send_answers(response_id=own.pk, questionnaire=asked, today=TODAY),
        "save": lambda: save_answers(
            response_id=own.pk, questionnaire=asked, changes={"rel1": 1}, today=TODAY
        ),
    }[what]

    outcome = while_held(busy, lambda: delete_everything(owner=owner))
    after = at_once(busy)[0]

    assert outcome is None
    assert type(after).__name__ in ("DoesNotExist", "NotOpenError")
    assert (Scan.objects.count(), Response.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_who_joins_while_everything_is_being_deleted_finds_nothing():
    scan = ScanFactory(team=True)
    owner = OwnerFactory(department=scan.department)

    outcome = while_held(
        lambda: delete_everything(owner=owner),
        lambda: Client().post(f"/team/{team_token(scan)}/").status_code,
    )

    assert outcome == 404
    assert Response.objects.count() == 0


def test_deleting_everything_leaves_another_department_as_it_is():
    owner = OwnerFactory()
    other = DepartmentFactory(organisation=owner.department.organisation)

    delete_everything(owner=owner)

    assert Department.objects.get() == other
    assert Organisation.objects.get() == other.organisation


def test_the_mail_with_the_link_has_a_second_one_until_the_address_is_confirmed():
    owner = OwnerFactory()

    first = mail(remember(owner))
    owner.refresh_from_db()
    link = f"http://localhost:8000/bevestigen/{confirm_token(owner)}/"
    confirm_address(owner=owner)
    second = mail(remember(owner))

    assert (first["text"].count(link), f'href="{link}"' in first["html"]) == (1, True)
    assert "/bevestigen/" not in second["text"] + second["html"]
    assert bytes(owner.confirm_digest) == digest_of(confirm_token(owner))


def test_a_link_that_was_opened_before_the_address_changed_confirms_nothing():
    owner = OwnerFactory()
    remember(owner)
    owner.refresh_from_db()

    remember(owner, "nieuw@voorbeeld.nl")
    confirm_address(owner=owner)

    owner.refresh_from_db()
    assert not owner.address_confirmed
