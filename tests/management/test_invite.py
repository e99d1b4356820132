"""``manage.py invite``: a link for who can run commands on the server."""

from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from scans.models import Account, AccountLink, OutgoingMail
from tests.adviser import account, link_in

pytestmark = pytest.mark.django_db


def said(*arguments):
    out = StringIO()
    call_command("invite", *arguments, stdout=out)
    return out.getvalue()


def test_the_link_that_is_printed_makes_the_account(settings):
    settings.SITE_URL = "https://scan.voorbeeld.nl"

    link = link_in(said("Mo@bureau.nl", "--role", "beheerder"), "uitnodiging")

    fields = {"name": "Mo", "password": "een zin van vijf woorden"}
    Client().post("/" + link.split("/", 3)[3], fields)
    assert link.startswith("https://scan.voorbeeld.nl/dashboard/uitnodiging/")
    assert list(Account.objects.values_list("email", "role")) == [("mo@bureau.nl", "beheerder")]


@pytest.mark.parametrize(("host", "mails"), [("", 0), ("mail.voorbeeld.nl", 1)])
def test_it_is_mailed_when_there_is_a_mail_server(settings, host, mails):
    settings.EMAIL_HOST = host

    said("mo@bureau.nl")

    assert OutgoingMail.objects.count() == mails
    assert mail.outbox == []
    assert AccountLink.objects.get().role == "adviseur"


@pytest.mark.parametrize("address", ["geen adres", ""])
def test_what_is_no_address_is_refused(address):
    with pytest.raises(CommandError, match="is geen e-mailadres"):
        said(address)


def test_who_has_an_account_is_not_invited():
    account()

    with pytest.raises(CommandError, match="er al een account"):
        said("ada@bureau.nl")


def test_the_first_link_is_printed_as_long_as_there_is_no_account():
    assert link_in(said("--first"), "uitnodiging")

    account()

    assert said("--first") == ""
