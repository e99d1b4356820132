from dataclasses import replace

import pytest

from scans.engine.report import AnswerRow, ContextRow, OpenAnswer, StandOut
from tests.reports.samples import questionnaire, report, score, solo, team, theme_score


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


@pytest.mark.parametrize(
    ("scores", "sentence"),
    [
        ((60, 60, 60), "De drie thema’s scoren gelijk."),
        ((100, 100, 100), "De drie thema’s scoren gelijk, alle drie hoog."),
        ((60, 40, 40), "Timing en resultaat scoren het laagst: daar valt het meest te winnen."),
        ((75, 90, 75), "Relevantie en resultaat scoren het laagst, en ook dat is hoog."),
        ((0, 0, 0), "De drie thema’s scoren gelijk. Elk thema telt voor minstens\u00a01."),
        (
            (60, 0, 40),
            (
                "Het zwakste thema is timing: daar valt het meest te winnen. "
                "Elk thema telt voor minstens\u00a01."
            ),
        ),
    ],
)
def test_at_a_tie_no_theme_is_said_to_be_weakest_alone(scores, sentence):
    made = report(solo(scores))

    assert made.impact.sentence == sentence
    assert made.impact.weakest_key == min(made.themes, key=lambda theme: theme.score).key


@pytest.mark.parametrize(
    ("scores", "role", "label"),
    [
        ((64, 27, 8), (38, 69), "Om mee te beginnen: Resultaat"),
        ((64, 27, None), (38, 69), "Om mee te beginnen: Timing"),
        ((None, None, None), (38, 69), "Om mee te beginnen: Rol"),
    ],
)
def test_the_summary_ends_with_a_card_of_what_is_known(scores, role, label):
    made = report(solo(scores, role))

    shown = [(f"Om mee te beginnen: {one.title}", one.finding) for one in (*made.themes, made.role)]
    assert made.beginning is not None
    assert made.beginning.label == label
    assert made.beginning.finding == dict(shown)[label]


def test_what_is_missing_is_said_and_never_shown_as_a_figure():
    made = report(solo((65.6, None, 30), (None, None)))

    timing = made.themes[1]
    assert made.impact.index is None
    assert made.impact.sentence == (
        "Er is geen impactindex: daarvoor zijn alle drie de thema’s nodig, "
        "en bij timing is te weinig ingevuld."
    )
    assert (timing.score, timing.level_word, timing.finding) == (None, None, None)
    assert timing.missing == (
        "Geen score: daarvoor is een antwoord nodig op minstens 4 van de 6 stellingen; "
        "‘weet ik niet’ telt niet mee."
    )
    assert timing.basis == "2 van de 6 stellingen beantwoord, ingevuld door één persoon"
    assert made.role.sentence == (
        "Geen plek: daarvoor is een antwoord nodig op minstens 4 van de 6 paren."
    )
    assert made.role.basis == (
        "0 van de 6 paren beantwoord voor nu en 2 voor gewenst, ingevuld door één persoon"
    )
    assert (made.profile.title, made.profile.heading) == ("Geen profiel", "Profiel")
    assert (made.profile.key, made.has_place, made.has_scores) == (None, False, True)
    assert made.opening == (
        "Voor een profiel is te weinig ingevuld. Wat we wel weten: relevantie 66 en resultaat 30."
    )


def test_a_report_about_nothing_says_so():
    made = report(replace(solo((None,) * 3, (None,) * 2), answers={}, highest=(), lowest=()))

    assert made.opening == "Er is te weinig ingevuld om te zeggen waar de afdeling staat."
    assert (made.beginning, made.has_cards, made.has_scores) == (None, False, False)
    assert made.themes[0].basis == "0 van de 6 stellingen beantwoord, ingevuld door één persoon"
    assert made.role.basis == "0 van de 6 paren beantwoord, ingevuld door één persoon"
    assert made.alike == "Er zijn te weinig antwoorden om stellingen uit te lichten."


@pytest.mark.parametrize(
    ("scores", "role", "missing"),
    [
        ((None, 50, 50), (None, 30), "Allebei ontbreken ze."),
        ((50, 50, 50), (None, 30), "De rol nu ontbreekt."),
        ((None, 50, 50), (30, None), "De impactindex ontbreekt."),
    ],
)
def test_without_a_place_on_the_map_the_report_says_what_is_missing(scores, role, missing):
    profile = report(solo(scores, role)).profile

    assert profile.sentence == (
        f"Een plek op de kaart volgt uit de rol nu en de impactindex. {missing}"
    )


def test_near_the_middle_of_the_map_all_profiles_are_near():
    profile = report(solo((52, 52, 52), (46, 53))).profile

    assert profile.heading == "Profiel: tussen Brandblusser en Productiehuis"
    assert profile.place == (
        "De afdeling staat op 46 tussen maker en meedenker, met een impactindex van 52. Dat is "
        "vlak bij het midden van de kaart: ook de andere twee profielen zijn dichtbij."
    )


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (solo(), None),
        (replace(solo(), lowest=()), "Alle andere beantwoorde stellingen komen op hetzelfde uit."),
        (
            replace(solo(), highest=(), lowest=()),
            "Alle beantwoorde stellingen komen op hetzelfde uit; er springt niets uit.",
        ),
        (team(), None),
        (
            replace(solo(), answers={"rel1": 3, "rel2": None}, highest=(), lowest=()),
            "Er zijn te weinig antwoorden om stellingen uit te lichten.",
        ),
    ],
)
def test_equal_answers_are_told_from_too_few(made, sentence):
    assert report(made).alike == sentence


def test_the_answer_that_is_not_scored_stands_with_all_answers():
    figures = solo()

    annex = report(figures).annex
    earlier = report(replace(figures, context_answers={})).annex

    question = questionnaire().context[-1]
    assert annex is not None
    assert earlier is not None
    assert annex.context == (ContextRow(label=question.label["nl"], answer="Vaak"),)
    assert earlier.context == ()


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        (
            (38.1, 69.4),
            "Jij ziet de afdeling nu op 38 en graag op 69: 31 punten richting meedenker.",
        ),
        (
            (12.5, 83.3),
            "Jij ziet de afdeling nu op 13 en graag op 83: 70 punten richting meedenker.",
        ),
        ((92.0, 40.0), "Jij ziet de afdeling nu op 92 en graag op 40: 52 punten richting maker."),
        ((50.0, 51.0), "Jij ziet de afdeling nu op 50 en graag op 51: 1 punt richting meedenker."),
        ((50.0, 50.4), "Jij ziet de afdeling nu op 50 en wilt haar daar houden."),
        (
            (30.0, None),
            (
                "Jij ziet de afdeling nu op 30. Voor de plek waar je haar graag ziet, is te weinig "
                "ingevuld."
            ),
        ),
        (
            (None, 0.0),
            (
                "Jij ziet de afdeling graag op 0. Voor de plek waar ze nu staat, is te weinig "
                "ingevuld."
            ),
        ),
    ],
)
def test_the_way_from_now_to_wanted_is_told_in_one_sentence(role, sentence):
    assert report(solo(role=role)).role.sentence == sentence


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        ((40.0, 70.0), "De afdeling staat nu op 40 en wil naar 70: 30 punten richting meedenker."),
        ((90.0, 40.0), "De afdeling staat nu op 90 en wil naar 40: 50 punten richting maker."),
        ((50.0, 50.0), "De afdeling staat nu op 50 en wil daar blijven."),
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
def test_of_a_team_the_report_speaks_as_of_the_department(role, sentence):
    now, wanted = (score(value, n=8) for value in role)
    figures = replace(team(), role=replace(team().role, now=now, wanted=wanted))

    assert report(figures).role.sentence == sentence


def test_a_team_report_says_how_many_and_how_sure():
    made = report(team())

    assert [theme.basis for theme in made.themes] == [
        "6 stellingen, ingevuld door 8 van de 12 personen",
        "6 stellingen, ingevuld door 8 van de 12 personen",
        "6 stellingen, ingevuld door 7 van de 12 personen",
    ]
    between = "Voor de hele afdeling ligt de score met 95% zekerheid tussen"
    assert [theme.certainty for theme in made.themes] == [
        f"{between} 55 en 75. Eensgezindheid: sterk.",
        f"{between} 35 en 55. Eensgezindheid: sterk.",
        f"{between} 90 en 100.",
    ]
    assert made.themes[2].interval == (90.0, 100.0)
    assert made.annex is None
    assert "De afdeling telt 12 personen" in made.method.certainty


def test_a_whole_department_needs_no_margin_for_those_who_were_absent():
    everybody = score(66.0, n=12, interval=(66.0, 66.0), level="midden")
    figures = replace(team(), respondents=12)

    made = report(replace(figures, themes=figures.themes | {"relevantie": everybody}))

    assert made.themes[0].certainty == "Iedereen deed mee: dit is de score van de hele afdeling."


def test_a_team_without_a_known_size_or_margin_is_told_so():
    themes = {key: theme_score(50.0, n=6) for key in team().themes}
    figures = replace(team(), department_size=None, themes=themes)

    made = report(figures)

    assert made.themes[0].basis == "6 stellingen, ingevuld door 6 personen"
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

    assert (made.highest, made.lowest, made.alike, made.annex) == ((), (), None, None)
    assert not made.has_standouts


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


def test_one_answer_of_a_team_is_called_that_everywhere():
    made = report(together=True)

    assert made.cover.origin == "Samen ingevuld, als één antwoord"
    assert made.role.sentence == (
        "De afdeling staat nu op 38 en wil naar 69: 31 punten richting meedenker."
    )
    assert made.themes[0].basis == "6 stellingen, samen ingevuld, als één antwoord"
    assert made.themes[0].certainty == "Daarom staat er geen marge bij."
    assert made.method.certainty.startswith("Jullie hebben deze scan samen ingevuld")
    assert made.method.standout.endswith("zoals jullie het gaven.")
    assert made.method.limits[0].startswith("Dit is het beeld waar jullie samen op uitkwamen.")
    assert made.annex == report().annex


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        ((30.0, None), "De afdeling staat nu op 30. Waar ze heen wil, is bij te weinig paren"),
        ((None, 70.0), "De afdeling wil naar 70. Waar ze nu staat, is bij te weinig paren"),
    ],
)
def test_half_a_role_of_a_team_at_one_table_is_the_departments(role, sentence):
    made = report(solo(role=role), together=True)

    assert made.role.sentence == f"{sentence} ingevuld."
