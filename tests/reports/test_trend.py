"""Changes in words: what is demonstrable, what isn't, and why something isn't compared."""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from scans.content.document import module_from
from scans.engine.round import RoundAnswers, round_figures
from scans.engine.tally import tally_of
from scans.engine.trend import ClosedRound, trend_of
from scans.reports.assemble import build_report
from scans.reports.renderer import report_html
from scans.reports.wording import day
from tests.engine.builders import build_module
from tests.factories import sixth_document
from tests.reports.samples import FACTS, RULES, questionnaire
from tests.rounds_over_time import answers_around

THEN, TODAY = date(2026, 5, 22), date(2026, 11, 22)


def closed(value, *, team=7, clients=0, together=False, asked=None):
    asked = asked or questionnaire()
    answers = RoundAnswers(
        team=[answers_around(value, n, asked=asked) for n in range(team)],
        clients=[answers_around(value, n, "clients", asked) for n in range(clients)],
        department_size=20,
        expected_team=None if team == 1 else max(5, team),
        expected_clients=max(5, clients) if clients else None,
    )
    figures = round_figures(asked, answers, rules=RULES)
    return ClosedRound(asked, figures, tally_of(asked, answers), THEN, together)


def report_of(before, after, language="nl"):
    """The report of the later round."""
    after = replace(after, closed_on=TODAY)
    return build_report(
        figures=after.figures,
        questionnaire=after.questionnaire,
        facts=replace(FACTS, together=after.together),
        language=language,
        trend=trend_of(before, after, rules=RULES),
    )


@cache
def sixth():
    """A module that the product doesn't know."""
    return module_from(sixth_document().data)


def section(before, after):
    """What the report of the later round says of changes."""
    return report_of(before, after).trend


def rows_of(shown, group):
    return {row.title: row for one in shown.groups if one.key == group for row in one.rows}


def test_a_first_round_has_no_section():
    after = closed(3)
    report = build_report(
        figures=after.figures, questionnaire=after.questionnaire, facts=FACTS, language="nl"
    )

    assert report.trend is None


def test_what_changed_is_named_with_its_points_and_the_role_with_its_way():
    shown = section(closed(2, clients=6), closed(3, clients=5))

    own, clients = rows_of(shown, "eigen"), rows_of(shown, "klanten")
    assert own["Timing"].word == "veranderd"
    assert own["Timing"].sentence == "Van 40 naar 65: +25. Marge +20 tot +30."
    assert own["Rol nu"].sentence == "Van 40 naar 65: 25 richting meedenker. Marge +20 tot +30."
    assert (own["Impactindex"].word, own["Impactindex"].sentence) == (
        "zonder marge niet te beoordelen",
        "Van 40 naar 65: +25.",
    )
    assert (clients["Timing"].before.n, clients["Timing"].after.n) == (6, 5)
    assert shown.summary == (
        "Veranderd: relevantie (+25), timing (+25), resultaat (+25), rol nu (+25) en rol gewenst "
        "(+25). Veranderd volgens interne klanten: relevantie (+20), timing (+25), resultaat (+20), "
        "rol nu (+25) en rol gewenst (+20)."
    )
    assert shown.rounds == (
        f"Ronde van {day(THEN)}: ingevuld door 7 teamleden, en de spiegel door 6 interne klanten.",
        f"Ronde van {day(TODAY)}: ingevuld door 7 teamleden, en de spiegel door 5 interne klanten.",
    )


def test_what_did_not_demonstrably_change_is_said_beside_what_did():
    after, same = closed(3), closed(2).figures.themes["timing"]
    themes = {**after.figures.themes, "timing": same}

    shown = section(closed(2), replace(after, figures=replace(after.figures, themes=themes)))

    assert rows_of(shown, "eigen")["Timing"].word == "niet aantoonbaar veranderd"
    assert shown.summary.endswith(
        "Van de andere onderwerpen is niet aan te tonen dat ze veranderden."
    )


def test_back_towards_the_maker_is_said_as_a_way_too():
    own = rows_of(section(closed(3), closed(2)), "eigen")

    assert own["Rol gewenst"].sentence == "Van 65 naar 40: 25 richting maker. Marge −30 tot −20."


def test_no_demonstrable_change_is_not_called_the_same():
    shown = section(closed(3), closed(3))

    assert {row.word for row in rows_of(shown, "eigen").values()} == {
        "niet aantoonbaar veranderd",
        "zonder marge niet te beoordelen",
    }
    assert "Dat wil niet zeggen dat alles gelijk bleef" in shown.summary
    assert any("verband, geen bewijs" in note for note in shown.notes)


@pytest.mark.parametrize(
    ("together", "word"),
    [
        (False, "verschil in het beeld van één persoon"),
        (True, "verschil in één gezamenlijk antwoord"),
    ],
)
def test_of_one_answer_no_change_is_ever_claimed(together, word):
    shown = section(closed(2, team=1, together=together), closed(3, team=1, together=together))

    rows = rows_of(shown, "eigen").values()
    assert {row.word for row in rows} == {word}
    assert not any(row.changed or "Marge" in row.sentence for row in rows)
    assert shown.summary == ""
    assert any("niet of de afdeling is veranderd" in note for note in shown.notes)
    assert not any("Welch" in note for note in shown.notes)


def test_rounds_of_another_kind_are_not_compared_and_it_says_why():
    shown = section(closed(2, team=1), closed(3))

    (missing,) = shown.missing
    assert (shown.groups, shown.summary) == ((), "")
    assert "Toen is de scan door één persoon ingevuld, nu door teamleden apart" in missing


def test_what_is_missing_says_why():
    few = section(closed(2), closed(3, team=4))
    border = section(closed(3), closed(5))
    theme = questionnaire().themes[1]
    other = replace(
        questionnaire(),
        version="2.0",
        themes=(
            questionnaire().themes[0],
            replace(theme, statements=theme.statements[:5]),
            questionnaire().themes[2],
        ),
    )
    items = section(closed(2), closed(3, asked=other))

    own = "Dit geldt voor jullie eigen beeld."
    assert [*few.missing, *border.missing, rows_of(items, "eigen")["Timing"].missing] == [
        f"Niet te vergelijken: in een van beide rondes is te weinig ingevuld. {own}",
        f"Niet te vergelijken: van een van beide rondes laten we alleen een grens zien. {own}",
        "Niet te vergelijken: de vragen waren toen anders.",
    ]
    assert (few.groups, border.groups, items.missing) == ((), (), ())
    assert any("toen versie 1.0, nu versie 2.0" in note for note in items.notes)


def test_an_aanvrager_who_filled_in_nothing_themselves_still_has_the_clients():
    before, after = closed(2, team=1, clients=6), closed(3, team=1, clients=6)
    nobody = replace(before, figures=replace(before.figures, respondents=0))

    shown = section(nobody, after)

    assert shown.rounds[0].endswith("zelf niet ingevuld, en de spiegel door 6 interne klanten.")
    assert rows_of(shown, "klanten")["Timing"].changed


def module_rows(shown, group):
    return {
        row.title: row
        for module in shown.modules
        for one in module.groups
        if one.key == group
        for row in one.rows
    }


def asked_with(*modules):
    return replace(questionnaire(), modules=modules)


def test_a_module_has_a_table_of_its_own():
    asked = asked_with(build_module())

    shown = section(closed(2, asked=asked), closed(3, asked=asked))

    assert [one.key for one in shown.groups] == ["eigen"]
    place = module_rows(shown, "m")["tekst: gewenst"]
    assert (place.difference, place.margin) == ("25 richting tekst", "+5 tot +45")


def test_of_many_subjects_the_summary_gives_the_number_and_the_largest_differences():
    asked = asked_with(sixth())

    shown = section(closed(2, clients=6, asked=asked), closed(3, clients=6, asked=asked))

    changed = [one for page in shown.slides_of_modules for one in page]
    theirs = [
        one for one in changed if one.about == "Het zesde onderwerp: wat interne klanten zien"
    ]
    own = len(changed) - len(theirs) + 5
    assert shown.summary.startswith(
        f"{own} onderwerpen veranderden, met als grootste verschillen relevantie (+25), timing "
        "(+25) en resultaat (+25)."
    )
    assert "Alle veranderingen staan hierna." in shown.summary


def test_of_many_subjects_that_clients_saw_change_it_says_the_same():
    trend = trend_of(
        closed(2, clients=6, asked=asked_with(sixth())),
        replace(closed(3, clients=6, asked=asked_with(sixth())), closed_on=TODAY),
        rules=RULES,
    )
    (module,) = trend.modules
    one = next(iter(trend.clients.values()))
    seen = {theme.key: one for theme in (*sixth().themes, *sixth().clients.themes)}

    shown = report_with(replace(trend, modules=(replace(module, clients=seen),))).trend

    assert "Volgens interne klanten veranderden 8 onderwerpen, met als grootste" in shown.summary


def report_with(trend):
    """The report of a later round with these changes."""
    after = replace(closed(3, clients=6, asked=asked_with(sixth())), closed_on=TODAY)
    return build_report(
        figures=after.figures,
        questionnaire=after.questionnaire,
        facts=FACTS,
        language="nl",
        trend=trend,
    )


def test_a_title_that_is_a_question_is_none_within_a_line():
    rows = module_rows(
        section(closed(2, asked=asked_with(sixth())), closed(3, asked=asked_with(sixth()))), "zesde"
    )

    assert [title for title in rows if "werk" in title] == [
        "Waar zit het werk: nu",
        "Waar zit het werk: gewenst",
    ]


def test_a_slide_holds_no_more_changes_than_it_has_room_for():
    group = section(closed(2), closed(3)).groups[0]
    row = group.rows[0]
    shown = section(closed(2, asked=asked_with(sixth())), closed(3, asked=asked_with(sixth())))
    (module,) = shown.modules
    many = replace(module, groups=(replace(group, rows=(row,) * 20),))

    pages = replace(shown, modules=(many,)).slides_of_modules

    assert [len(page) for page in pages] == [9, 9, 2]


def test_what_keeps_all_of_it_from_being_compared_is_said_once_with_what_it_goes_for():
    asked = asked_with(sixth())

    shown = section(closed(2, clients=6, asked=asked), closed(3, team=4, clients=6, asked=asked))

    (missing,) = shown.missing
    assert missing == (
        "Niet te vergelijken: in een van beide rondes is te weinig ingevuld. Dit geldt voor jullie "
        "eigen beeld en ‘Het zesde onderwerp’."
    )
    assert [one.key for one in shown.groups] == ["klanten"]
    assert [one.key for module in shown.modules for one in module.groups] == ["zesde-klanten"]


def test_what_of_a_module_is_not_compared_stands_below_its_table_once_for_each_reason():
    asked, other = asked_with(sixth()), asked_with(without_last_statement(sixth()))

    shown = section(closed(2, asked=asked), closed(3, asked=other))

    (group,) = shown.modules[0].groups
    assert "Overzicht" not in module_rows(shown, "zesde")
    assert group.missing == (
        "Niet te vergelijken: de vragen waren toen anders. Dit geldt voor overzicht.",
    )
    assert group.missing[0] in report_html(
        report_of(closed(2, asked=asked), closed(3, asked=other))
    )


def without_last_statement(module):
    last = module.themes[-1]
    shorter = replace(last, statements=last.statements[:-1])
    return replace(module, themes=(*module.themes[:-1], shorter))


def test_of_a_core_with_nothing_to_compare_for_several_reasons_the_summary_says_so():
    theme = questionnaire().themes[1]
    shorter = replace(theme, statements=theme.statements[:5])
    themes = (questionnaire().themes[0], shorter, questionnaire().themes[2])

    shown = section(closed(2, team=4), closed(3, asked=replace(questionnaire(), themes=themes)))

    assert shown.summary == "Er is niets waarvan we twee uitkomsten kunnen vergelijken."
    assert shown.missing == ()


def test_of_one_answer_the_table_of_a_module_has_no_margins_and_says_why_once():
    asked = asked_with(sixth())
    rounds = closed(2, team=1, asked=asked), closed(3, team=1, asked=asked)

    html = report_html(report_of(*rounds))

    (group,) = section(*rounds).modules[0].groups
    assert group.word == "verschil in het beeld van één persoon"
    assert '<table class="changes changes-single">' in html
    assert "Verschil in het beeld van één persoon." in html


def test_a_module_of_which_a_score_is_shown_without_margin_says_none():
    asked = asked_with(sixth())

    shown = report_of(closed(2, clients=6, asked=asked), closed(3, clients=6, asked=asked))

    row = module_rows(shown.trend, "zesde-klanten")["Moreel vertrouwen"]
    assert (row.margin, row.word) == ("", "niet aantoonbaar veranderd")
    assert "geen" in report_html(shown)


def test_a_module_that_the_report_does_not_have_is_left_out():
    module = build_module()
    asked = replace(questionnaire(), modules=(module,))
    before, after = (closed(value, asked=asked) for value in (2, 3))
    trend = trend_of(before, replace(after, closed_on=TODAY), rules=RULES)

    report = build_report(
        figures=replace(after.figures, modules=()),
        questionnaire=questionnaire(),
        facts=FACTS,
        language="nl",
        trend=trend,
    )

    assert [one.key for one in report.trend.groups] == ["eigen"]


def test_the_paper_says_what_can_not_be_compared_and_why():
    theme = questionnaire().themes[1]
    shorter = replace(theme, statements=theme.statements[:5])
    themes = (questionnaire().themes[0], shorter, questionnaire().themes[2])
    other = replace(questionnaire(), version="2.0", themes=themes)

    html = report_html(report_of(closed(2), closed(3, asked=other)))

    assert "Niet te vergelijken: de vragen waren toen anders." in html
