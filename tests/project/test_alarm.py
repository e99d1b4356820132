"""A unit that failed is told to who manages the site."""

import socket
import subprocess
import sys

import pytest
from django.core import mail

from afdelingsscan import alarm


def test_who_manages_the_site_gets_a_mail(settings):
    settings.ALARM_ADDRESS = "beheer@scan.example"

    result = alarm.main(["afdelingsscan-backup"])

    [sent] = mail.outbox
    assert (result, sent.to, sent.subject, sent.body) == (
        0,
        ["beheer@scan.example"],
        "Afdelingsscan: afdelingsscan-backup is mislukt",
        (
            f"Op {socket.gethostname()} is afdelingsscan-backup mislukt.\n\n"
            "De reden staat in het logboek:\n"
            "  journalctl -u afdelingsscan-backup --since -1d\n"
        ),
    )


def test_without_an_address_it_is_said_in_the_log(settings, capsys):
    settings.ALARM_ADDRESS = ""

    result = alarm.main(["afdelingsscan-backup"])

    assert (result, mail.outbox, capsys.readouterr().err) == (
        1,
        [],
        "afdelingsscan-backup is mislukt, en ALARM_ADDRESS is leeg: niemand krijgt bericht.\n",
    )


@pytest.mark.parametrize("arguments", [[], ["one", "two"]])
def test_it_needs_one_unit(arguments, capsys):
    assert alarm.main(arguments) == 2
    assert capsys.readouterr().err == "Gebruik: python -m afdelingsscan.alarm UNIT\n"


def test_a_unit_starts_it_as_a_program():
    result = subprocess.run(
        [sys.executable, "-m", "afdelingsscan.alarm"], capture_output=True, text=True, check=False
    )

    assert (result.returncode, result.stderr) == (
        2,
        "Gebruik: python -m afdelingsscan.alarm UNIT\n",
    )
