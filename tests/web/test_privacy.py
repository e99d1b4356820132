"""The privacy page is made of the settings, and says what they don't say."""

import re

import pytest
from django.core.checks import run_checks

from afdelingsscan.retention import Retention
from scans.apps import check_privacy
from scans.queries.privacy import unnamed
from tests.web.rounds import words_of

pytestmark = pytest.mark.django_db

NAMED = {
    "PRIVACY_CONTROLLER": "Gemeente Voorbeeld",
    "PRIVACY_ADDRESS": "Markt 1, 1234 AB Voorbeeld",
    "PRIVACY_CONTACT": "privacy@voorbeeld.nl",
    "PRIVACY_OFFICER": "fg@voorbeeld.nl",
    "PRIVACY_GROUND": "taak",
    "PRIVACY_HOSTING": "Hosting Voorbeeld, Nederland",
    "PRIVACY_MAIL": "Post Voorbeeld, Nederland",
    "PRIVACY_ERRORS": "Meldingen Voorbeeld, Nederland",
    "PRIVACY_OUTSIDE_EER": "",
    "EMAIL_HOST": "mail.voorbeeld.nl",
    "SENTRY_DSN": "https://sleutel@meldingen.voorbeeld.nl/1",
}


@pytest.fixture
def named(settings):
    """A site of which all is filled in; returns how to change that."""

    def change(**changes):
        for name, value in {**NAMED, **changes}.items():
            setattr(settings, name, value)

    change()
    return change


def facts(client) -> dict[str, str]:
    """What stands beside each name on the page."""
    page = client.get("/privacy/").content.decode()
    found = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>(?:\s*<dd>(.*?)</dd>)?", page, re.DOTALL)
    return {
        _plain(name): " · ".join(_plain(part) for part in parts if part) for name, *parts in found
    }


def _plain(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def test_everybody_who_is_named_stands_on_the_page(client, named):
    found = facts(client)

    names = (
        "Verantwoordelijke",
        "Adres",
        "Vragen over privacy",
        "Functionaris gegevensbescherming",
    )
    assert [found[name] for name in names] == [
        "Gemeente Voorbeeld",
        "Markt 1, 1234 AB Voorbeeld",
        "privacy@voorbeeld.nl",
        "fg@voorbeeld.nl",
    ]
    assert [found[name] for name in ("Server", "Mail", "Foutmeldingen", "Buiten de EER")] == [
        "Hosting Voorbeeld, Nederland",
        "Post Voorbeeld, Nederland",
        "Meldingen Voorbeeld, Nederland Er gaan geen antwoorden, namen, adressen of links mee.",
        "Niets. Alle gegevens blijven binnen de Europese Economische Ruimte.",
    ]
    words = words_of(client.get("/privacy/"))
    assert "nog niet" not in words.replace("nog niet binnen zijn", "")
    assert "Autoriteit Persoonsgegevens" in words


def test_a_site_of_nobody_says_that_it_is_not_ready_and_makes_up_no_name(client):
    words = words_of(client.get("/privacy/"))
    found = facts(client)

    assert "Deze site is nog niet klaar voor gebruik door anderen." in words
    missing = ("Verantwoordelijke", "Adres", "Vragen over privacy", "Server", "Buiten de EER")
    assert {found[name] for name in missing} == {"nog niet ingevuld"}
    assert "Functionaris gegevensbescherming" not in found
    assert found["Mail"] == "Niemand: deze site verstuurt nog geen mail."
    assert found["Foutmeldingen"] == "Niemand: ze blijven op de server."
    assert "Waar je terechtkunt, is nog niet ingevuld." in words


@pytest.mark.parametrize("name", ["CONTROLLER", "ADDRESS", "CONTACT", "GROUND"])
def test_a_site_that_lacks_one_of_these_is_not_ready(client, named, name):
    named(**{f"PRIVACY_{name}": ""})

    assert "nog niet klaar voor gebruik" in words_of(client.get("/privacy/"))


@pytest.mark.parametrize(
    ("ground", "shown", "article"),
    [
        ("taak", "taak van algemeen belang", "onder e)"),
        ("belang", "gerechtvaardigd belang", "onder f)"),
        ("zomaar", "nog niet ingevuld", "koos nog geen grondslag"),
    ],
)
def test_the_ground_of_the_scan_is_the_one_that_was_chosen(client, named, ground, shown, article):
    named(PRIVACY_GROUND=ground)
    found = facts(client)

    assert found["De scan afnemen en de uitkomst laten zien"].endswith(f"Grondslag: {shown}")
    assert found["Vergelijken met andere afdelingen"].endswith("Grondslag: toestemming")
    assert article in words_of(client.get("/privacy/"))


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        (
            {"PRIVACY_OUTSIDE_EER": "Meldingen: VS, met modelcontract"},
            "Meldingen: VS, met modelcontract",
        ),
        ({"PRIVACY_MAIL": ""}, "nog niet ingevuld"),
        ({"PRIVACY_ERRORS": ""}, "nog niet ingevuld"),
        (
            {"PRIVACY_MAIL": "", "EMAIL_HOST": ""},
            "Niets. Alle gegevens blijven binnen de Europese Economische Ruimte.",
        ),
    ],
)
def test_what_goes_outside_is_only_said_when_every_party_is_known(client, named, changes, shown):
    named(**changes)

    assert facts(client)["Buiten de EER"] == shown


def test_the_terms_are_those_of_this_site(client, settings):
    settings.BACKUP_KEEP_DAYS = 20
    settings.RETENTION = Retention(
        unfinished_days=14,
        answers_days=1,
        results_months=36,
        warning_days=30,
        unconfirmed_days=1,
        contact_days=60,
        unanswered_days=200,
        mail_days=2,
        audit_months=12,
        logs_days=10,
    )

    found = facts(client)

    assert {name: found[name] for name in list(found) if name in KEPT} == KEPT
    assert "wissen we je adres na 1 dag." in words_of(client.get("/privacy/"))


KEPT = {
    "Een scan die niet wordt verstuurd": "14 dagen na de start.",
    "Losse antwoorden": "1 dag nadat de ronde is gesloten. Je eigen link werkt dan niet meer.",
    "Uitkomst, rapport, plan, kaarten, notities en het adres van de aanvrager": (
        "36 maanden na de laatste ronde, of nadat de aanvrager koos om ze langer te bewaren. "
        "Hebben we een e-mailadres, dan waarschuwen we 30 dagen van tevoren."
    ),
    "Cijfers van de benchmark die al zijn gepubliceerd": "Die blijven. Er staat geen naam bij.",
    "Een aanvraag voor een gesprek": "60 dagen nadat hij is afgehandeld, en anders na 200 dagen.",
    "Een adres voor de nieuwsbrief": "Tot je je afmeldt. Bevestig je het niet: 1 dag.",
    "Een mail die klaarstaat": (
        "Tot hij is verstuurd, en hoogstens 2 dagen na de dag waarop hij is gemaakt."
    ),
    "Wie in het dashboard wat deed": "12 maanden.",
    "Technische logboeken, zonder adressen en links": "Hoogstens 10 dagen.",
    "Reservekopieën, versleuteld": (
        "20 dagen; alleen de nieuwste blijft tot er een nieuwere is. Zolang kan daarin nog staan "
        "wat jij verwijdert. Wordt zo’n kopie teruggezet, dan verwijderen we het meteen opnieuw."
    ),
    "Hoe vaak iets is geprobeerd": "Een paar minuten tot een dag.",
}


def test_markup_in_a_setting_is_shown_as_text(client, named):
    named(PRIVACY_CONTROLLER="<b>Zo</b>", PRIVACY_CONTACT='a@b.nl"><script>x</script>')
    page = client.get("/privacy/").content.decode()

    assert "&lt;b&gt;Zo&lt;/b&gt;" in page
    assert "<script>x" not in page


def test_every_link_of_the_contents_leads_to_a_heading(client):
    page = client.get("/privacy/").content.decode()
    links = re.findall(r'<li><a href="#(\w+)">', page)

    assert len(links) == 15
    assert set(links) <= set(re.findall(r'<h2 id="(\w+)"', page))


def test_putting_up_a_site_of_nobody_is_warned_of(settings):
    settings.EMAIL_HOST = "mail.voorbeeld.nl"

    doubts = [one for one in run_checks(include_deployment_checks=True) if one.id == "scans.W001"]

    assert [one.msg for one in doubts] == [
        (
            "De privacypagina is nog niet af: ze zegt dat deze site nog niet klaar is voor gebruik "
            "door anderen. Nog in te vullen: PRIVACY_CONTROLLER (wie verantwoordelijk is), "
            "PRIVACY_ADDRESS (het postadres), PRIVACY_CONTACT (het e-mailadres voor vragen), "
            "PRIVACY_GROUND (de grondslag: taak of belang), PRIVACY_HOSTING (wie de server levert, "
            "en in welk land), PRIVACY_MAIL (wie de mail verstuurt)."
        )
    ]


def test_a_site_of_which_all_is_named_passes(named):
    assert check_privacy() == []


def test_an_error_service_needs_a_name_too(named):
    named(PRIVACY_ERRORS="")

    assert unnamed() == ["PRIVACY_ERRORS (wie foutmeldingen krijgt)"]
