"""Keeping cards of internal clients; several tabs at once lose nothing."""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from scans.engine.clientcards import MOST_CARDS
from scans.models import ClientCard, Deleted, Department
from scans.services.journal import note_deletion
from scans.services.keys import id_from


class TooManyCardsError(Exception):
    """There are as many cards as there may be."""


class CardChangedError(Exception):
    """Somebody changed the card since it was looked at."""


@dataclass(frozen=True, slots=True)
class CardFields:
    """What stands on a card; a text that is empty has no mark."""

    name: str
    concerns: str = ""
    concerns_known: bool | None = None
    wants: str = ""
    wants_known: bool | None = None
    success: str = ""
    success_known: bool | None = None
    visited_on: date | None = None
    visited_by: str = ""
    said: str = ""
    next_step: str = ""


@transaction.atomic
def add_card(*, department_id: UUID, fields: CardFields, key: str = "") -> None:
    """Add a card; the same form sent twice, also at the same moment, adds one.

    ``TooManyCardsError`` past the limit, ``Department.DoesNotExist`` when it is gone.
    """
    # Whoever adds at the same moment waits here: the limit is exact.
    Department.objects.select_for_update(no_key=True).get(pk=department_id)
    card_id = id_from(key, [str(department_id), asdict(fields)])
    cards = ClientCard.objects.filter(department=department_id)
    if cards.filter(pk=card_id).exists():
        return
    if cards.count() >= MOST_CARDS:
        raise TooManyCardsError
    ClientCard.objects.create(pk=card_id, department_id=department_id, **asdict(fields))


@transaction.atomic
def change_card(*, department_id: UUID, card_id: UUID, fields: CardFields, seen: int) -> None:
    """Write a card anew.

    ``seen`` is the revision that was looked at: ``CardChangedError`` when there is a newer one that
    says something else, ``ClientCard.DoesNotExist`` when the card is gone.
    """
    card = _locked(department_id, card_id)
    written = asdict(fields)
    if all(getattr(card, name) == value for name, value in written.items()):
        return  # the same form sent twice
    if card.revision != seen:
        raise CardChangedError
    for name, value in written.items():
        setattr(card, name, value)
    card.revision += 1
    card.save()


@transaction.atomic
def delete_card(*, department_id: UUID, card_id: UUID, seen: int) -> None:
    """Delete a card as it was looked at; twice is the same as once.

    ``CardChangedError`` when it says something else by now.
    """
    try:
        card = _locked(department_id, card_id)
    except ClientCard.DoesNotExist:
        return
    if card.revision != seen:
        raise CardChangedError
    card.delete()
    note_deletion(kind=Deleted.CLIENT_CARD, key=card_id)


def _locked(department_id: UUID, card_id: UUID) -> ClientCard:
    return ClientCard.objects.select_for_update().get(pk=card_id, department=department_id)
