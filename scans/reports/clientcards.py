"""What a report says of how well a department knows its clients: counts, and nothing of a card."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scans.engine.afterwards import ClientCardsSection
from scans.engine.clientcards import CardCounts
from scans.reports.source import Source


def cards_section(source: Source) -> ClientCardsSection | None:
    """Return the section; ``None`` when the department kept no cards at closing."""
    counts = source.facts.client_cards
    if counts is None:
        return None
    return ClientCardsSection(
        title=source.voice(
            _("Hoe goed ken je je klanten?"), _("Hoe goed kennen jullie je klanten?")
        ),
        lead=lines_in_words(counts),
        kept=ngettext(
            "Toen de ronde sloot, was er {cards} klantkaart.",
            "Toen de ronde sloot, waren er {cards} klantkaarten.",
            counts.cards,
        ).format(cards=counts.cards),
        visits=visits_in_words(counts),
        advice=_advice(source, counts),
        known=counts.known,
        assumed=counts.assumed,
    )


def lines_in_words(counts: CardCounts) -> str:
    """Say what share of the lines is assumption."""
    if not counts.lines:
        return _("Op de klantkaarten staat nog niet wat klanten bezighoudt of wat ze willen.")
    if not counts.assumed:
        return ngettext(
            "De ene regel die is ingevuld, staat op ‘weten we’.",
            "Alle {lines} regels staan op ‘weten we’.",
            counts.lines,
        ).format(lines=counts.lines)
    if counts.lines == 1:
        return _("De ene regel die is ingevuld, is een aanname.")
    return ngettext(
        "{assumed} van de {lines} regels is een aanname.",
        "{assumed} van de {lines} regels zijn een aanname.",
        counts.assumed,
    ).format(assumed=counts.assumed, lines=counts.lines)


def visits_in_words(counts: CardCounts) -> str:
    """Say how many clients nobody spoke with for long, of how many."""
    shown = {"never": counts.never, "long_ago": counts.long_ago, "cards": counts.cards}
    if not (counts.never or counts.long_ago):
        return ngettext(
            "De klant op de kaart is de afgelopen drie maanden nog gesproken.",
            "Alle {cards} klanten zijn de afgelopen drie maanden nog gesproken.",
            counts.cards,
        ).format(**shown)
    if counts.cards == 1 and counts.never:
        return _("De klant op de kaart is nog niet gesproken.")
    if counts.cards == 1:
        return _("De klant op de kaart is langer dan drie maanden niet gesproken.")
    never = ngettext(
        "{never} van de {cards} klanten is nog niet gesproken.",
        "{never} van de {cards} klanten zijn nog niet gesproken.",
        counts.never,
    )
    long_ago = ngettext(
        "{long_ago} van de {cards} klanten is langer dan drie maanden niet gesproken.",
        "{long_ago} van de {cards} klanten zijn langer dan drie maanden niet gesproken.",
        counts.long_ago,
    )
    said = [
        *((never,) if counts.never else ()),
        *((long_ago,) if counts.long_ago else ()),
    ]
    return " ".join(said).format(**shown)


def _advice(source: Source, counts: CardCounts) -> str:
    if counts.never or counts.long_ago:
        return source.voice(
            _(
                "Kies één klant die je lang niet sprak. Ga langs zonder vraag, en luister naar wat "
                "daar speelt. Zet daarna op de kaart wat je nu weet."
            ),
            _(
                "Kies samen één klant die jullie lang niet spraken. Ga langs zonder vraag, en "
                "luister naar wat daar speelt. Zet daarna op de kaart wat jullie nu weten."
            ),
        )
    if counts.assumed:
        return source.voice(
            _("Kies één aanname en leg die in het volgende gesprek aan de klant zelf voor."),
            _("Kies samen één aanname en leg die in het volgende gesprek aan de klant zelf voor."),
        )
    return source.voice(
        _("Houd de kaarten bij na elk gesprek: wat je vandaag weet, is over een jaar een aanname."),
        _(
            "Houd de kaarten bij na elk gesprek: wat jullie vandaag weten, is over een jaar een "
            "aanname."
        ),
    )
