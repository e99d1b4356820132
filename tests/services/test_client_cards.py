"""Client cards: kept by their department, counted at closing, lost by nobody."""

from dataclasses import asdict, replace
from datetime import date
from functools import partial
from uuid import uuid4

import pytest

from scans.engine.clientcards import MOST_CARDS, CardCounts
from scans.models import ClientCard, Department, Result
from scans.reports.adviser import report_for_adviser
from scans.reports.clientcards import lines_in_words, visits_in_words
from scans.reports.reading import report_of
from scans.services.client_cards import (
    CardChangedError,
    CardFields,
    TooManyCardsError,
    add_card,
    change_card,
    delete_card,
)
from scans.services.closing import close_round
from scans.services.merging import merge_departments
from scans.services.owners import delete_everything
from tests.adviser import account
from tests.factories import MOMENT, TODAY, DepartmentFactory, OwnerFactory, ScanFactory, round_with
from tests.reports.samples import report, team_round
from tests.services.concurrency import at_once

CARD = CardFields(
    name="Wethouder Wonen",
    concerns="Er komen te weinig woningen bij.",
    concerns_known=True,
    wants="Rust in de wijk.",
    wants_known=False,
    visited_on=date(2026, 6, 1),
    visited_by="adviseur",
    said="Eerder meepraten.",
    next_step="Koffie drinken.",
)
KEY = "k" * 20


def stored(card):
    return {name: getattr(card, name) for name in asdict(CARD)}


def add(department, fields=CARD, key=""):
    return add_card(department_id=department.pk, fields=fields, key=key)


@pytest.mark.django_db
def test_a_card_is_kept_with_its_department():
    department = DepartmentFactory()

    add(department)

    card = ClientCard.objects.get()
    assert (card.department, card.revision, stored(card)) == (department, 1, asdict(CARD))


@pytest.mark.django_db
def test_a_changed_card_says_something_else():
    department = DepartmentFactory()
    add(department)
    card = ClientCard.objects.get()
    fields = replace(CARD, wants="", wants_known=None)

    change_card(department_id=department.pk, card_id=card.pk, fields=fields, seen=1)
    # The same form sent twice is the same as once, though its page is an old one by now.
    change_card(department_id=department.pk, card_id=card.pk, fields=fields, seen=1)

    card.refresh_from_db()
    assert (card.revision, stored(card)) == (2, asdict(fields))


@pytest.mark.django_db
def test_what_was_changed_meanwhile_is_neither_overwritten_nor_deleted():
    department = DepartmentFactory()
    add(department)
    card = ClientCard.objects.get()
    theirs, mine = replace(CARD, said="Van haar."), replace(CARD, said="Van hem.")
    change_card(department_id=department.pk, card_id=card.pk, fields=theirs, seen=1)

    with pytest.raises(CardChangedError):
        change_card(department_id=department.pk, card_id=card.pk, fields=mine, seen=1)
    with pytest.raises(CardChangedError):
        delete_card(department_id=department.pk, card_id=card.pk, seen=1)

    assert ClientCard.objects.get().said == "Van haar."


@pytest.mark.django_db
def test_a_card_of_another_department_can_not_be_reached():
    add(DepartmentFactory())
    card, elsewhere = ClientCard.objects.get(), DepartmentFactory()

    with pytest.raises(ClientCard.DoesNotExist):
        change_card(department_id=elsewhere.pk, card_id=card.pk, fields=CARD, seen=1)
    delete_card(department_id=elsewhere.pk, card_id=card.pk, seen=1)

    assert ClientCard.objects.get() == card


@pytest.mark.django_db
def test_deleting_twice_is_the_same_as_once():
    department = DepartmentFactory()
    add(department)
    card = ClientCard.objects.get()

    for _ in range(2):
        delete_card(department_id=department.pk, card_id=card.pk, seen=1)

    assert ClientCard.objects.count() == 0


@pytest.mark.django_db
def test_a_department_that_is_gone_gets_no_card():
    with pytest.raises(Department.DoesNotExist):
        add_card(department_id=uuid4(), fields=CARD)


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_twice_at_once_adds_one_card():
    department = DepartmentFactory()

    outcomes = at_once(*[partial(add, department, key=KEY) for _ in range(3)])

    assert (outcomes, ClientCard.objects.count()) == ([None] * 3, 1)


@pytest.mark.django_db(transaction=True)
def test_there_are_never_more_cards_than_may_be():
    department = DepartmentFactory()
    ClientCard.objects.bulk_create(
        ClientCard(department=department, name=str(number)) for number in range(MOST_CARDS - 1)
    )

    outcomes = at_once(*[partial(add, department) for _ in range(3)])

    assert sorted(str(type(one)) for one in outcomes) == sorted(
        str(type(one)) for one in (None, TooManyCardsError(), TooManyCardsError())
    )
    assert ClientCard.objects.count() == MOST_CARDS


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_hears_that_the_other_did():
    department = DepartmentFactory()
    add(department)
    card = ClientCard.objects.get()
    changes = [
        partial(
            change_card,
            department_id=department.pk,
            card_id=card.pk,
            fields=replace(CARD, said=said),
            seen=1,
        )
        for said in ("Van haar.", "Van hem.")
    ]

    outcomes = at_once(*changes)

    assert [type(one) for one in outcomes].count(CardChangedError) == 1
    card.refresh_from_db()
    assert card.revision == 2


@pytest.mark.django_db
def test_a_result_keeps_the_counts_of_the_day_on_which_the_round_closed():
    scan = round_with()
    add(scan.department)
    add(scan.department, CardFields(name="Directie"))

    close_round(scan_id=scan.pk, today=TODAY)
    ClientCard.objects.all().delete()

    result = Result.objects.get()
    counts = {"cards": 2, "known": 1, "assumed": 1, "long_ago": 1, "never": 1}
    assert result.client_cards == counts
    section = report_of(result, "nl").client_cards
    assert (section.lead, section.visits) == (
        "1 van de 2 regels is een aanname.",
        (
            "1 van de 2 klanten is nog niet gesproken. "
            "1 van de 2 klanten is langer dan drie maanden niet gesproken."
        ),
    )


@pytest.mark.django_db
def test_a_department_without_cards_has_no_section_about_them():
    scan = round_with()

    result = close_round(scan_id=scan.pk, today=TODAY)

    assert result.client_cards is None
    assert report_of(result, "nl").client_cards is None


@pytest.mark.django_db
def test_the_adviseur_sees_the_counts_only_of_who_wants_to_be_known():
    scan = round_with()
    add(scan.department)
    result = close_round(scan_id=scan.pk, today=TODAY)

    unknown = report_for_adviser(result, "nl").client_cards
    result.scan.department.contact_since = TODAY
    known = report_for_adviser(result, "nl")

    assert unknown is None
    assert known.client_cards == report_of(result, "nl").client_cards
    assert "Wonen" not in repr(known)


@pytest.mark.django_db
def test_cards_go_along_with_a_department_and_go_when_it_goes():
    kept, gone = ScanFactory().department, ScanFactory(closed=True).department
    add(kept)
    add(gone)

    merge_departments(kept_id=kept.pk, gone_id=gone.pk, by=account(), moment=MOMENT)
    moved = ClientCard.objects.filter(department=kept).count()
    delete_everything(owner=OwnerFactory(department=kept))

    assert (moved, ClientCard.objects.count()) == (2, 0)


@pytest.mark.parametrize(
    ("counts", "lines", "visits"),
    [
        (
            CardCounts(cards=1, known=0, assumed=0, long_ago=0, never=0),
            "Op de klantkaarten staat nog niet wat klanten bezighoudt of wat ze willen.",
            "De klant op de kaart is de afgelopen drie maanden nog gesproken.",
        ),
        (
            CardCounts(cards=1, known=1, assumed=0, long_ago=0, never=1),
            "De ene regel die is ingevuld, staat op ‘weten we’.",
            "De klant op de kaart is nog niet gesproken.",
        ),
        (
            CardCounts(cards=1, known=0, assumed=1, long_ago=1, never=0),
            "De ene regel die is ingevuld, is een aanname.",
            "De klant op de kaart is langer dan drie maanden niet gesproken.",
        ),
        (
            CardCounts(cards=4, known=9, assumed=0, long_ago=2, never=0),
            "Alle 9 regels staan op ‘weten we’.",
            "2 van de 4 klanten zijn langer dan drie maanden niet gesproken.",
        ),
        (
            CardCounts(cards=7, known=11, assumed=7, long_ago=0, never=3),
            "7 van de 18 regels zijn een aanname.",
            "3 van de 7 klanten zijn nog niet gesproken.",
        ),
    ],
)
def test_counts_are_said_in_words_with_of_how_many(counts, lines, visits):
    assert (lines_in_words(counts), visits_in_words(counts)) == (lines, visits)


@pytest.mark.parametrize(
    ("counts", "advice"),
    [
        ({"known": 3, "assumed": 1, "long_ago": 0, "never": 1}, "Kies samen één klant"),
        ({"known": 3, "assumed": 1, "long_ago": 0, "never": 0}, "Kies samen één aanname"),
        ({"known": 3, "assumed": 0, "long_ago": 0, "never": 0}, "Houd de kaarten bij"),
    ],
)
def test_a_report_says_what_to_do_next(counts, advice):
    section = report(team_round(7, 6), client_cards=CardCounts(cards=2, **counts)).client_cards

    assert section.advice.startswith(advice)
