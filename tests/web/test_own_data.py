"""Everything that is kept of somebody, for who asks: to read and as a file."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from scans.models import Action, AuditRecord, FollowUp, Group, Note, Owner
from scans.services.audit import record
from scans.services.closing import close_round
from scans.services.follow_up import write_note
from scans.services.merging import merge_departments
from scans.services.owners import queue_owner_mail
from tests.adviser import account
from tests.factories import (
    ADDRESS,
    MOMENT,
    TODAY,
    ActionPlanFactory,
    ClientCardFactory,
    ContactRequestFactory,
    DepartmentFactory,
    OwnerFactory,
    PlanStepFactory,
    ReportFileFactory,
    ResponseFactory,
    ScanFactory,
    owner_token,
    round_with,
    sixth_module,
)
from tests.web.rounds import member, open_round, own_link, site_day, words_of

pytestmark = pytest.mark.django_db

SECRETS = ("Geheimpje", "noor@voorbeeld.nl", "ander@voorbeeld.nl")
"""An open answer, who asked for a talk, and another aanvrager: nobody's to see here."""


def lived():
    """A department with something of everything, and its aanvrager."""
    scan = round_with(team=7, clients=0)
    scan.responses.filter(group=Group.TEAM).first()
    scan.responses.update(answers={"rel1": 4, "open1": SECRETS[0]})
    result = close_round(scan_id=scan.pk, today=TODAY)
    department = scan.department
    owner = OwnerFactory(department=department, mailed=True)
    OwnerFactory(department=department)
    PlanStepFactory(plan=ActionPlanFactory(result=result), text="Koffie met de wethouder")
    ClientCardFactory(department=department, name="Wethouder", said="Meer overleg")
    ReportFileFactory(result=result, made=True)
    ContactRequestFactory(department=department)
    Note.objects.create(department=department, author=account(), text="Belde terug", at=MOMENT)
    FollowUp.objects.create(department=department, state="contact", due_on=TODAY)
    record(who=None, what=Action.SCAN_SEEN, about=scan, moment=MOMENT)
    queue_owner_mail(subject="closed", owners=[owner], address=ADDRESS, language="nl")
    return scan, owner


def test_what_was_done_with_a_department_that_was_merged_into_it_is_told_too(client):
    ada, kept = account(), OwnerFactory(department__contact_since=TODAY)
    gone, gone_before = DepartmentFactory(), DepartmentFactory()
    write_note(department_id=gone_before.pk, text="Belde terug", by=ada, moment=MOMENT)
    for pair in ((gone.pk, gone_before.pk), (kept.department_id, gone.pk)):
        merge_departments(kept_id=pair[0], gone_id=pair[1], by=ada, moment=MOMENT)

    found = file_of(client, f"/scan/{owner_token(kept.pk)}/")

    assert [one["what"] for one in found["log"]] == [
        "note_written",
        "departments_merged",
        "departments_merged",
    ]


def test_what_was_done_after_midnight_has_the_day_that_it_was_here(client):
    owner = OwnerFactory()
    after_midnight = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    write_note(department_id=owner.department_id, text="Laat", by=account(), moment=after_midnight)

    found = file_of(client, f"/scan/{owner_token(owner.pk)}/")

    assert [found[part][0]["on"] for part in ("notes", "log")] == ["2026-07-02"] * 2


def file_of(client, path):
    answer = client.get(f"{path}gegevens.json")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    return json.loads(answer.content)


def test_the_aanvrager_gets_everything_but_what_nobody_may_see(client):
    scan, owner = lived()
    path = f"/scan/{owner_token(owner.pk)}/"

    found = file_of(client, path)

    assert {name: found[name] for name in ("format", "about", "made_on")} == {
        "format": 1,
        "about": "aanvrager",
        "made_on": site_day().isoformat(),
    }
    assert found["department"][0]["kept_until"] == "2028-11-22"
    assert sorted(found["applicants"], key=lambda one: one["is_you"]) == [
        {"is_you": False},
        {
            "is_you": True,
            "address": ADDRESS,
            "address_confirmed": False,
            "language": "nl",
            "mailed_on": None,
            "mails_that_day": 0,
            "again_on": None,
        },
    ]
    assert [mail["subject"] for mail in found["waiting_mails"]] == [
        "De ronde is gesloten: de uitkomst staat klaar"
    ]
    assert [one["key"] for one in found["rounds"]] == [str(scan.pk)]
    assert found["results"] == [{"round": 1, "figures": scan.result.figures, "trend": {}}]
    assert [one["text"] for one in found["plan_steps"]] == ["Koffie met de wethouder"]
    assert [one["said"] for one in found["client_cards"]] == ["Meer overleg"]
    assert found["by_advisers"][0]["follow_up"] == "contact"
    assert found["notes"] == [{"on": "2026-11-22", "text": "Belde terug"}]
    assert found["contact_requests"] == [{"asked_on": "2026-11-22", "handled": False}]
    assert found["log"] == [{"on": "2026-11-22", "what": "scan_seen"}]
    assert [one["kind"] for one in found["files"]] == ["report"]
    assert [secret for secret in SECRETS if secret in json.dumps(found)] == []


def test_the_page_says_the_same_and_leads_to_the_file(client):
    _scan, owner = lived()
    path = f"/scan/{owner_token(owner.pk)}/"

    page = client.get(f"{path}gegevens/")

    words = words_of(page)
    said = (ADDRESS, "Koffie met de wethouder", "Meer overleg", "gesloten", "bekeek een scan")
    assert all(one in words for one in said)
    assert [code for code in ("closed", "scan_seen", "report") if code in words] == []
    assert [secret for secret in SECRETS if secret in words] == []
    assert f'href="{path}gegevens.json"' in page.content.decode()
    assert f'href="{path}gegevens/"' in client.get(path).content.decode()


def test_of_a_round_that_is_open_there_are_no_figures(client):
    scan = open_round()
    member(scan, sent=True)
    owner = OwnerFactory(department=scan.department)
    path = f"/scan/{owner_token(owner.pk)}/"

    found = file_of(client, path)

    assert (found["results"], found["department"][0]["kept_until"]) == ([], None)
    assert "Hiervan bewaren we niets" in words_of(client.get(f"{path}gegevens/"))


def test_a_scan_that_is_not_sent_says_when_it_goes_and_what_it_asks(client):
    scan = ScanFactory(module_ids=[sixth_module().pk])
    ResponseFactory(scan=scan)
    owner = OwnerFactory(department=scan.department, mailed=True)
    Owner.objects.update(address_sealed="broken")

    found = file_of(client, f"/scan/{owner_token(owner.pk)}/")

    assert found["department"][0]["kept_until"] == "2026-12-22"
    assert len(found["rounds"][0]["modules"]) == 1
    assert found["applicants"][0]["address"] is None


def test_of_a_department_without_rounds_there_is_no_end(client):
    owner = OwnerFactory()

    found = file_of(client, f"/scan/{owner_token(owner.pk)}/")

    assert (found["rounds"], found["department"][0]["kept_until"]) == ([], None)


def test_a_respondent_gets_their_own_answers_and_nobody_else_s(client):
    scan = open_round()
    mine = member(scan, answers={"rel1": 4, "rel2": None, "open1": "Van mij"}, sent=True)
    member(scan, answers={"rel1": 1, "open1": SECRETS[0]}, sent=True)

    found = file_of(client, own_link(mine))
    page = client.get(f"{own_link(mine)}gegevens/")

    assert found["about"] == "respondent"
    assert {one["code"]: one["value"] for one in found["answers"]} == mine.answers
    assert found["response"][0] == {
        "organisation": "Gemeente Voorbeeld",
        "department": "Communicatie",
        "group": "team",
        "sent": True,
        "link_mails": 0,
        "closed_on": None,
        "kept_until": None,
    }
    assert "Van mij" in words_of(page)
    assert SECRETS[0] not in words_of(page) + json.dumps(found)
    assert f'href="{own_link(mine)}gegevens/"' in client.get(own_link(mine)).content.decode()


def test_after_closing_a_respondent_reads_until_when_the_answers_are_kept(client):
    scan = round_with(clients=0)
    close_round(scan_id=scan.pk, today=TODAY)
    mine = scan.responses.first()

    found = file_of(client, own_link(mine))

    assert found["response"][0]["kept_until"] == (TODAY + timedelta(days=30)).isoformat()


@pytest.mark.parametrize("page", ["gegevens/", "gegevens.json"])
def test_a_link_of_another_kind_opens_nothing(client, page):
    scan, owner = lived()
    response = scan.responses.first()

    assert client.get(f"/scan/{own_link(response).split('/')[2]}/{page}").status_code == 404
    assert client.get(f"/invullen/{owner_token(owner.pk)}/{page}").status_code == 404


def test_the_beheerder_hands_it_out_and_that_is_in_the_log(capsys):
    scan, _owner = lived()

    call_command("scan_export", str(scan.pk))
    found = json.loads(capsys.readouterr().out)
    call_command("scan_export", str(scan.pk), "--form", "html")
    page = capsys.readouterr().out

    assert [one.get("address") for one in found["applicants"]].count(ADDRESS) == 1
    assert ADDRESS in page
    assert [secret for secret in SECRETS if secret in page + json.dumps(found)] == []
    logged = AuditRecord.objects.filter(what=Action.DATA_HANDED_OUT)
    assert [one.object_id for one in logged] == [str(scan.pk)] * 2


@pytest.mark.parametrize("key", ["geen-kenmerk", "00000000-0000-4000-8000-000000000000"])
def test_of_a_scan_that_is_not_there_nothing_is_handed_out(key):
    with pytest.raises(CommandError, match=f"Er is geen scan {key}."):
        call_command("scan_export", key)

    assert AuditRecord.objects.count() == 0
