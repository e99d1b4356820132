"""The aanvrager's pages after closing: the course of the rounds, and being told of the next."""

import pytest
from django.urls import reverse

from scans.models import Owner
from scans.reports.course import course_of
from scans.reports.courserounds import rounds_of
from scans.services.again import months_after
from tests.factories import (
    DepartmentFactory,
    OwnerFactory,
    ResponseFactory,
    ResultFactory,
    owner_token,
    sixth_module,
)
from tests.rounds_over_time import closed_round, five_modules, three_rounds
from tests.web.rounds import site_day, words_of

pytestmark = pytest.mark.django_db


def address(owner, name):
    return reverse(name, kwargs={"token": owner_token(owner.pk)})


def owner_of_closed(**more):
    return OwnerFactory(department=ResultFactory().scan.department, **more)


@pytest.mark.parametrize("months", [6, 12])
def test_a_press_notes_the_day_and_the_page_says_so(client, months):
    owner = owner_of_closed(mailed=True)

    answer = client.post(address(owner, "owner_again"), {"over": str(months)}, follow=True)

    assert Owner.objects.get().again_on == months_after(site_day(), months)
    assert "mailen we je dat het tijd is" in words_of(answer)
    assert "Je krijgt op" in words_of(client.get(address(owner, "owner_again")))


def test_a_look_at_the_page_notes_nothing(client):
    owner = owner_of_closed(mailed=True)

    client.get(address(owner, "owner_again"), {"over": "6"})

    assert Owner.objects.get().again_on is None


def test_it_is_withdrawn_by_a_press_and_a_second_one_does_no_harm(client):
    owner = owner_of_closed(mailed=True)
    client.post(address(owner, "owner_again"), {"over": "6"})

    answers = [client.post(address(owner, "owner_again"), {"over": "nee"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Owner.objects.get().again_on is None


@pytest.mark.parametrize("over", ["", "7", "-6", "06", "6.0", "é", "6\x00", "9" * 5000])
def test_any_other_choice_notes_nothing_and_says_so(client, over):
    owner = owner_of_closed(mailed=True)

    answer = client.post(address(owner, "owner_again"), {"over": over})

    assert answer.status_code == 422
    assert "Er is niets veranderd" in words_of(answer)
    assert Owner.objects.get().again_on is None


def test_without_an_address_the_page_says_where_to_give_one(client):
    owner = owner_of_closed()

    page, press = (
        client.get(address(owner, "owner_again")),
        client.post(address(owner, "owner_again"), {"over": "6"}),
    )

    assert (page.status_code, press.status_code) == (200, 422)
    for answer in (page, press):
        assert "Geef eerst je e-mailadres" in words_of(answer)
        assert address(owner, "owner_mail") in answer.content.decode()


def test_while_a_round_is_open_there_is_nothing_to_be_told(client):
    owner = OwnerFactory(department=ResponseFactory().scan.department, mailed=True)

    answers = [
        client.get(address(owner, "owner_again")),
        client.post(address(owner, "owner_again"), {"over": "6"}),
    ]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Owner.objects.get().again_on is None


def test_the_course_says_of_each_step_whether_it_changed_and_of_how_many(client):
    first = three_rounds()[0]
    owner = OwnerFactory(department=first.scan.department)

    words = words_of(client.get(address(owner, "owner_course")))

    assert "3 rondes van jullie afdeling" in words
    assert "veranderd sinds 6 december 2026 (+25), toen 7 mensen, nu 7" in words
    assert "niet aantoonbaar veranderd sinds 6 juni 2027 (geen verschil), toen 7" in words
    assert "+25 sinds 6 december 2026, zonder marge, toen 7 mensen, nu 7" in words
    assert "veranderd sinds 6 december 2026 (+25), toen 6 mensen, nu 6" in words


def test_the_course_of_rounds_that_can_not_be_compared_says_why(client):
    department = DepartmentFactory()
    closed_round(department, 1, 2, team=1)
    for number, size, more in ((2, 7, {}), (3, 4, {}), (4, 1, {"together": True})):
        closed_round(department, number, 3, team=size, **more)
    owner = OwnerFactory(department=department)

    words = words_of(client.get(address(owner, "owner_course")))

    assert "nog niets om mee te vergelijken" in words
    assert "op een andere manier ingevuld" in words
    assert "in een van beide rondes is te weinig ingevuld" in words
    assert "ingevuld.," not in words
    assert ", –" not in words


def test_the_course_holds_the_modules_as_team_and_clients_see_them(client):
    department, modules = DepartmentFactory(), five_modules()
    closed_round(department, 1, 2, module_ids=modules[:4])
    for number in (2, 3):
        closed_round(department, number, 3, clients=6, module_ids=modules)
    owner = OwnerFactory(department=department)

    words = words_of(client.get(address(owner, "owner_course")))

    for title in ("Communicatieve organisatie", "Vijf rollen", "Relaties en vertrouwen"):
        assert title in words
    assert "Waar zit het werk: nu" in words
    assert "Relaties en vertrouwen: wat interne klanten zien" in words
    assert "niet te vergelijken: toen is dit niet gevraagd" in words
    assert "niet te vergelijken: van een van beide rondes is er geen klantbeeld" in words


def test_a_round_of_before_a_subject_was_asked_has_no_row_of_it(client):
    module = sixth_module()
    department = DepartmentFactory()
    closed_round(department, 1, 2)
    closed_round(department, 2, 3, module_ids=[module.pk])
    owner = OwnerFactory(department=department)

    page = client.get(address(owner, "owner_course")).content.decode()

    table = page.split('<details class="course-more course-module">')[1].split("</details>")[0]
    assert table.count("6 december 2026".replace(" ", "\u00a0")) == 0
    assert "wat interne klanten zien" not in table


def test_two_rounds_that_closed_on_one_day_are_told_apart():
    department = DepartmentFactory()
    results = [closed_round(department, number, 3) for number in (1, 2, 3)]
    for result in results[:2]:
        result.scan.closed_on = results[0].scan.closed_on
    kept = results[2].trend
    alike = {**kept["before"], "closed_on": results[0].scan.closed_on.isoformat()}
    results[2].trend = {**kept, "before": alike, "since": 1}

    assert [one.since for one in rounds_of(results)] == [None, 0, 0]
    results[2].trend = {**kept, "since": 9}
    assert rounds_of(results)[2].since is None


def test_a_trend_of_before_the_round_was_kept_goes_by_its_day():
    department = DepartmentFactory()
    results = [closed_round(department, number, 3) for number in (1, 2)]
    del results[1].trend["since"]

    assert rounds_of(results)[1].since == 0
    results[1].trend["before"]["closed_on"] = "2001-01-01"
    assert rounds_of(results)[1].since is None


def test_what_clients_are_not_shown_has_no_course():
    department = DepartmentFactory()
    results = [
        closed_round(department, number, 3, clients=clients) for number, clients in ((1, 6), (2, 3))
    ]

    course = course_of(results, "nl")

    assert [len(line.rows) for line in course.clients] == [1] * 5


def test_the_course_of_one_answer_counts_nobody(client):
    department = DepartmentFactory()
    for number in (1, 2):
        closed_round(department, number, 3, team=1)
    owner = OwnerFactory(department=department)

    words = words_of(client.get(address(owner, "owner_course")))

    assert "verschil in het beeld van één persoon sinds 6 december 2026 (geen verschil)" in words
    assert "toen 1 mensen" not in words


def test_before_there_are_two_rounds_the_course_says_what_will_be_there(client):
    closed, running = owner_of_closed(), OwnerFactory(department=ResponseFactory().scan.department)

    pages = [words_of(client.get(address(owner, "owner_course"))) for owner in (closed, running)]

    assert all("Daar zijn twee gesloten rondes voor nodig" in page for page in pages)
    assert ["Plan de volgende ronde" in page for page in pages] == [True, False]


def test_the_course_asks_as_often_for_three_rounds_as_for_two(
    client, django_assert_max_num_queries
):
    department = three_rounds()[0].scan.department
    owner = OwnerFactory(department=department)
    client.get(address(owner, "owner_course"))

    with django_assert_max_num_queries(6):
        client.get(address(owner, "owner_course"))
