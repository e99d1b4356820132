from dataclasses import replace

import pytest

from scans.engine.report import AnswerRow, OpenAnswer, StandOut
from tests.reports.samples import questionnaire, report, score, solo, team


def test_a_solo_report_opens_with_the_sentence_of_its_profile():
    made = report()

    assert made.opening == questionnaire().profiles["productiehuis"].sentence["nl"]
    assert made.cover.origin == "Ingevuld door één persoon"
    assert made.cover.source == "Vragenlijst kern, versie 1.0"
    assert (made.solo, made.cover.sector) == (True, "Gemeente")


def test_a_sector_may_be_a_plain_string():
    assert report(sector="").cover.sector == ""


def test_near_a_border_the_report_speaks_of_two_profiles():
    made = report(solo((52, 49, 50), (40, 53)))

    text = questionnaire().between["brandblusser-productiehuis"]
    assert (made.opening, made.profile.title) == (text.sentence["nl"], text.title["nl"])
    assert (made.profile.key, made.profile.neighbour) == ("productiehuis", "brandblusser")


def test_the_weakest_theme_is_named_with_the_index():
    impact = report(solo((64.0, 27.0, 8.0))).impact

    assert impact.index == pytest.approx(24.0)
    assert (impact.weakest_key, impact.weakest) == ("resultaat", "Resultaat")
    assert impact.sentence == "Het zwakste thema is resultaat: daar valt het meest te winnen."


def test_a_weakest_theme_that_is_high_is_not_called_weak():
    impact = report(solo((100, 90, 95))).impact

    assert impact.sentence == "Het laagst scoort timing, en ook dat is hoog."


def test_what_is_missing_is_said_and_never_shown_as_a_figure():
    made = report(solo((65.6, None, 30), (None, None)))

    timing = made.themes[1]
    assert made.impact.index is None
    assert made.impact.sentence == (
        "De impactindex is er nog niet: daarvoor zijn alle drie de thema’s nodig, "
        "en bij timing is te weinig ingevuld."
    )
    assert (timing.score, timing.level_word, timing.finding) == (None, None, None)
    assert timing.missing == (
        "Hier staat nog geen score. Daarvoor is een antwoord nodig op minstens 4 van de 6 "
        "stellingen; ‘weet ik niet’ telt niet mee."
    )
    assert made.role.sentence == (
        "Hier staat nog geen plek. Daarvoor is een antwoord nodig op minstens 4 van de 6 paren."
    )
    assert (made.profile.title, made.profile.key) == ("Nog geen profiel", None)
    assert made.opening.startswith("Er is nog te weinig ingevuld")


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        ((38.1, 69.4), "De afdeling staat nu op 38 en wil naar 69: 31 punten richting meedenker."),
        ((92.0, 40.0), "De afdeling staat nu op 92 en wil naar 40: 52 punten richting maker."),
        ((50.0, 51.0), "De afdeling staat nu op 50 en wil naar 51: 1 punt richting meedenker."),
        ((50.0, 50.4), "De afdeling staat nu op 50 en wil daar blijven."),
        (
            (30.0, None),
            "De afdeling staat nu op 30. Waar ze heen wil, is bij te weinig paren ingevuld.",
        ),
        (
            (None, 0.0),
            "De afdeling wil naar 0. Waar ze nu staat, is bij te weinig paren ingevuld.",
        ),
    ],
)
def test_the_way_from_now_to_wanted_is_told_in_one_sentence(role, sentence):
    assert report(solo(role=role)).role.sentence == sentence


def test_a_team_report_says_how_many_and_how_sure():
    made = report(team())

    assert [theme.basis for theme in made.themes] == [
        "6 stellingen, ingevuld door 8 van de 12 personen",
        "6 stellingen, ingevuld door 8 van de 12 personen",
        "6 stellingen, ingevuld door 7 van de 12 personen",
    ]
    between = "Voor de hele afdeling ligt de score met 95% zekerheid tussen"
    assert [theme.certainty for theme in made.themes] == [
        f"{between} 57 en 75. Eensgezindheid: sterk.",
        f"{between} 35 en 53. Eensgezindheid: sterk.",
        f"{between} 90 en 100.",
    ]
    assert made.themes[2].interval == (90.0, 100.0)
    assert made.annex is None
    assert "De afdeling telt 12 personen" in made.method.certainty


def test_a_whole_department_needs_no_margin_for_those_who_were_absent():
    everybody = score(66.0, n=12, interval=(66.0, 66.0), level="midden")
    figures = team()

    made = report(replace(figures, themes=figures.themes | {"relevantie": everybody}))

    assert made.themes[0].certainty == "Iedereen deed mee: dit is de score van de hele afdeling."


def test_a_team_without_a_known_size_or_margin_is_told_so():
    figures = replace(team(), department_size=None, themes=solo().themes)

    made = report(figures)

    assert made.themes[0].basis == "6 stellingen, ingevuld door 1 persoon"
    assert made.themes[0].certainty == "Te weinig antwoorden om een marge te berekenen."
    assert made.cover.origin == "Ingevuld door 8 personen"
    assert "De afdeling telt" not in made.method.certainty


def test_a_reversed_statement_stands_out_with_the_answer_as_it_was_given():
    first = report().lowest[0]

    assert first == StandOut(
        code="rel5",
        theme_key="relevantie",
        letter="R",
        theme="Relevantie",
        text=questionnaire().statements["rel5"].text["nl"],
        answer="helemaal mee oneens",
        reversed=True,
    )


def test_a_team_report_shows_no_single_answers():
    made = report(team())

    assert [item.answer for item in (*made.highest, *made.lowest)] == [None] * 6


def test_the_annex_tells_dont_know_from_not_answered():
    annex = report().annex

    assert annex is not None
    timing, resultaat = annex.groups[1], annex.groups[2]
    texts = questionnaire().statements
    assert timing.rows[1] == AnswerRow(
        text=texts["tim2"].text["nl"],
        value=None,
        answer="Weet ik niet / n.v.t.",
        reversed=texts["tim2"].reversed,
    )
    assert resultaat.rows[3].answer == "Niet ingevuld"
    assert [(row.now, row.wanted) for row in annex.role] == [
        ("2", "4"),
        ("3", "5"),
        ("1", "3"),
        ("2", "4"),
        ("3", "5"),
        ("1", "3"),
    ]


def test_a_role_pair_without_an_answer_has_a_dash():
    figures = solo()
    answers = {k: v for k, v in figures.answers.items() if k != "rol1.huidig"} | {
        "rol1.gewenst": None
    }

    annex = report(replace(figures, answers=answers)).annex

    assert annex is not None
    assert (annex.role[0].now, annex.role[0].wanted) == ("–", "–")


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("Eén zin.", ("Eén zin.",)),
        ("Een.\n\n\nTwee  woorden.\r\n", ("Een.", "Twee woorden.")),
        ("a\n" * 1500, (" ".join("a" * 1500),)),
    ],
)
def test_a_free_answer_is_shown_in_paragraphs(text, paragraphs):
    label = questionnaire().open[0].label["nl"]

    assert report(solo(text=text)).open_answers == (OpenAnswer(label, paragraphs),)


def test_an_empty_free_answer_is_not_shown():
    assert report(solo(text=" \n ")).open_answers == ()


def test_a_report_in_english_speaks_english():
    made = report(language="en")

    assert made.opening == questionnaire().profiles["productiehuis"].sentence["en"]
    assert made.lowest[0].answer == "strongly disagree"
