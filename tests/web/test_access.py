"""Which link opens which address, by which method: one table, and no address outside it."""

from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.urls import get_resolver, reverse

from scans.models import Group
from scans.models.links import digest_of
from scans.services.closing import close_round
from scans.services.owners import confirm_token, delete_everything, remember_address
from tests.factories import (
    ADDRESS,
    TODAY,
    ActionPlanFactory,
    ClientCardFactory,
    OwnerFactory,
    PlanStepFactory,
    QuestionnaireVersionFactory,
    ReportFileFactory,
    ResponseFactory,
    ResultFactory,
    SubscriberFactory,
    clients_token,
    owner_token,
    respondent_token,
    result_token,
    round_with,
    team_token,
)
from tests.web.strict import is_kept_nowhere, is_strict

pytestmark = pytest.mark.django_db

NEVER_TOO_LATE = datetime(2999, 12, 31, tzinfo=UTC)
METHODS = ("GET", "HEAD", "POST", "PUT")
CARD = STEP = "5a1e3f60-6f5c-4b7e-9d6a-0c1d2e3f4a5b"
"""Of the department whose round is closed."""
UNKNOWN = "abcdefghijklmnopqrstuvwxyz234567"

PAGE = (200, 200, 405, 405)
MOVED = (302, 302, 405, 405)
GONE_PAGE = (404, 404, 405, 405)
GONE_FORM = (404, 404, 404, 405)
GONE_POST = (405, 405, 404, 405)
FORM = (200, 200, 302, 405)
OVER = (200, 200, 409, 405)
SENT = (302, 302, 409, 405)
AGAIN = (302, 302, 302, 405)
SAVED = (405, 405, 200, 405)
NOT_SAVED = (405, 405, 409, 405)
PRESSED = (405, 405, 302, 405)
UNFINISHED = (200, 200, 422, 405)
REFUSED = (409, 409, 409, 405)
NOTHING_YET = (302, 302, 422, 405)
MAKING = (202, 202, 405, 405)

PUBLIC = {
    "home": PAGE,
    "method": PAGE,
    "privacy": PAGE,
    "accessibility": PAGE,
    "questionnaire_file": PAGE,
    "set_language": (405, 405, 302, 405),
    # Of a site where no worker ever did anything; what it says else is in test_healthz.
    "healthz": (503, 503, 405, 405),
    "healthz_live": PAGE,
    "healthz_ready": PAGE,
    "robots": PAGE,
    # Of a site where nobody is named; what it says else is in test_security_txt.
    "security_txt": GONE_PAGE,
    "start": (200, 200, 422, 405),
    "lost": (200, 200, 302, 405),
    "deleted": PAGE,
    "withdrawn": PAGE,
    "benchmark": PAGE,
    # Of an edition that doesn't exist; what one that does holds is in test_benchmark.
    "benchmark_csv": GONE_PAGE,
    "benchmark_json": GONE_PAGE,
    # Of a site where nobody offers anything; what there is else is in test_newsletter.
    "newsletter": (404, 404, 404, 405),
    "house_css": PAGE,
    "house_logo": GONE_PAGE,
}

VISITORS = (
    "owner, open",
    "owner, closed",
    "team link, open",
    "team link, closed",
    "clients link, open",
    "clients link, closed",
    "member, open",
    "member, sent",
    "member, closed",
    "member, too late",
    "client, open",
    "client, sent",
    "alone, open",
    "alone, sent",
    "results link, open",
    "results link, closed",
    "confirm link",
    "subscribing link",
    "leaving link",
    "reminders link",
    "malformed",
    "unknown",
)

# What a link opens: the statuses per method. Whatever is not here answers as nothing does.
PRIVATE = {
    "answer": (
        GONE_PAGE,
        {
            "member, open": MOVED,
            "member, sent": PAGE,
            "member, closed": PAGE,
            "member, too late": PAGE,
            "client, open": MOVED,
            "client, sent": PAGE,
            "alone, open": PAGE,
            "alone, sent": PAGE,
        },
    ),
    **dict.fromkeys(
        ("answer_data", "answer_data_file"),
        (
            GONE_PAGE,
            {who: PAGE for who in VISITORS if who.startswith(("member", "client,", "alone"))},
        ),
    ),
    **dict.fromkeys(
        ("owner_data", "owner_data_file"),
        (GONE_PAGE, {"owner, open": PAGE, "owner, closed": PAGE}),
    ),
    "owner_longer": (
        GONE_FORM,
        {"owner, open": (200, 200, 200, 405), "owner, closed": (200, 200, 302, 405)},
    ),
    "answer_later": (
        GONE_FORM,
        {
            "member, open": FORM,
            "member, sent": SENT,
            "member, closed": SENT,
            "member, too late": SENT,
            "client, open": FORM,
            "client, sent": SENT,
            "alone, open": FORM,
            "alone, sent": SENT,
        },
    ),
    "answer_overview": (
        GONE_PAGE,
        {
            "member, open": PAGE,
            "member, sent": MOVED,
            "member, closed": MOVED,
            "member, too late": MOVED,
            "client, open": PAGE,
            "client, sent": MOVED,
            "alone, open": PAGE,
            "alone, sent": MOVED,
        },
    ),
    "answer_picture": (
        GONE_PAGE,
        {
            "member, sent": PAGE,
            "member, closed": PAGE,
        },
    ),
    "answer_save": (
        GONE_POST,
        {
            "member, open": SAVED,
            "member, sent": NOT_SAVED,
            "member, closed": NOT_SAVED,
            "member, too late": NOT_SAVED,
            "client, open": SAVED,
            "client, sent": NOT_SAVED,
            "alone, open": SAVED,
            "alone, sent": NOT_SAVED,
        },
    ),
    "answer_send": (
        GONE_FORM,
        {
            "member, open": AGAIN,
            "member, sent": AGAIN,
            "member, closed": AGAIN,
            "member, too late": SENT,
            "client, open": AGAIN,
            "client, sent": AGAIN,
            "alone, open": NOTHING_YET,
            "alone, sent": AGAIN,
        },
    ),
    "answer_step": (
        GONE_FORM,
        {
            "member, open": FORM,
            "member, sent": SENT,
            "member, closed": SENT,
            "member, too late": SENT,
            "client, open": FORM,
            "client, sent": SENT,
            "alone, open": FORM,
            "alone, sent": SENT,
        },
    ),
    "answer_withdraw": (
        GONE_FORM,
        {
            "member, open": FORM,
            "member, sent": FORM,
            "member, closed": OVER,
            "member, too late": OVER,
            "client, open": FORM,
            "client, sent": FORM,
        },
    ),
    "confirm": (GONE_FORM, {"confirm link": FORM}),
    "newsletter_confirm": (GONE_FORM, {"subscribing link": FORM}),
    # A second press gets the same answer as the first, so whatever could be a link does.
    "newsletter_leave": (
        (404, 404, 200, 405),
        {"leaving link": (200, 200, 200, 405), "malformed": GONE_FORM},
    ),
    "join_clients": (
        GONE_FORM,
        {
            "clients link, open": FORM,
            "clients link, closed": OVER,
        },
    ),
    "join_team": (
        GONE_FORM,
        {
            "team link, open": FORM,
            "team link, closed": OVER,
        },
    ),
    "owner": (
        GONE_PAGE,
        {
            "owner, open": PAGE,
            "owner, closed": PAGE,
        },
    ),
    "owner_again": (
        GONE_FORM,
        {
            "owner, open": AGAIN,
            # Nobody is told who gave no address.
            "owner, closed": UNFINISHED,
        },
    ),
    "owner_allow": (
        GONE_POST,
        {
            "owner, open": PRESSED,
            "owner, closed": PRESSED,
        },
    ),
    "owner_benchmark": (
        GONE_FORM,
        {
            "owner, open": FORM,
            "owner, closed": FORM,
        },
    ),
    "owner_contact": (
        GONE_FORM,
        {
            "owner, open": FORM,
            "owner, closed": FORM,
        },
    ),
    "owner_close": (
        GONE_FORM,
        {
            "owner, open": FORM,
            "owner, closed": AGAIN,
        },
    ),
    "owner_card": (GONE_FORM, {"owner, closed": UNFINISHED}),
    "owner_card_delete": (
        GONE_FORM,
        {
            # What is gone already needs no second press; only the right link hears that.
            "owner, open": (404, 404, 302, 405),
            "owner, closed": (200, 200, 409, 405),
        },
    ),
    "owner_card_new": (GONE_FORM, {"owner, open": UNFINISHED, "owner, closed": UNFINISHED}),
    "owner_cards": (GONE_PAGE, {"owner, open": PAGE, "owner, closed": PAGE}),
    "owner_cards_csv": (GONE_PAGE, {"owner, open": PAGE, "owner, closed": PAGE}),
    "owner_steps_newest": (GONE_PAGE, {"owner, open": MOVED, "owner, closed": MOVED}),
    "owner_steps": (GONE_PAGE, {"owner, closed": PAGE}),
    "owner_steps_pdf": (GONE_PAGE, {"owner, closed": MAKING}),
    "owner_step_new": (GONE_FORM, {"owner, closed": UNFINISHED}),
    "owner_step": (GONE_FORM, {"owner, closed": UNFINISHED}),
    "owner_step_done": (GONE_POST, {"owner, closed": PRESSED}),
    "owner_reminders": (GONE_POST, {"owner, closed": PRESSED}),
    "reminders_stop": (GONE_FORM, {"reminders link": FORM}),
    "owner_course": (
        GONE_PAGE,
        {
            "owner, open": PAGE,
            "owner, closed": PAGE,
        },
    ),
    "owner_delete": (
        GONE_FORM,
        {
            "owner, open": UNFINISHED,
            "owner, closed": UNFINISHED,
        },
    ),
    "owner_invite": (
        GONE_PAGE,
        {
            "owner, open": PAGE,
            "owner, closed": MOVED,
        },
    ),
    "owner_mail": (
        GONE_FORM,
        {
            "owner, open": FORM,
            "owner, closed": FORM,
        },
    ),
    "owner_modules": (
        GONE_FORM,
        {
            "owner, open": FORM,
            "owner, closed": REFUSED,
        },
    ),
    "owner_next": (
        GONE_FORM,
        {
            "owner, open": REFUSED,
            "owner, closed": UNFINISHED,
        },
    ),
    "owner_plan": (
        GONE_FORM,
        {
            "owner, open": REFUSED,
            "owner, closed": REFUSED,
        },
    ),
    "owner_renew": (
        GONE_POST,
        {
            "owner, open": PRESSED,
            "owner, closed": PRESSED,
        },
    ),
    "result": (
        GONE_PAGE,
        {
            "results link, closed": PAGE,
        },
    ),
    "result_cards": (
        GONE_PAGE,
        {
            "results link, closed": MAKING,
        },
    ),
    # Of a site where nobody offers a talk; the other is in test_contact.
    "result_contact": (GONE_FORM, {}),
    "result_pdf": (
        GONE_PAGE,
        {
            "results link, closed": MAKING,
        },
    ),
    "result_slides": (
        GONE_PAGE,
        {
            "results link, closed": PAGE,
        },
    ),
}
"""Addresses behind a secret link: what nobody gets, and who gets what."""

POSTED = {
    "answer_later": {"email": "ik@voorbeeld.nl"},
    "answer_save": {"rel1": "4"},
    "answer_step": {"rel1": "4"},
    "set_language": {"language": "en"},
    "lost": {"email": "ik@voorbeeld.nl"},
    "owner_again": {"over": "6"},
    "owner_benchmark": {"meetellen": "ja"},
    "owner_contact": {"contact": "ja"},
    "owner_mail": {"email": "ik@voorbeeld.nl"},
    "owner_modules": {"ronde": "1"},
}
CLIENTS_POSTED = {"answer_save": {"k-rel1": "4"}, "answer_step": {"k-rel1": "4"}}
ARGUMENTS = {
    "answer_step": {"key": "relevantie"},
    "questionnaire_file": {"slug": "kern", "version": "1.0"},
    "owner_card": {"card_id": CARD},
    "owner_card_delete": {"card_id": CARD},
    "owner_steps": {"number": 1},
    "owner_steps_pdf": {"number": 1},
    "owner_step_new": {"number": 1},
    "owner_step": {"number": 1, "step_id": STEP},
    "owner_step_done": {"number": 1, "step_id": STEP},
    "owner_reminders": {"number": 1},
    "owner_invite": {"group": "team"},
    "owner_renew": {"group": "klanten"},
    "owner_allow": {"group": "team"},
    "benchmark_csv": {"edition": "2026-11"},
    "benchmark_json": {"edition": "2026-11"},
    "house_css": {"digest": "0"},
    "house_logo": {"digest": "0"},
}


def address_token(owner):
    """The link that confirms the address of this aanvrager, who just gave one."""
    remember_address(owner=owner, address=ADDRESS, language="nl", today=TODAY)
    owner.refresh_from_db()
    return confirm_token(owner)


@pytest.fixture
def tokens():
    """One link per kind of visitor; every round is a department of its own."""
    alone, alone_sent = ResponseFactory(), ResultFactory().scan
    running, closed = round_with(team=5, clients=0), round_with(team=5, clients=0)
    late = ResponseFactory(scan=closed, answers={"rel1": 4})
    close_round(scan_id=closed.pk, today=TODAY)
    owners = [OwnerFactory(department=scan.department) for scan in (running, closed)]
    client = ResponseFactory(scan=running, group=Group.CLIENT, answers={"k-rel1": 2})
    sent = ResponseFactory(scan=running, group=Group.CLIENT, answers={"k-rel1": 2}, sent=True)
    member = ResponseFactory(scan=running, answers={"rel1": 2})
    ClientCardFactory(pk=CARD, department=closed.department)
    plan = ActionPlanFactory(result=closed.result)
    PlanStepFactory(pk=STEP, plan=plan)
    subscriber = SubscriberFactory(consented_at=NEVER_TOO_LATE)
    values = (
        *(owner_token(owner.pk) for owner in owners),
        team_token(running),
        team_token(closed),
        clients_token(running),
        clients_token(closed),
        respondent_token(member.pk),
        respondent_token(running.responses.filter(group=Group.TEAM, sent=True)[0].pk),
        respondent_token(closed.responses.filter(sent=True)[0].pk),
        respondent_token(late.pk),
        respondent_token(client.pk),
        respondent_token(sent.pk),
        respondent_token(alone.pk),
        respondent_token(alone_sent.responses.get().pk),
        result_token(running),
        result_token(closed),
        address_token(owners[0]),
        subscriber.confirm_token,
        subscriber.unsubscribe_token,
        plan.stop_token,
        UNKNOWN[:-1],
        UNKNOWN,
    )
    return dict(zip(VISITORS, values, strict=True))


def statuses(client, name, visitor="", **arguments):
    """What this address answers to each method, one after the other."""
    address = reverse(name, kwargs={**ARGUMENTS.get(name, {}), **arguments})
    posted = POSTED.get(name, {})
    if visitor.startswith("client,"):
        posted = CLIENTS_POSTED.get(name, posted)
    answers = [
        client.generic(
            method,
            address,
            "&".join(f"{key}={value}" for key, value in posted.items()) if method == "POST" else "",
            content_type="application/x-www-form-urlencoded",
        )
        for method in METHODS
    ]
    assert all(is_strict(answer) for answer in answers)
    if "token" in arguments:
        assert all(is_kept_nowhere(answer) for answer in answers)
        # Who sent their answers is remembered; nobody else gets a cookie, whatever they ask.
        remembered = {cookie.partition("_")[0] for one in answers for cookie in one.cookies}
        assert remembered <= ({"ronde"} if name in {"answer_send", "answer_withdraw"} else set())
    return tuple(answer.status_code for answer in answers)


def names_of_addresses():
    """The name of every address outside the dashboard, which has a table of its own."""
    parts = [part for part in get_resolver().url_patterns if str(part.pattern) != "dashboard/"]
    patterns = [pattern for part in parts for pattern in part.url_patterns]
    return {one.name for one in patterns if not str(one.pattern).startswith("dashboard/")}


def test_every_address_is_in_the_table():
    assert names_of_addresses() == PUBLIC.keys() | PRIVATE.keys()


@pytest.mark.parametrize("name", PUBLIC)
def test_everybody_may_see_a_public_address(client, name):
    QuestionnaireVersionFactory()

    assert statuses(client, name) == PUBLIC[name]


@pytest.mark.parametrize("visitor", VISITORS)
def test_a_link_opens_what_it_is_for_and_nothing_else(client, tokens, visitor):
    got = {}
    for name in PRIVATE:
        before = transaction.savepoint()
        client.cookies.clear()
        got[name] = statuses(client, name, visitor, token=tokens[visitor])
        transaction.savepoint_rollback(before)  # the next address finds everything as it was

    assert got == {
        name: somebody.get(visitor, nobody) for name, (nobody, somebody) in PRIVATE.items()
    }


def test_a_report_that_was_made_is_opened_by_its_own_link_only(client):
    file, other = ReportFileFactory(made=True), ReportFileFactory(made=True)
    files = {
        result_token(file.result.scan): file.content,
        result_token(other.result.scan): other.content,
    }

    got = {
        token: client.get(reverse("result_pdf", kwargs={"token": token})).content for token in files
    }

    assert got == files
    own = respondent_token(file.result.scan.responses.get().pk)
    assert statuses(client, "result_pdf", token=own) == GONE_PAGE


def test_each_own_link_shows_its_own_answers(client):
    mine = ResponseFactory(answers={"open1": "Van mij."})
    yours = ResponseFactory(answers={"open1": "Van jou."})

    pages = {
        response.pk: client.get(
            reverse("answer_overview", kwargs={"token": respondent_token(response.pk)})
        ).content.decode()
        for response in (mine, yours)
    }

    assert {key: ("Van mij." in page, "Van jou." in page) for key, page in pages.items()} == {
        mine.pk: (True, False),
        yours.pk: (False, True),
    }


def test_a_renewed_link_leaves_the_old_one_worthless(client):
    response = ResponseFactory()
    old = respondent_token(response.pk)
    response.link_generation = 2
    response.link_digest = digest_of(UNKNOWN)
    response.save()

    assert client.get(f"/invullen/{old}/").status_code == 404
    assert client.get(f"/invullen/{UNKNOWN}/").status_code == 200


def lasting(answer):
    """The headers of an answer without the name that each request gets."""
    return {name: value for name, value in answer.headers.items() if name != "X-Request-ID"}


WORTHLESS = {
    "unknown": UNKNOWN,
    "too short": UNKNOWN[:-1],
    "too long": UNKNOWN + "a",
    "upper case": UNKNOWN.upper(),
    "outside the alphabet": UNKNOWN[:-1] + "1",
    "one letter": "x",
    "a key of the database": "5a1e3f60-6f5c-4b7e-9d6a-0c1d2e3f4a5b",
    "NUL": "%00" * 32,
    "not ASCII": "%C3%A9" * 32,
    "not UTF-8": "%FF" * 32,
    "very long": "a" * 3000,
    "with a line break": UNKNOWN + "%0A",
}


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("GET", "/invullen/{}/"),
        ("GET", "/invullen/{}/relevantie/"),
        ("POST", "/invullen/{}/relevantie/"),
        ("GET", "/invullen/{}/bestaat-niet/"),
        ("GET", "/invullen/{}/later/"),
        ("POST", "/invullen/{}/later/"),
        ("POST", "/invullen/{}/opslaan/"),
        ("GET", "/invullen/{}/overzicht/"),
        ("POST", "/invullen/{}/versturen/"),
        ("GET", "/invullen/{}/beeld/"),
        ("GET", "/invullen/{}/gegevens/"),
        ("GET", "/invullen/{}/gegevens.json"),
        ("GET", "/invullen/{}/intrekken/"),
        ("POST", "/invullen/{}/intrekken/"),
        ("GET", "/bevestigen/{}/"),
        ("POST", "/bevestigen/{}/"),
        ("GET", "/team/{}/"),
        ("POST", "/team/{}/"),
        ("GET", "/klanten/{}/"),
        ("POST", "/klanten/{}/"),
        ("GET", "/scan/{}/"),
        ("GET", "/scan/{}/aanpassen/"),
        ("POST", "/scan/{}/afsluiten/"),
        ("POST", "/scan/{}/volgende/"),
        ("GET", "/scan/{}/uitnodigen/team/"),
        ("POST", "/scan/{}/vernieuwen/klanten/"),
        ("POST", "/scan/{}/toelaten/team/"),
        ("GET", "/scan/{}/benchmark/"),
        ("POST", "/scan/{}/benchmark/"),
        ("GET", "/scan/{}/verloop/"),
        ("GET", "/scan/{}/herinnering/"),
        ("POST", "/scan/{}/herinnering/"),
        ("POST", "/scan/{}/bewaren/"),
        ("GET", "/scan/{}/gegevens/"),
        ("GET", "/scan/{}/gegevens.json"),
        ("POST", "/scan/{}/langer-bewaren/"),
        ("GET", "/scan/{}/klantkaarten/"),
        ("POST", "/scan/{}/klantkaarten/nieuw/"),
        ("GET", "/scan/{}/klantkaarten/klantkaarten.csv"),
        ("GET", f"/scan/{{}}/klantkaarten/{CARD}/"),
        ("POST", f"/scan/{{}}/klantkaarten/{CARD}/verwijderen/"),
        ("GET", "/scan/{}/plan-maken/"),
        ("GET", "/scan/{}/plan-maken/1/"),
        ("POST", "/scan/{}/plan-maken/1/stap/"),
        ("GET", f"/scan/{{}}/plan-maken/1/stap/{STEP}/"),
        ("POST", f"/scan/{{}}/plan-maken/1/stap/{STEP}/klaar/"),
        ("POST", "/scan/{}/plan-maken/1/herinneren/"),
        ("GET", "/scan/{}/plan-maken/1/rapport.pdf"),
        ("GET", "/herinneringen/{}/"),
        ("POST", "/herinneringen/{}/"),
        ("POST", "/scan/{}/verwijderen/"),
        ("GET", "/resultaat/{}/"),
        ("GET", "/resultaat/{}/rapport.pdf"),
        ("GET", "/resultaat/{}/presentatie/"),
        ("GET", "/resultaat/{}/kaarten.pdf"),
    ],
)
def test_unknown_malformed_foreign_and_deleted_links_look_exactly_the_same(
    client, tokens, method, address
):
    opens = {
        "invullen": ("member", "client", "alone"),
        "bevestigen": ("confirm link",),
        "herinneringen": ("reminders link",),
        "team": ("team link",),
        "klanten": ("clients link",),
        "scan": ("owner",),
        "resultaat": ("results link",),
    }[address.split("/")[1]]
    deleted = OwnerFactory(department=ResultFactory().scan.department)
    scan = deleted.department.scans.get()
    tried = {
        **WORTHLESS,
        **{who: token for who, token in tokens.items() if not who.startswith(opens)},
        "deleted": respondent_token(scan.responses.get().pk),
        "deleted result": result_token(scan),
        "deleted owner": owner_token(deleted.pk),
        "deleted invitation": team_token(scan),
        "deleted address": address_token(deleted),
    }
    delete_everything(owner=deleted)

    answers = {
        reason: client.generic(method, address.format(token)) for reason, token in tried.items()
    }

    seen = {
        reason: (answer.status_code, lasting(answer), answer.cookies.output(), answer.content)
        for reason, answer in answers.items()
    }
    assert seen == dict.fromkeys(tried, seen["unknown"])
    assert seen["unknown"][0] == 404


def test_an_address_that_does_not_exist_looks_the_same_as_a_worthless_link(client):
    nowhere = client.get("/bestaat/niet/")
    worthless = client.get(f"/invullen/{UNKNOWN}/")

    assert (nowhere.status_code, lasting(nowhere), nowhere.content) == (
        404,
        lasting(worthless),
        worthless.content,
    )
