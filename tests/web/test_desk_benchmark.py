"""The benchmark behind the scenes: editions, what they don't show, and the next one."""

from datetime import date, timedelta

import pytest

from scans.engine.peers import measures_of
from scans.models import Action, AuditRecord, Department, Edition, EditionFigures
from scans.services.editions import publish_edition
from tests.adviser import account, signed_in
from tests.desk import departments
from tests.factories import TODAY, QuestionnaireVersionFactory
from tests.services.concurrency import at_once, while_held
from tests.web.doors import text_of
from tests.web.test_benchmark import figures

pytestmark = pytest.mark.django_db

PAGE = "/dashboard/benchmark/"
PUBLISH = f"{PAGE}publiceren/"
NOW = f"{PUBLISH}bevestigen/"


@pytest.fixture
def inside():
    QuestionnaireVersionFactory()
    return signed_in(account())


def test_without_an_edition_the_page_says_what_comes_first(inside):
    page = text_of(inside.get(PAGE))

    assert "Er is nog geen editie." in page
    assert "Bereid een nieuwe editie voor" in page
    assert "Geen enkele afdeling is uitgesloten." in page


def test_the_page_shows_the_current_edition_and_every_group_of_it(inside):
    Edition.objects.create(name="2026-10", published_on=TODAY - timedelta(days=30))
    edition = Edition.objects.create(name="2026-11", published_on=TODAY)
    figures(edition, organisations=24)
    figures(edition, segment=("gemeente", "6-10"), organisations=11)
    figures(edition, segment=("opgeheven", ""), organisations=13)

    everybody = text_of(inside.get(PAGE))
    group = text_of(inside.get(PAGE, {"sector": "gemeente", "grootte": "6-10"}))

    assert "De huidige editie is 2026-11, van 22 november 2026." in everybody
    assert "De middelste helft staat tussen 46 en 57" in everybody
    assert "opgeheven" in everybody
    assert "Afdelingen in de sector ‘Gemeente’ met 6–10 personen" in group
    assert "11 afdelingen van 11 organisaties" in group
    assert "Nog te weinig: een groep staat er pas in vanaf 10 organisaties" in group


def test_an_earlier_edition_is_shown_as_it_was(inside):
    old = Edition.objects.create(name="2026-10", published_on=TODAY - timedelta(days=30))
    figures(old, organisations=24)
    Edition.objects.create(name="2026-11", published_on=TODAY)

    page = text_of(inside.get(f"{PAGE}editie/2026-10/"))

    assert "Dit is editie 2026-10, van 23 oktober 2026. Er is een nieuwere." in page
    assert "24 afdelingen van 24 organisaties" in page


@pytest.mark.parametrize("name", ["2026-09", "%00", "x" * 300])
def test_an_edition_that_is_not_there_is_not_found(inside, name):
    assert inside.get(f"{PAGE}editie/{name}/").status_code == 404


def test_what_is_withheld_and_what_stayed_is_said_with_the_reason(inside):
    old = Edition.objects.create(name="2026-10", published_on=TODAY - timedelta(days=30))
    edition = Edition.objects.create(name="2026-11", published_on=TODAY)
    kept = figures(edition, "timing", organisations=24)
    withheld = figures(edition, "impact", organisations=24)
    EditionFigures.objects.filter(pk__in=[kept.pk, withheld.pk]).update(members=old)
    EditionFigures.objects.filter(pk=withheld.pk).update(withheld=True)

    answer = inside.get(PAGE)

    page = text_of(answer)
    assert [one.measures for one in answer.context["reasons"]][:2] == ["Timing", "Impactindex"]
    assert "Dit zijn nog de cijfers van editie 2026-10." in page
    assert "Ingehouden: van de organisaties in deze cijfers doen er nog minder dan 10 mee." in page
    assert [one.key for one in answer.context["measures"]] == ["timing"]
    assert "deels ingehouden" in answer.content.decode()


def test_a_group_that_does_not_exist_means_everybody(inside):
    figures(Edition.objects.create(name="2026-11", published_on=TODAY), organisations=24)

    page = inside.get(PAGE, {"sector": "\0<script>", "grootte": "9"})

    assert page.context["group"] == "alle afdelingen die meedoen"


def exclude(count, reason="Dubbel"):
    Department.objects.filter(pk__in=[one.pk for one in departments(count)]).update(
        excluded_because=reason
    )


def test_who_is_left_out_stands_there_with_the_reason_and_without_a_name(inside):
    exclude(7, "Een proef <b>")

    desk, everybody = inside.get(PAGE), inside.get(f"{PAGE}uitgesloten/")

    assert text_of(desk).count("Een gemeente, 6–10 personen") == 5
    assert "Alle uitgesloten afdelingen" in text_of(desk)
    assert text_of(everybody).count("Een gemeente, 6–10 personen") == 7
    for answer in (desk, everybody):
        assert "Een proef &lt;b&gt;" in answer.content.decode()
        assert "Geheim" not in answer.content.decode()
        assert "Verborgen" not in answer.content.decode()


def test_many_who_are_left_out_are_on_more_than_one_page(inside):
    exclude(51)

    first = inside.get(f"{PAGE}uitgesloten/")
    second = inside.get(f"{PAGE}uitgesloten/", {"na": first.context["next"]})

    assert [len(one.context["excluded"]) for one in (first, second)] == [50, 1]
    assert "Terug naar het begin" in text_of(second)
    assert second.context["next"] is None


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}uitgesloten/"])
def test_a_page_asks_as_many_questions_however_much_there_is(
    inside, django_assert_num_queries, path
):
    exclude(1)
    figures(Edition.objects.create(name="first", published_on=date(2025, 1, 1)), organisations=24)
    inside.get(path)  # the questionnaire is read once, and then kept in memory
    counts = []
    for more in (1, 2, 297):
        exclude(more)
        for number in range(more):
            name = f"{more}-{number}"
            edition = Edition.objects.create(
                name=name, published_on=date(2026, 1, 1) + timedelta(days=number)
            )
            figures(edition, organisations=24)
        with django_assert_num_queries(999, exact=False) as seen:
            assert inside.get(path).status_code == 200
        counts.append(len(seen))

    assert len(set(counts)) == 1


def test_the_next_edition_is_shown_first_and_published_after_a_yes(inside):
    departments(12)

    asked = inside.get(PUBLISH)
    shown = inside.post(PUBLISH, {"name": "2026-12"})
    kept = Edition.objects.count()
    done = inside.post(NOW, {"name": "2026-12"}, follow=True)

    page = text_of(shown)
    assert 'name="name" value="20' in asked.content.decode()
    assert "Dit wordt de eerste editie, met 12 organisaties." in page
    assert "Voor het eerst: 12 afdelingen van 12 organisaties." in page
    assert kept == 0
    assert "Editie 2026-12 is gepubliceerd." in text_of(done)
    assert EditionFigures.objects.count() == 4
    assert AuditRecord.objects.filter(what=Action.EDITION_PUBLISHED).count() == 1


def test_a_preview_tells_what_is_new_what_stays_and_what_is_withheld(inside):
    made = departments(12)
    departments(12, sector="zorg", size="11-20")
    publish_edition(name="2026-10", today=TODAY)
    departments(6, sector="zorg", size="11-20")
    departments(3, sector="onderwijs", size="")
    Department.objects.filter(pk__in=[one.pk for one in made[:4]]).delete()

    answer = inside.post(PUBLISH, {"name": "2026-11"})

    page = text_of(answer)
    assert "Sinds de cijfers in editie 2026-10 kwamen er 9 organisaties bij." in page
    assert "Nieuwe cijfers: 18 afdelingen van 18 organisaties, 6 organisaties erbij." in page
    assert "Ingehouden: van wie in de vorige cijfers zit" in page
    assert "3 afdelingen van 3 organisaties: nog te weinig" in page
    counts = answer.context["preview"]
    assert (counts.new, counts.kept, counts.withheld, counts.none) == (2, 2, 3, 1)
    # With new figures of all and of each sector, the three of "onderwijs" would be what is left.
    assert "De vorige cijfers blijven: uit nieuwe zou een kleine groep af te leiden zijn." in page


def test_a_preview_without_news_says_that_all_stays(inside):
    departments(12)
    publish_edition(name="2026-10", today=TODAY)

    page = text_of(inside.post(PUBLISH, {"name": "2026-11"}))

    assert "De vorige cijfers blijven: 0 organisaties erbij, nodig zijn er 5." in page


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("", "Vul een naam in."),
        ("Herfst 2026", "Deze naam kan niet."),
        ("-2026", "Deze naam kan niet."),
        ("x" * 21, "Deze naam kan niet."),
        ("x" * 201, "Deze naam kan niet."),
        ("demo-1", "Deze naam kan niet."),
        ("<script>", "Deze naam kan niet."),
        ("2026-10", "Er is al een editie met deze naam."),
    ],
)
def test_a_name_that_can_not_be_is_refused_at_the_field(inside, name, refusal):
    Edition.objects.create(name="2026-10", published_on=TODAY)
    departments(12)

    answer = inside.post(PUBLISH, {"name": name})

    assert answer.status_code == 422
    assert refusal in str(answer.context["form"].errors["name"])
    assert refusal in text_of(answer)


@pytest.mark.parametrize("name", ["Herfst", "demo-1", ""])
def test_a_name_that_can_not_be_is_refused_when_it_is_published_too(inside, name):
    departments(12)

    answer = inside.post(NOW, {"name": name})

    assert (answer.status_code, Edition.objects.count()) == (422, 0)


@pytest.mark.parametrize("path", [PUBLISH, NOW])
def test_with_too_few_departments_nothing_is_published(inside, path):
    departments(9)

    answer = inside.post(path, {"name": "2026-11"})

    assert answer.status_code == 422
    assert "Er is nog geen groep die groot genoeg is." in text_of(answer)
    assert Edition.objects.count() == 0


def test_pressing_twice_publishes_once(inside):
    departments(12)
    inside.post(NOW, {"name": "2026-11"})

    again = inside.post(NOW, {"name": "2026-11"}, follow=True)

    assert "Editie 2026-11 was er al. Er is niets veranderd." in text_of(again)
    assert AuditRecord.objects.filter(what=Action.EDITION_PUBLISHED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_publish_one_edition():
    QuestionnaireVersionFactory()
    departments(12)
    both = [signed_in(account()), signed_in(account(name="Bo"))]

    answers = at_once(*(lambda one=one: one.post(NOW, {"name": "2026-11"}) for one in both))

    assert sorted(one.headers["Location"].rpartition("=")[2] for one in answers) == [
        "bestond",
        "gepubliceerd",
    ]
    assert Edition.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_name_that_a_colleague_takes_at_this_very_moment_is_refused_at_the_field():
    QuestionnaireVersionFactory()
    departments(12)
    inside = signed_in(account())

    answer = while_held(
        lambda: Edition.objects.create(name="2026-11", published_on=TODAY),
        lambda: inside.post(PUBLISH, {"name": "2026-11"}),
    )

    assert answer.status_code == 422
    assert "Er is al een editie met deze naam." in text_of(answer)


def test_a_group_of_which_all_is_shown_lacks_nothing(inside):
    edition = Edition.objects.create(name="2026-11", published_on=TODAY)
    for measure in measures_of(("relevantie", "timing", "resultaat")):
        figures(edition, measure, organisations=24)

    answer = inside.get(PAGE)

    assert answer.context["reasons"] == ()
    assert len(answer.context["measures"]) == 9
    assert "Wat er niet staat, en waarom" not in text_of(answer)


def test_nobody_left_out_is_said_on_its_own_page(inside):
    assert "Geen enkele afdeling is uitgesloten." in text_of(inside.get(f"{PAGE}uitgesloten/"))


def test_a_group_of_which_nothing_is_shown_says_so_of_all_measures(inside):
    figures(Edition.objects.create(name="2026-11", published_on=TODAY), organisations=24)

    (reason,) = inside.get(PAGE, {"sector": "zorg"}).context["reasons"]

    assert reason.measures == "Alle onderdelen"
    assert reason.why.startswith("Nog te weinig")
