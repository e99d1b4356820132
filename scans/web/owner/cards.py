"""Client cards: a light register of the department's most important internal clients."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from scans.engine.clientcards import MOST_CARDS, is_long_ago
from scans.models import ClientCard, Department, Owner
from scans.queries.client_cards import cards_of, counts_of
from scans.reports.cardfile import cards_csv, mark_in_words
from scans.reports.clientcards import lines_in_words, visits_in_words
from scans.services.client_cards import (
    CardChangedError,
    TooManyCardsError,
    add_card,
    change_card,
    delete_card,
)
from scans.web.access import owner_for
from scans.web.formkeys import key_for, key_of
from scans.web.owner.cardforms import CardForm, initial_of
from scans.web.owner.seen import seen_number


@dataclass(frozen=True, slots=True)
class Line:
    """A text of a card under its question; ``mark`` says whether it is known or assumed."""

    label: str
    text: str
    mark: str
    assumed: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A card as its reader sees it."""

    card: ClientCard
    lines: tuple[Line, ...]
    long_ago: bool


def _shown(card: ClientCard, today: date) -> Shown:
    texts = (
        (_("Houdt ze bezig"), card.concerns, card.concerns_known),
        (_("Willen ze"), card.wants, card.wants_known),
        (_("Geslaagd als"), card.success, card.success_known),
    )
    return Shown(
        card=card,
        lines=tuple(
            Line(label, text, mark_in_words(known), known is False)
            for label, text, known in texts
            if text
        ),
        long_ago=card.visited_on is not None and is_long_ago(card.visited_on, today),
    )


@require_safe
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Show the cards, what share of them is assumption, and who wasn't visited for long."""
    owner, today = owner_for(token), timezone.localdate()
    cards = cards_of(owner.department_id)
    counts = counts_of(cards, today)
    shown = [_shown(card, today) for card in cards]
    context = {
        "visit": {"token": token, "owner": owner},
        "cards": shown,
        "counts": counts,
        "lines": counts and lines_in_words(counts),
        "visits": counts and visits_in_words(counts),
        "unseen": [one for one in shown if one.card.visited_on is None or one.long_ago],
        "is_full": len(cards) >= MOST_CARDS,
        "most": MOST_CARDS,
    }
    return render(request, "owner/cards.html", context)


@require_safe
def export(request: HttpRequest, token: str) -> HttpResponse:
    """Hand out all cards as a file."""
    department = owner_for(token).department
    name = f"klantkaarten-{slugify(department.name)[:60] or 'afdeling'}.csv"
    return HttpResponse(
        cards_csv(cards_of(department.pk)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, token: str) -> HttpResponse:
    """Ask who the client is and what is known of them; keep it."""
    owner = owner_for(token)
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        try:
            add_card(
                department_id=owner.department_id,
                fields=form.card(),
                key=key_of(request),
            )
        except TooManyCardsError:
            message = _("Er zijn al %(most)d kaarten. Haal er eerst een weg.")
            form.add_error("name", message % {"most": MOST_CARDS})
        except Department.DoesNotExist:
            raise Http404 from None
        else:
            return redirect("owner_cards", token=token)
    return _form_page(request, owner, form, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, token: str, card_id: UUID) -> HttpResponse:
    """Show a card to change it; when somebody else changed it meanwhile, show both."""
    owner = owner_for(token)
    card = _card(owner, card_id)
    if card is None:
        return _gone(request, owner)
    if request.method != "POST":
        form = CardForm(today=timezone.localdate(), initial=initial_of(card))
        return _form_page(request, owner, form, card=card)
    return _save(request, owner, card)


def _save(request: HttpRequest, owner: Owner, card: ClientCard) -> HttpResponse:
    form = _form(request)
    if not form.is_valid():
        seen = seen_number(request)
        return _form_page(request, owner, form, card=card, seen=seen, status=422)
    try:
        change_card(
            department_id=owner.department_id,
            card_id=card.pk,
            fields=form.card(),
            seen=seen_number(request),
        )
    except CardChangedError:
        now = _card(owner, card.pk)
        return _form_page(request, owner, form, card=now, theirs=True, status=409)
    except ClientCard.DoesNotExist:
        return _gone(request, owner)
    return redirect("owner_cards", token=owner.token)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, token: str, card_id: UUID) -> HttpResponse:
    """Ask whether a card may go; delete it when the button is pressed."""
    owner = owner_for(token)
    card = _card(owner, card_id)
    if card is None and request.method != "POST":
        raise Http404
    try:
        if request.method == "POST":
            delete_card(
                department_id=owner.department_id, card_id=card_id, seen=seen_number(request)
            )
            return redirect("owner_cards", token=token)
    except CardChangedError:
        card = _card(owner, card_id)
    context = {
        "visit": {"token": token, "owner": owner},
        "one": card and _shown(card, timezone.localdate()),
        "changed": request.method == "POST",
    }
    status = 409 if request.method == "POST" else 200
    return render(request, "owner/card_delete.html", context, status=status)


def _form(request: HttpRequest) -> CardForm:
    return CardForm(request.POST if request.method == "POST" else None, today=timezone.localdate())


def _card(owner: Owner, card_id: UUID) -> ClientCard | None:
    return ClientCard.objects.filter(pk=card_id, department=owner.department_id).first()


def _gone(request: HttpRequest, owner: Owner) -> HttpResponse:
    """Answer who changes a card that isn't there: what they typed is kept, for a new one."""
    if request.method != "POST":
        raise Http404
    return _form_page(request, owner, _form(request), gone=True, status=404)


def _form_page(  # noqa: PLR0913 - what a page says, and how
    request: HttpRequest,
    owner: Owner,
    form: CardForm,
    *,
    card: ClientCard | None = None,
    seen: int | None = None,
    theirs: bool = False,
    gone: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "visit": {"token": owner.token, "owner": owner},
        "form": form,
        "card": card,
        "seen": seen if seen is not None or card is None else card.revision,
        "theirs": _shown(card, timezone.localdate()) if theirs and card else None,
        "gone": gone,
        "key": key_for(request),
    }
    return render(request, "owner/card.html", context, status=status)
