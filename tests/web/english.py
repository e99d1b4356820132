"""Whether a page, a mail or a report is in English: not one Dutch word may be left in it."""

import re
from html.parser import HTMLParser

from django.core import mail

from scans.models import OutgoingMail
from scans.services.mailing import deliver_mail
from tests.factories import all_answers

# Words that a Dutch sentence can hardly do without, and those of the short labels; none of them
# is English, and none stands in what these tests fill in.
DUTCH = """
    aan aannametoets aanvrager aanwijzing achter afdeling afronding afsluiten alle allebei
    anderen antwoord antwoorden beantwoord beeld beelden beide bekijk betekenis bevestigd
    bevestigde bewaard bewaren bezig bij bladzijde blinde bovenaan brandblusser daarna dan dat
    de deze dezelfde dit druk dubbel dus een eens eensgezindheid eigen elk elke en er fout geen
    gekopieerd gemiddelde gesloten gesprekskaart gesprekskaarten gewenst gewist grens haal hallo
    heb hebben hebt heel helemaal herkennen het hier hoe hoge hoog huidig hun iedereen iemand
    impactindex ingetrokken ingevuld inhoud interne intrekken je jou jouw jullie kan kies
    klankbord klant klantbeeld klanten kleine klopt kopieer kracht kwijt laag laat laatste lage
    laten losse maak mag maken marge matig mee meedenker meedoen meer mensen midden mijn minder
    minstens naam naar neutraal niemand niet nieuwe nog nu omgekeerd onder onderwerp oneens ons
    ontwikkelpunt ook opgeslagen opnieuw organisatie overzicht pagina paren personen persoon
    plannen plek productiehuis profiel punten rapport relevantie resultaat rol ronde rondes
    samenvatting sluit sluiten spiegel stap stappen stelling stellingen sterk stuk stukken stuur
    te teamleden teamlid teken tekens terug thema toegankelijkheid tot tussen tussendoor uit
    uitgenodigde uitkomst uitnodiging van vanaf veel verborgen verdeling verder verschil versie
    verstuur verstuurd vertrouwelijk verwacht verwachte verwijder verwijderd verwijderen
    verzonnen vinden vlek volgende voor vooral voorpagina vorige vraag vragen vragenlijst waar
    waarom wanneer wat weet welke werk wie wij willen wissen woord wordt zeer zelfbeeld zien
    zijn zo zonder zwak één
"""
# Attributes that are read aloud or shown.
SPOKEN = {"alt", "aria-label", "content", "label", "placeholder", "title"}
# Addresses are Dutch by design, also in a mail in English.
LINK = r"https?://[^\s<\"]+"
OWN_WORDS = "Joining plans earlier."


class _Words(HTMLParser):
    """Everything that a page says, left out what says itself that it is Dutch."""

    def __init__(self, page):
        super().__init__()
        self.said = []
        self._silent = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        in_dutch = tag != "html" and dict(attrs).get("lang") == "nl"
        if tag in {"style", "code"} or in_dutch:
            self._silent = tag
        self.said += [
            value for name, value in attrs if name in SPOKEN or name.startswith("data-text")
        ]

    def handle_endtag(self, tag):
        if tag == self._silent:
            self._silent = ""

    def handle_data(self, data):
        if not self._silent:
            self.said.append(data)


def dutch_in(text):
    """The Dutch words of a text, each once; those in a link left out."""
    words = re.findall(r"[\w-]+", re.sub(LINK, "", text).lower())
    return sorted(set(DUTCH.split()) & set(words))


def dutch_on(page):
    """The Dutch words of a document, and the language that it says to be in."""
    return dutch_in(" ".join(_Words(page).said)), re.findall(r'<html lang="(\w+)"', page)


def assert_english(answer, status=200):
    """Look at one page: it came with this status and is English throughout."""
    assert answer.status_code == status
    assert dutch_on(answer.content.decode()) == ([], ["en"])


def english_answers():
    """An answer to everything that a team member is asked, in English."""
    return {**all_answers(), "open1": OWN_WORDS}


def assert_mails_are_english():
    """Send all mail that waits and look at it: subject, text and HTML, the links left out."""
    for waiting in OutgoingMail.objects.all():
        deliver_mail(mail_id=waiting.pk)
    for sent in mail.outbox:
        ((html, _),) = sent.alternatives
        assert dutch_in(f"{sent.subject} {sent.body}") == []
        assert dutch_on(html) == ([], ["en"])
