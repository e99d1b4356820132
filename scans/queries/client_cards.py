"""The cards of internal clients, and what is counted of them."""

from datetime import date
from uuid import UUID

from scans.engine.clientcards import CardCounts, CardFacts, count_cards
from scans.models import ClientCard


def cards_of(department_id: UUID) -> list[ClientCard]:
    """Return the cards: first who was never visited, then who was longest ago."""
    return list(ClientCard.objects.filter(department=department_id))


def counts_of(cards: list[ClientCard], today: date) -> CardCounts | None:
    """Return what a report may say of these cards on a day; ``None`` without any."""
    return count_cards((facts_of(card) for card in cards), today)


def facts_of(card: ClientCard) -> CardFacts:
    """Return what is counted of one card."""
    marks = list(card.marks)
    return CardFacts(
        known=marks.count(True), assumed=marks.count(False), visited_on=card.visited_on
    )
