"""A form that is sent twice does its work once; the page answers as the first time."""

import pytest

from scans.engine.offer import House
from scans.models import Note, OutgoingMail, QuestionnaireDraft, ReadingTip, Response
from scans.queries.content import Surroundings
from scans.services.drafting import make_draft
from scans.services.keys import is_first_use
from scans.tasks import send_lost_links, send_newsletter_confirmation, send_password_link
from scans.web import surroundings
from tests.adviser import account, signed_in
from tests.factories import (
    ADDRESS,
    MOMENT,
    OwnerFactory,
    QuestionnaireVersionFactory,
    ResponseFactory,
    ScanFactory,
    clients_token,
    owner_token,
    respondent_token,
    team_token,
)
from tests.scan_list import listed, page_of
from tests.services.concurrency import while_held
from tests.web.plain_browser import form_of

pytestmark = pytest.mark.django_db

KEY = "the-key-of-one-form-on-a-page"


def queued(task):
    """How many tasks of this kind wait."""
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 - after Django is set up

    return DBTaskResult.objects.filter(task_path=task.module_path).count()


@pytest.mark.parametrize(
    ("key", "request_", "expected"),
    [
        pytest.param(KEY, "a", False, id="the-same-form"),
        pytest.param(KEY, "b", True, id="filled-in-differently"),
        pytest.param(KEY + "2", "a", True, id="another-form"),
    ],
)
def test_a_form_is_used_for_the_first_time_once(key, request_, expected):
    assert is_first_use(KEY, "a", MOMENT)

    assert is_first_use(key, request_, MOMENT) is expected


def test_a_form_without_a_key_is_always_used_for_the_first_time():
    assert [is_first_use("", "a", MOMENT) for _ in range(2)] == [True, True]


def test_a_respondents_link_is_mailed_once(client):
    response = ResponseFactory()
    path = f"/invullen/{respondent_token(response.pk)}/later/"
    filled = {"email": ADDRESS, "sleutel": KEY}

    answers = [client.post(path, filled).headers["Location"] for _ in range(2)]

    assert answers == [f"{path}?gemaild=1"] * 2
    assert OutgoingMail.objects.count() == 1
    response.refresh_from_db()
    assert response.mails_sent == 1


def test_the_aanvragers_link_is_mailed_once(client):
    owner = OwnerFactory(department=ScanFactory(team=True).department)
    path = f"/scan/{owner_token(owner.pk)}/"
    filled = {"email": ADDRESS, "sleutel": KEY}

    answers = [client.post(f"{path}bewaren/", filled).headers["Location"] for _ in range(2)]

    assert answers == [f"{path}?bewaard=1"] * 2
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize(
    ("path", "task", "more"),
    [
        ("/scan/kwijt/", send_lost_links, {}),
        ("/dashboard/wachtwoord/", send_password_link, {}),
        ("/nieuwsbrief/", send_newsletter_confirmation, {"akkoord": "ja"}),
    ],
)
def test_what_mails_a_link_later_is_put_in_the_queue_once(client, path, task, more):
    surroundings.keep(Surroundings(1, House(owner_name="Bureau Zo"), ()))
    fields = dict(form_of(client.get(path)).fields) | {"email": ADDRESS} | more

    statuses = [client.post(path, fields).status_code for _ in range(2)]

    assert statuses == [302, 302]
    assert queued(task) == 1


@pytest.mark.parametrize("link", ["/team/{team}/", "/klanten/{clients}/"])
def test_an_invitation_sent_twice_begins_once(client, link):
    scan = ScanFactory(team=True, clients=True)
    path = link.format(team=team_token(scan), clients=clients_token(scan))
    fields = dict(form_of(client.get(path)).fields)

    first, second = (client.post(path, fields).headers["Location"] for _ in range(2))

    assert first == second
    assert Response.objects.count() == 1


def test_a_colleague_who_goes_back_to_the_invitation_begins_with_a_page_of_their_own(client):
    scan = ScanFactory(team=True)
    path = f"/team/{team_token(scan)}/"
    filled = {"sleutel": KEY}
    first = client.post(path, filled).headers["Location"]
    client.post(f"{first}opslaan/", {"rel1": "4", "initial-rel1": ""})

    second = client.post(path, filled).headers["Location"]

    assert first != second
    assert sorted(Response.objects.values_list("answers", flat=True), key=len) == [{}, {"rel1": 4}]


def sent_twice(client, path, filled):
    """Where the same form leads, twice."""
    return [client.post(path, filled | {"sleutel": KEY}).headers["Location"] for _ in range(2)]


def test_a_note_is_written_once():
    scan, adviser = listed(), signed_in(account())

    assert len(set(sent_twice(adviser, page_of(scan, "notitie/"), {"text": "Belde terug."}))) == 1

    assert [note.text for note in Note.objects.all()] == ["Belde terug."]
    adviser.post(page_of(scan, "notitie/"), {"text": "Belde terug.", "sleutel": KEY + "2"})
    assert Note.objects.count() == 2


def test_a_tip_is_placed_once():
    QuestionnaireVersionFactory()
    adviser = signed_in(account())
    tip = {"kind": "artikel", "title": "Op tijd", "url": "https://x.nl/", "language": "nl"}

    assert len(set(sent_twice(adviser, "/dashboard/inhoud/lees-verder/nieuw/", tip))) == 1

    assert ReadingTip.objects.count() == 1


def test_a_next_version_is_begun_once():
    adviser = signed_in(account())
    path = f"/dashboard/vragenlijsten/{QuestionnaireVersionFactory().pk}/concept/"

    places = sent_twice(adviser, path, {})

    draft = QuestionnaireDraft.objects.get()
    assert places == [f"/dashboard/vragenlijsten/concept/{draft.pk}/"] * 2
    draft.delete()
    assert adviser.post(path, {"sleutel": KEY}).headers["Location"] == "/dashboard/vragenlijsten/"


@pytest.mark.django_db(transaction=True)
def test_two_advisers_who_begin_a_next_version_at_once_work_on_the_same_one():
    ada, bo = account(), account(name="Bo")
    kept = QuestionnaireVersionFactory()
    path = f"/dashboard/vragenlijsten/{kept.pk}/concept/"

    told = while_held(
        lambda: make_draft(version_id=kept.pk, by=ada, moment=MOMENT),
        lambda: signed_in(bo).post(path, {"sleutel": KEY}),
    )

    draft = QuestionnaireDraft.objects.get()
    assert told.headers["Location"] == f"/dashboard/vragenlijsten/concept/{draft.pk}/"
