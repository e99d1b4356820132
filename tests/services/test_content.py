"""Keeping the look of the site and its reading tips."""

from datetime import date
from uuid import UUID

import pytest
from django.db import IntegrityError

from scans.engine.offer import House
from scans.models import (
    Action,
    AuditRecord,
    ContactRequest,
    HouseStyle,
    ReadingTip,
    Subscriber,
)
from scans.queries.content import (
    NOTHING,
    house_style,
    logo_bytes,
    surroundings,
    surroundings_version,
)
from scans.services.housestyle import Sender, change_style, place_logo, remove_logo
from scans.services.logos import Logo
from scans.services.reading import TipFields, add_tip, change_tip, remove_tip
from tests.adviser import account
from tests.factories import MOMENT, ReadingTipFactory

pytestmark = pytest.mark.django_db

ONE = UUID(int=1)
SENDER = Sender("Bureau Zo", "Ada", "ada@bureau.nl", "010-1234567", "https://bureau.nl", "#6e2b58")
LOGO = Logo(b"<svg/>", "image/svg+xml", 30, 10)
TIP = TipFields("artikel", "Op tijd", "https://x.nl", "nl", date(2026, 1, 2), ["timing"], ["laag"])


def test_a_bare_site_has_nothing():
    assert (surroundings(), surroundings_version(), logo_bytes()) == (NOTHING, 0, None)
    assert house_style().owner_name == ""


def test_a_look_has_one_row_an_address_of_its_own_and_a_higher_version_each_time():
    ada = account()
    seen = [
        change_style(sender=SENDER, by=ada, moment=MOMENT),
        place_logo(logo=LOGO, by=ada, moment=MOMENT),
        remove_logo(by=ada, moment=MOMENT),
        remove_logo(by=ada, moment=MOMENT),
    ]

    assert [one.version for one in seen] == [1, 2, 3, 3]
    assert len({one.digest for one in seen}) == 2
    assert seen[0].digest == seen[2].digest
    assert HouseStyle.objects.count() == 1
    assert list(AuditRecord.objects.order_by("pk").values_list("what", "details")) == [
        (Action.STYLE_CHANGED, "Bureau Zo"),
        (Action.LOGO_CHANGED, "image/svg+xml"),
        (Action.LOGO_REMOVED, ""),
    ]


def test_what_pages_show_is_read_in_one_piece():
    ada = account()
    place_logo(logo=LOGO, by=ada, moment=MOMENT)
    change_style(sender=SENDER, by=ada, moment=MOMENT)
    add_tip(fields=TIP, by=ada, moment=MOMENT)

    around = surroundings()

    assert around.version == surroundings_version() == 3
    assert around.house.owner_name == "Bureau Zo"
    assert around.house.shades.accent == "#6e2b58"
    assert (around.house.logo.width, logo_bytes()) == (30, b"<svg/>")
    assert [(tip.title, tip.is_event, tip.themes) for tip in around.tips] == [
        ("Op tijd", False, frozenset({"timing"}))
    ]


def test_a_tip_is_added_changed_and_removed_and_each_is_written_down():
    ada = account()
    tip = add_tip(fields=TIP, by=ada, moment=MOMENT)
    other = TipFields("bijeenkomst", "Nieuw", "http://y.nl", "en", date(2027, 1, 1), [], [])
    change_tip(tip_id=tip.pk, fields=other, by=ada, moment=MOMENT)
    shown = ReadingTip.objects.get()
    assert (shown.kind, shown.title, shown.themes) == ("bijeenkomst", "Nieuw", [])

    for _time in range(2):
        remove_tip(tip_id=tip.pk, by=ada, moment=MOMENT)
    change_tip(tip_id=tip.pk, fields=TIP, by=ada, moment=MOMENT)

    assert ReadingTip.objects.count() == 0
    assert surroundings_version() == 3
    assert list(AuditRecord.objects.order_by("pk").values_list("what", "details")) == [
        (Action.TIP_ADDED, "Op tijd"),
        (Action.TIP_CHANGED, "Nieuw"),
        (Action.TIP_REMOVED, "Nieuw"),
    ]


@pytest.mark.parametrize(
    "make",
    [
        lambda: HouseStyle.objects.create(id=2),
        lambda: HouseStyle.objects.create(accent="red"),
        lambda: HouseStyle.objects.create(logo=b"x"),
        lambda: HouseStyle.objects.create(logo=b"x", logo_type="text/html"),
        lambda: ReadingTipFactory(url="javascript:alert(1)"),
        lambda: ReadingTipFactory(kind="bijeenkomst"),
    ],
)
def test_the_database_refuses_what_could_do_harm(make):
    with pytest.raises(IntegrityError):
        make()


@pytest.mark.parametrize(
    ("fields", "known", "reachable"),
    [
        ({}, False, False),
        ({"owner_name": "Zo"}, True, False),
        ({"owner_name": "Zo", "website": "https://x.nl"}, True, True),
    ],
)
def test_who_offers_the_site_is_known_by_a_name(fields, known, reachable):
    house = House(**fields)

    assert (house.is_known, house.has_contact, house.has_own_colour) == (known, reachable, False)


def test_every_row_has_a_name_that_tells_nothing_about_a_person():
    rows = [
        HouseStyle(version=3),
        ReadingTip(title="Op tijd"),
        ContactRequest(id=ONE),
        Subscriber(id=ONE),
    ]

    assert list(map(str, rows)) == [
        "house style 3",
        "Op tijd",
        f"contact request {ONE}",
        f"subscriber {ONE}",
    ]
