"""The beheerder's pages: accounts and the log."""

import re

import pytest
from django.test import Client
from django.utils.functional import SimpleLazyObject

from scans.models import Account, AccountLink, Action, AuditRecord, OutgoingMail, Role
from scans.reports.actions import WORDS
from scans.services.accounts import invite
from scans.services.audit import record
from scans.web.adviser.audit import ON_A_PAGE
from tests.adviser import account, link_in, manager, signed_in
from tests.factories import MOMENT, ScanFactory
from tests.web.doors import NOW, text_of

pytestmark = pytest.mark.django_db

MARKUP = "<script>alert(1)</script>\"'&"


@pytest.fixture
def mo():
    return manager()


@pytest.fixture
def inside(mo):
    return signed_in(mo)


def test_everybody_stands_in_the_list(inside):
    account(name="Ada")
    account(name="Uit", is_active=False, factor=False)

    page = text_of(inside.get("/dashboard/accounts/"))

    assert [word in page for word in ("Ada", "ada@bureau.nl", "staat uit", "nog niet")] == [
        True
    ] * 4


def test_an_invitation_is_mailed_shown_once_and_opens_the_form(inside):
    answer = inside.post(
        "/dashboard/accounts/uitnodigen/", {"email": "Bo@bureau.nl", "role": "beheerder"}
    )

    page = answer.content.decode()
    assert answer.status_code == 200
    assert OutgoingMail.objects.count() == 1
    path = "/" + link_in(page, "uitnodiging").split("/", 3)[3]
    assert Client().get(path).status_code == 200
    listed = inside.get("/dashboard/accounts/").content.decode()
    assert "bo@bureau.nl" in listed
    assert path not in listed


def sent_twice(inside, address, page, fields):
    """Send the form of a page twice; the words of both answers."""
    key = re.search(r'name="sleutel" value="([^"]+)"', inside.get(page).content.decode())[1]
    return [text_of(inside.post(address, fields | {"sleutel": key}, follow=True)) for _ in "12"]


def test_an_invitation_sent_twice_is_mailed_once_and_shows_the_same_link(inside):
    fields = {"email": "bo@bureau.nl", "role": "adviseur"}

    first, second = sent_twice(
        inside, "/dashboard/accounts/uitnodigen/", "/dashboard/accounts/", fields
    )

    assert first == second
    assert "De mail gaat zo de deur uit" in first
    assert (OutgoingMail.objects.count(), AccountLink.objects.count()) == (1, 1)


def test_an_invitation_sent_again_after_it_was_withdrawn_makes_no_other(inside):
    key = {"sleutel": "the-key-of-one-form-on-a-page"}
    fields = {"email": "bo@bureau.nl", "role": "adviseur"} | key
    inside.post("/dashboard/accounts/uitnodigen/", fields)
    link = AccountLink.objects.get()
    inside.post(f"/dashboard/accounts/uitnodiging/{link.pk}/intrekken/")

    answer = inside.post("/dashboard/accounts/uitnodigen/", fields)

    assert (answer.status_code, answer["Location"]) == (302, "/dashboard/accounts/")
    assert AccountLink.objects.count() == 0


def test_a_colleague_is_let_begin_afresh_once_by_a_form_sent_twice(inside):
    ada = account()
    page = f"/dashboard/accounts/{ada.pk}/"

    first, second = sent_twice(inside, f"{page}opnieuw/", page, {})

    assert first == second
    assert "nieuw wachtwoord" in first
    assert (OutgoingMail.objects.count(), AccountLink.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"email": "geen adres", "role": "adviseur"}, "Vul een geldig e-mailadres in"),
        ({"email": "bo@bureau.nl", "role": "baas"}, "Kies een rol."),
        ({"email": "bo@bureau.nl"}, "Kies een rol."),
        ({"email": "MO@bureau.nl", "role": "adviseur"}, "er al een account"),
    ],
)
def test_an_invitation_that_is_filled_in_badly_is_asked_again(inside, fields, refusal):
    answer = inside.post("/dashboard/accounts/uitnodigen/", fields)

    assert answer.status_code == 422
    assert refusal in text_of(answer)
    assert AccountLink.objects.count() == 0


def test_an_invitation_is_withdrawn(inside, mo):
    link = invite(email="bo@bureau.nl", role=Role.ADVISEUR, by=mo, moment=NOW)

    answer = inside.post(f"/dashboard/accounts/uitnodiging/{link.pk}/intrekken/", follow=True)

    assert "De uitnodiging is ingetrokken." in text_of(answer)
    assert AccountLink.objects.count() == 0


def test_a_role_changes_back_and_forth(inside):
    ada = account()
    address = f"/dashboard/accounts/{ada.pk}/rol/"

    up = inside.post(address, {"role": "beheerder"}, follow=True)
    raised = Account.objects.get(pk=ada.pk).role
    down = inside.post(address, {"role": "adviseur"}, follow=True)
    nonsense = inside.post(address, {"role": "baas"})

    assert (raised, Account.objects.get(pk=ada.pk).role) == ("beheerder", "adviseur")
    assert "Maak adviseur" in text_of(up)
    assert "Maak beheerder" in text_of(down)
    assert nonsense.status_code == 302


def test_an_account_goes_off_and_on(inside):
    ada = account()
    theirs = signed_in(ada)
    address = f"/dashboard/accounts/{ada.pk}/toegang/"

    off = inside.post(address, {"toegang": "uit"}, follow=True)
    shut = theirs.get("/dashboard/").status_code
    on = inside.post(address, {"toegang": "aan"}, follow=True)
    nonsense = inside.post(address, {"toegang": "half"})

    assert "Dit account staat uit." in text_of(off)
    assert shut == 302
    assert "Zet dit account uit" in text_of(on)
    assert nonsense.status_code == 302


@pytest.mark.parametrize(
    ("what", "fields"), [("rol", {"role": "adviseur"}), ("toegang", {"toegang": "uit"})]
)
def test_the_last_beheerder_is_told_why_nothing_changed(inside, mo, what, fields):
    answer = inside.post(f"/dashboard/accounts/{mo.pk}/{what}/", fields, follow=True)

    assert "Dit is de enige beheerder." in text_of(answer)
    mo.refresh_from_db()
    assert (mo.role, mo.is_active) == ("beheerder", True)


def test_a_colleague_who_lost_everything_gets_a_link_and_oneself_goes_to_security(inside, mo):
    ada = account()

    answer = inside.post(f"/dashboard/accounts/{ada.pk}/opnieuw/")
    own = inside.post(f"/dashboard/accounts/{mo.pk}/opnieuw/")

    path = "/" + link_in(answer.content.decode(), "wachtwoord").split("/", 3)[3]
    assert "Ada krijgt op ada@bureau.nl een link" in text_of(answer)
    assert Client().get(path).status_code == 200
    assert OutgoingMail.objects.count() == 1
    assert own.headers["Location"] == "/dashboard/beveiliging/"


@pytest.mark.parametrize("path", ["accounts/999999/", "accounts/0/"])
def test_an_account_that_is_not_there_is_not_found(inside, path):
    assert inside.get(f"/dashboard/{path}").status_code == 404


def test_the_log_tells_who_did_what_newest_first(inside, mo):
    ada, scan = account(), ScanFactory()
    record(who=mo, what=Action.ROLE_CHANGED, about=ada, details="beheerder", moment=MOMENT)
    record(who=None, what=Action.SIGN_IN_FAILED, moment=MOMENT)
    record(who=mo, what="looked", about=scan, moment=MOMENT)
    invite(email="bo@bureau.nl", role=Role.ADVISEUR, by=mo, moment=MOMENT)

    page = text_of(inside.get("/dashboard/logboek/"))

    shown = [
        "22 november 2026, 13:00 Mo nodigde iemand uit uitnodiging bo@bureau.nl (adviseur)",
        f"22 november 2026, 13:00 Mo looked scan {str(scan.pk)[:8]}",
        "22 november 2026, 13:00 niet ingelogd inloggen mislukt: verkeerd adres of wachtwoord",
        "22 november 2026, 13:00 Mo veranderde een rol account Ada beheerder",
    ]
    places = [page.find(line) for line in shown]
    assert -1 not in places
    assert places == sorted(places)
    assert "Mo logde in" in page


def test_the_log_leads_to_the_scan_that_somebody_looked_at(inside, mo):
    scan = ScanFactory()
    record(who=mo, what=Action.SCAN_SEEN, about=scan, moment=MOMENT)

    page = inside.get("/dashboard/logboek/").content.decode()

    assert f'<a href="/dashboard/scans/{scan.pk}/">scan {str(scan.pk)[:8]}</a>' in page


@pytest.mark.parametrize(
    ("what", "details", "words"),
    [
        (Action.FACTOR_ADDED, "totp", "app op de telefoon"),
        (Action.FACTOR_REMOVED, "all", "alles"),
        (Action.ROLE_CHANGED, "adviseur", "adviseur"),
        (Action.FOLLOWED_UP, "gesprek", "gesprek"),
    ],
)
def test_the_log_says_details_in_words_and_leaves_what_it_does_not_know(
    inside, mo, what, details, words
):
    record(who=mo, what=what, details=details, moment=MOMENT)

    page = inside.get("/dashboard/logboek/").content.decode()

    assert f'<span class="soft">{words}</span>' in page


def test_a_proxy_of_an_account_is_recorded_as_an_account(mo):
    made = record(
        who=mo, what=Action.FACTOR_ADDED, about=SimpleLazyObject(lambda: mo), moment=MOMENT
    )

    assert made.object_kind == "account"


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("", 'aria-current="page">Overzicht'),
        ("scans/", 'aria-current="page">Scans'),
        ("benchmark/", 'aria-current="page">Benchmark'),
        ("benchmark/inlezen/", 'aria-current="true">Benchmark'),
        ("benchmark/publiceren/", 'aria-current="true">Benchmark'),
        ("inhoud/nieuwsbrief/", 'aria-current="true">Inhoud'),
        ("beveiliging/", None),
    ],
)
def test_the_navigation_marks_the_part_in_which_a_page_lies(inside, path, marked):
    page = text_with_marks(inside.get(f"/dashboard/{path}").content.decode())

    assert re.findall(r'aria-current="\w+">\w+', page) == ([marked] if marked else [])


def text_with_marks(page):
    """The navigation of the dashboard, its white space out."""
    found = re.search(r'<nav class="sections".*?</nav>', page, re.DOTALL)
    return re.sub(r"\s+", " ", found.group()) if found else ""


def test_every_action_has_its_words():
    assert WORDS.keys() == set(Action)


def test_the_log_is_paged_and_ends(inside, mo):
    for number in range(2 * ON_A_PAGE):
        record(who=mo, what=Action.INVITED, details=f"nummer {number:03}", moment=MOMENT)

    first = inside.get("/dashboard/logboek/").content.decode()
    second = inside.get(f"/dashboard/logboek/?voor={older(first)}").content.decode()
    third = inside.get(f"/dashboard/logboek/?voor={older(second)}").content.decode()

    assert [page.count("<time") for page in (first, second, third)] == [50, 50, 1]
    assert ("nummer 099" in first, "nummer 050" in first, "nummer 049" in second) == (True,) * 3
    assert 'rel="next"' not in third
    assert "Nieuwste" in third


def older(page):
    return page.rsplit("?voor=", 1)[1].split('"')[0]


@pytest.mark.parametrize("before", ["x", "-1", "0", "9" * 30, "1", "%00"])
def test_a_page_of_the_log_that_is_not_there_is_empty_or_the_first(inside, before):
    assert inside.get(f"/dashboard/logboek/?voor={before}").status_code == 200


@pytest.mark.parametrize("path", ["/dashboard/logboek/", "/dashboard/accounts/", "/dashboard/"])
def test_a_page_asks_the_database_as_often_for_1_3_and_300_rows(
    inside, mo, path, django_assert_num_queries
):
    inside.get(path)
    asked = {"/dashboard/logboek/": 5, "/dashboard/accounts/": 5, "/dashboard/": 11}[path]
    made = 0
    for rows in (1, 3, 300):
        for number in range(made, rows):
            other = Account.objects.create(
                email=f"{number}@bureau.nl", name=f"Nr {number}", role="adviseur"
            )
            record(who=other, what=Action.ROLE_CHANGED, about=mo, moment=MOMENT)
            invite(email=f"u{number}@bureau.nl", role=Role.ADVISEUR, by=mo, moment=NOW)
        made = rows
        with django_assert_num_queries(asked):
            inside.get(path)


def test_what_people_are_called_is_shown_and_never_run(inside, mo):
    Account.objects.filter(pk=mo.pk).update(name=MARKUP)
    record(who=mo, what=MARKUP[:40], details=MARKUP, moment=MOMENT)

    for path in ("", "accounts/", f"accounts/{mo.pk}/", "logboek/", "beveiliging/"):
        page = inside.get(f"/dashboard/{path}").content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_the_log_holds_nothing_of_who_only_looked(inside):
    before = AuditRecord.objects.count()

    inside.get("/dashboard/logboek/")
    inside.get("/dashboard/accounts/")

    assert AuditRecord.objects.count() == before
