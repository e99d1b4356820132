"""Texts that the aanvrager copies into a mail or a chat: an invitation and a reminder.

Both languages are always given, whatever language the pages are in: a team may need the other
one too. So these carry their Dutch and English themselves, as the questionnaire does.
"""

from dataclasses import dataclass

from django.utils import translation

from scans.models import Group
from scans.reports import wording
from scans.web.estimates import minutes_for
from scans.web.owner.overview import Invited, OwnerVisit


@dataclass(frozen=True, slots=True)
class Message:
    """A text to copy, with the language it is in and what that is called in that language."""

    language: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Messages:
    """What is sent to one group, in every language."""

    invitations: tuple[Message, ...]
    reminders: tuple[Message, ...]


MINUTES = {
    (Group.TEAM, "nl"): "acht",
    (Group.TEAM, "en"): "eight",
    (Group.CLIENT, "nl"): "vier",
    (Group.CLIENT, "en"): "four",
}
"""How long the core takes, in words; with modules it is told in figures."""

LANGUAGES = {"nl": "Nederlands", "en": "English"}

INVITATIONS = {
    (Group.TEAM, "nl"): """\
Hallo allemaal,

Waar staan we als afdeling, en wat levert ons werk op? Daarvoor vullen we met het hele team \
de Afdelingsscan in. Wil jij ook meedoen? Het kost je ongeveer {minutes} minuten, op je telefoon of \
je laptop. Je kunt tussendoor stoppen en later verdergaan.

{link}

Invullen kan tot en met {day}.

Wat je antwoordt is vertrouwelijk. Ik zie hoeveel mensen hebben verstuurd, niet wie en niet \
wat. De uitkomst gaat over de groep als geheel. Die is er pas als de ronde gesloten is en \
minstens vijf teamleden hebben verstuurd. Voor je begint lees je precies wie wat ziet, en wat \
we niet kunnen voorkomen.

De link is alleen voor {department}. Stuur hem niet door.

Alvast bedankt!""",
    (Group.TEAM, "en"): """\
Hello everyone,

Where do we stand as a department, and what does our work achieve? To find out, the whole team \
is filling in the Afdelingsscan. Will you take part? It takes about {minutes} minutes, on your phone \
or your laptop. You can stop and go on later.

{link}

You can answer up to and including {day}.

What you answer is confidential. I see how many people have sent their answers, not who and not \
what. The result is about the group as a whole. It only appears once the round is closed and at \
least five team members have sent their answers. Before you begin you can read exactly who sees \
what, and what we cannot prevent.

The link is for {department} only. Please do not forward it.

Thank you!""",
    (Group.CLIENT, "nl"): """\
Beste collega,

Wij van {department} willen weten wat ons werk voor jou oplevert, en wat er beter kan. Wil jij \
ons dat vertellen? Het kost je ongeveer {minutes} minuten, op je telefoon of je laptop. Je hebt geen \
account nodig.

{link}

Invullen kan tot en met {day}.

Wat je antwoordt is vertrouwelijk. Wij zien hoeveel collega’s hebben verstuurd, niet wie en \
niet wat. De uitkomst gaat over de groep als geheel. Die is er pas als de ronde gesloten is en \
minstens vijf collega’s hebben verstuurd. Voor je begint lees je precies wie wat ziet, en wat \
we niet kunnen voorkomen.

De link is voor collega’s die we zelf vragen. Stuur hem niet door.

Alvast bedankt!""",
    (Group.CLIENT, "en"): """\
Dear colleague,

We at {department} would like to know what our work does for you, and what could be better. \
Will you tell us? It takes about {minutes} minutes, on your phone or your laptop. You do not need an \
account.

{link}

You can answer up to and including {day}.

What you answer is confidential. We see how many colleagues have sent their answers, not who and \
not what. The result is about the group as a whole. It only appears once the round is closed and \
at least five colleagues have sent their answers. Before you begin you can read exactly who sees \
what, and what we cannot prevent.

The link is for colleagues whom we ask ourselves. Please do not forward it.

Thank you!""",
}

REMINDERS = {
    (Group.TEAM, "nl"): """\
Hallo allemaal,

Heb je de Afdelingsscan al ingevuld en verstuurd? Dan hoef je niets te doen, en bedankt. Zo \
niet: het kan nog tot en met {day}. Het kost je ongeveer {minutes} minuten.

{link}

Was je al begonnen? Ga dan verder met je eigen link. Alleen wat is verstuurd, telt mee.""",
    (Group.TEAM, "en"): """\
Hello everyone,

Have you already filled in the Afdelingsscan and sent your answers? Then there is nothing to \
do, and thank you. If not: you can up to and including {day}. It takes about {minutes} minutes.

{link}

Had you already started? Then continue with your own link. Only answers that were sent count.""",
    (Group.CLIENT, "nl"): """\
Beste collega,

Heb je ons al laten weten wat ons werk voor je oplevert? Dan hoef je niets te doen, en bedankt. \
Zo niet: het kan nog tot en met {day}. Het kost je ongeveer {minutes} minuten.

{link}

Was je al begonnen? Ga dan verder met je eigen link. Alleen wat is verstuurd, telt mee.""",
    (Group.CLIENT, "en"): """\
Dear colleague,

Have you already told us what our work does for you? Then there is nothing to do, and thank \
you. If not: you can up to and including {day}. It takes about {minutes} minutes.

{link}

Had you already started? Then continue with your own link. Only answers that were sent count.""",
}


def messages_for(visit: OwnerVisit, invited: Invited, link: str) -> Messages:
    """Return the texts for a group that is invited, with its link and last day in them."""
    return Messages(
        invitations=_written(INVITATIONS, visit, invited, link),
        reminders=_written(REMINDERS, visit, invited, link),
    )


def _written(
    texts: dict[tuple[Group, str], str], visit: OwnerVisit, invited: Invited, link: str
) -> tuple[Message, ...]:
    closes_on = visit.round.scan.closes_on
    assert closes_on is not None  # a constraint: with invitations there is a last day
    longer = minutes_for(visit.round.scan, invited.group)
    written = []
    for language, name in LANGUAGES.items():
        with translation.override(language):
            day = wording.day(closes_on).replace(wording.NO_BREAK, " ")
        text = texts[(invited.group, language)]
        department = visit.owner.department.name
        minutes = longer or MINUTES[(invited.group, language)]
        text = text.format(link=link, day=day, department=department, minutes=minutes)
        written.append(Message(language, name, text))
    return tuple(written)
