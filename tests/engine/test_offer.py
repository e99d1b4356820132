"""What there is to read beside a result, and what isn't shown there."""

from datetime import date

import pytest

from scans.engine.offer import MOST_TIPS, Tip, fitting

TODAY = date(2026, 11, 22)
FOUND = {"relevantie": "hoog", "timing": "laag", "rol": ""}


def tip(title="", *, event=False, day=None, themes=(), levels=()):
    return Tip(event, title, "https://x.nl", "nl", day, frozenset(themes), frozenset(levels))


@pytest.mark.parametrize(
    ("themes", "levels", "fits"),
    [
        ([], [], True),
        (["timing"], [], True),
        (["timing"], ["laag"], True),
        (["timing"], ["hoog"], False),
        (["relevantie", "timing"], ["midden", "hoog"], True),
        ([], ["laag"], True),
        ([], ["midden"], False),
        (["resultaat"], [], False),
        (["rol"], [], True),
        (["rol"], ["laag"], False),
        (["onbekend"], [], False),
    ],
)
def test_a_tip_fits_where_one_theme_has_one_of_its_levels(themes, levels, fits):
    one = tip(themes=themes, levels=levels)

    assert fitting([one], FOUND, TODAY) == ((one,) if fits else ())


def test_where_nothing_is_shown_only_what_fits_everybody_stands():
    everybody, some = tip("iedereen"), tip("laag", levels=["laag"])

    assert fitting([everybody, some, tip("T", themes=["timing"])], {}, TODAY) == (everybody,)


@pytest.mark.parametrize(
    ("day", "is_shown"),
    [(date(2026, 11, 21), False), (TODAY, True), (date(2026, 11, 23), True)],
)
def test_an_event_disappears_on_the_day_after(day, is_shown):
    event = tip(event=True, day=day)

    assert fitting([event], {}, TODAY) == ((event,) if is_shown else ())


def test_an_old_article_stays():
    article = tip(day=date(2019, 1, 1))

    assert fitting([article], {}, TODAY) == (article,)


def test_events_come_first_and_soonest_then_the_newest_articles():
    late = tip("laat", event=True, day=date(2027, 1, 1))
    soon = tip("gauw", event=True, day=date(2026, 12, 1))
    old, new, undated = tip(day=date(2020, 1, 1)), tip(day=date(2026, 1, 1)), tip("zonder")

    assert fitting([old, late, undated, new, soon], {}, TODAY) == (soon, late, new, old, undated)


def test_nobody_gets_more_than_they_read():
    assert len(fitting([tip(str(place)) for place in range(20)], {}, TODAY)) == MOST_TIPS
