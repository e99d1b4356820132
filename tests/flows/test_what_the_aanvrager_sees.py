"""Whoever watches a round at every moment learns how many answered, and nothing of what.

The same round is played twice with other answers. Whatever can be looked at must be the same both
times, but for secret links and other random keys.
"""

import io
import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from scans.engine.answers import prediction_codes, scored_codes
from scans.engine.asking import asked_of_clients
from scans.models import Group, Response, Result
from scans.services.closing import close_round
from scans.services.owners import remember_address
from scans.tasks import send_mail
from tests.factories import (
    ADDRESS,
    TODAY,
    OwnerFactory,
    ResponseFactory,
    ScanFactory,
    clients_token,
    core_questionnaire,
    owner_token,
    result_token,
    team_token,
)

pytestmark = pytest.mark.django_db(transaction=True)

RANDOM = re.compile(
    r"[a-z2-7]{32}|[0-9a-f]{8}-[0-9a-f-]{27}|(?<=value=\")[A-Za-z0-9]{64}(?=\")"
    r"|(?<=name=\"sleutel\" value=\")[\w-]+"
    r"|data:image/svg[^\"]*|<svg.*?</svg>",
    re.DOTALL,
)
OWNERS_PAGES = (
    "owner",
    "owner_plan",
    "owner_close",
    "owner_mail",
    "owner_next",
    "owner_delete",
)


def answers(group, value, place):
    """All answers of one person: one way in the first play, another in the second."""
    asked = core_questionnaire()
    if group == Group.CLIENT:
        asked = asked_of_clients(asked)
    codes = [*scored_codes(asked), *prediction_codes(asked)]
    given = {code: 1 + (value + place * n) % 5 for n, code in enumerate(codes)}
    if group == Group.TEAM:
        given |= {"open1": f"Tekst {value} van {place}", "drukte": ("rustig", "vaak")[value % 2]}
    return given


def neutral(text):
    return RANDOM.sub("*", text)


def seen(scan, owner):
    """Everything that an aanvrager with all links of the round can look at, and of the figures."""
    client = Client()
    token = owner_token(owner.pk)
    addresses = [reverse(name, kwargs={"token": token}) for name in OWNERS_PAGES]
    addresses += [
        reverse("owner_invite", kwargs={"token": token, "group": group})
        for group in ("team", "klanten")
    ]
    addresses += [
        reverse("join_team", kwargs={"token": team_token(scan)}),
        reverse("join_clients", kwargs={"token": clients_token(scan)}),
    ]
    result = reverse("result", kwargs={"token": result_token(scan)})
    for query in ("", "?toon=alles", "?format=json", "?n=1", "?debug=1"):
        addresses += [f"{addresses[0]}{query}", f"{result}{query}"]
    pages = {}
    for address in addresses:
        answer = client.get(address)
        pages[neutral(address)] = (answer.status_code, neutral(answer.content.decode()))
    figures = Result.objects.filter(scan=scan).first()
    pages["figures"] = None if figures is None else (figures.figures, figures.tally)
    return pages


def watched(value, *, team, clients):
    """What is seen after every arrival and withdrawal; the round, and its owner."""
    scan = ScanFactory(team=True, clients=True, department__name="Communicatie")
    owner = OwnerFactory(department=scan.department)
    moments = [seen(scan, owner)]
    for place in range(max(team, clients) + 1):
        for group, count in ((Group.TEAM, team), (Group.CLIENT, clients)):
            if place <= count:  # one more than stays: the last of each group withdraws
                ResponseFactory(
                    scan=scan, group=group, answers=answers(group, value, place), sent=True
                )
                moments.append(seen(scan, owner))
    for group in (Group.TEAM, Group.CLIENT):
        Response.objects.filter(scan=scan, group=group).last().delete()
        moments.append(seen(scan, owner))
    return moments, scan, owner


def closed(value, *, team, clients):
    """What is seen of a round to its end: when it is closed, in the PDF, in a mail."""
    moments, scan, owner = watched(value, team=team, clients=clients)
    close_round(scan_id=scan.pk, today=TODAY)
    return [*moments, seen(scan, owner), pdf_text(scan), mails_of(owner)]


def pdf_text(scan):
    client, address = Client(), reverse("result_pdf", kwargs={"token": result_token(scan)})
    client.get(address)
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
    pages = PdfReader(io.BytesIO(client.get(address).content)).pages
    return [page.extract_text() for page in pages]


def mails_of(owner):
    key = remember_address(owner=owner, address=ADDRESS, language="nl", today=TODAY)
    send_mail.call(str(key))
    sent = mail.outbox.pop()
    return [neutral(text) for text in (sent.subject, sent.body, sent.alternatives[0].content)]


def test_below_five_the_same_is_seen_whatever_was_answered():
    assert closed(0, team=4, clients=4) == closed(3, team=4, clients=4)


def test_until_it_closes_the_same_is_seen_whatever_was_answered():
    first, second = (watched(value, team=11, clients=6)[0] for value in (0, 3))

    assert first == second
