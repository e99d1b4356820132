"""The quality page: kept figures only, of enough departments, in words and numbers."""

import json
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scans.models import Action, AuditRecord, Group, QualitySnapshot
from scans.services.quality import refresh_quality
from tests.adviser import account, signed_in
from tests.factories import MOMENT, TODAY, QuestionnaireVersionFactory, core_document
from tests.services.test_quality import NOTHING_COUNTED, closed

pytestmark = pytest.mark.django_db

PAGE = "/dashboard/kwaliteit/"


@pytest.fixture
def client(db):
    return signed_in(account())


def text_of(page):
    """The words of a page, without its marks."""
    words = re.sub(
        r"<(script|style|title)\b.*?</\1>|<[^>]+>", " ", page.content.decode(), flags=re.S
    )
    return " ".join(words.split())


def computed(count=30, clients=0, **counted):
    """Figures of so many departments, and what was counted with them."""
    for place in range(count):
        closed(place, clients=clients)
    version = QuestionnaireVersionFactory()
    kept = refresh_quality(version_id=version.pk, group=Group.TEAM, today=TODAY)
    if kept.figures:
        for key, counts in counted.items():
            kept.figures[key] |= counts
        kept.save()
    return version


def test_without_a_questionnaire_there_is_nothing_to_see(client):
    assert "Er is nog geen vragenlijst gepubliceerd." in text_of(client.get(PAGE))


def test_below_thirty_departments_no_figure_is_shown(client):
    computed(29)

    page = text_of(client.get(PAGE))

    assert "Teams: nog te weinig om te laten zien." in page
    assert "Interne klanten: nog te weinig om te laten zien." in page
    assert "berekend op" not in page


def test_the_page_shows_the_kept_figures_with_their_date(client):
    times = {"5-10": 24, "meer-keren": 8}
    version = computed(30, steps={"begonnen": 40, "rol": 30, "verstuurd": 29}, times=times)
    kept = QualitySnapshot.objects.get()
    relevance = kept.figures["scales"][0]
    kept.figures["scales"][0] |= {"alpha": 0.8149, "interval": [0.6951, 0.91]}
    kept.figures["scales"][0]["items"][0] |= {
        "mean": 3.456,
        "sd": 0.7,
        "unknown": 0.125,
        "item_rest": -0.25,
        "floor": 0.02,
        "ceiling": 0.3,
    }
    kept.save()

    page = text_of(client.get(f"{PAGE}{version.pk}/"))

    assert "Over 30 afdelingen en 150 personen, berekend op 22 november 2026." in page
    assert "Relevantie 0,81 voorlopig 0,70 tot 0,91 30" in page
    statement = core_document().data["themes"][0]["statements"][0]["text"]["nl"]
    assert f"{statement} rel1 3,46 0,70 −0,25 13% 2% 30% 30" in page
    assert "Begonnen 40 100% Relevantie 0 0% Timing 0 0% Resultaat 0 0% Rol 30 75%" in page
    assert "Verstuurd 29 73%" in page
    assert "5 tot 10 minuten 24 75%" in page
    assert "in meer keren 8 25%" in page
    assert "van de 150 personen bij wie dat te zien is" in page
    assert relevance["departments"] == 30


def test_what_is_held_back_is_a_dash_and_has_no_line(client):
    computed(30)
    kept = QualitySnapshot.objects.get()
    for scale in kept.figures["scales"]:
        scale |= {"status": "te_weinig", "alpha": None, "interval": None, "departments": 12}
        for item in scale["items"]:
            item.update(dict.fromkeys(["mean", "sd", "unknown", "item_rest", "floor", "ceiling"]))
    kept.figures["straight"] = None
    kept.save()

    page = client.get(PAGE)

    assert "Relevantie – – 12" in text_of(page)
    assert "rel1 – – – – – – 30" in text_of(page)
    assert "<circle" not in page.content.decode()
    assert text_of(page).count("Hiervan is nog te weinig geteld.") == 3  # straight, steps, times


def test_figures_of_a_hundred_departments_are_not_provisional(client):
    computed(30)
    kept = QualitySnapshot.objects.get()
    for scale in kept.figures["scales"]:
        scale["status"] = "genoeg"
    kept.save()

    assert "voorlopig 0" not in text_of(client.get(PAGE))


def test_clients_have_figures_of_their_own(client):
    computed(30, clients=5)
    version = QuestionnaireVersionFactory()
    refresh_quality(version_id=version.pk, group=Group.CLIENT, today=TODAY)

    page = text_of(client.get(PAGE))

    assert "nog te weinig om te laten zien" not in page
    assert "k-rel1" in page


def test_the_page_computes_nothing_and_asks_as_much_for_one_version_as_for_many(client):
    computed(30)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(PAGE).status_code == 200
        assert not any("scans_result" in one["sql"] for one in captured)
        return len(captured)

    client.get(PAGE)
    one = queries()
    for place in range(2, 302):
        QuestionnaireVersionFactory(version=f"1.{place}")
        if place == 4:
            assert queries() == one

    assert queries() == one


def test_who_looked_is_written_down(client):
    version = QuestionnaireVersionFactory()

    client.get(PAGE)
    client.get(f"{PAGE}{version.pk + 1}/")

    (record,) = AuditRecord.objects.exclude(what=Action.SIGNED_IN)
    assert (record.what, record.details) == (Action.QUALITY_READ, "kern 1.0")
    assert record.at > MOMENT.replace(year=2020)


def run(name):
    out = StringIO()
    call_command("quality", questionnaire=name, stdout=out)
    return json.loads(out.getvalue())


def test_the_command_prints_what_the_page_shows():
    computed(30)
    kept = QualitySnapshot.objects.get()

    printed = run("kern")

    assert (
        printed
        == run("kern@1.0")
        == {
            "questionnaire": "kern",
            "version": "1.0",
            "groups": {
                "team": {"computed_on": TODAY.isoformat(), "figures": kept.figures},
                "client": {"computed_on": None, "figures": None},
            },
        }
    )
    assert QualitySnapshot.objects.get(group="client").checked_on >= TODAY.replace(year=2020)
    assert printed["groups"]["team"]["figures"]["times"] == NOTHING_COUNTED["times"]


@pytest.mark.parametrize("name", ["kern@9.9", "anders", "@1.0"])
def test_the_command_refuses_a_questionnaire_that_is_not_there(name):
    QuestionnaireVersionFactory()

    with pytest.raises(CommandError, match=f"Er is geen gepubliceerde vragenlijst {name}."):
        run(name)


@pytest.mark.parametrize(
    "options", [{"questionnaire": "kern", "scale": "1-5"}, {"csv": "antwoorden.csv"}]
)
def test_a_scale_goes_with_a_file_and_only_with_a_file(options):
    with pytest.raises(CommandError, match="--scale hoort bij --csv, en alleen daarbij"):
        call_command("quality", **options)
